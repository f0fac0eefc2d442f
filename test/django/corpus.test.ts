import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPython, makeEnvironment } from './environment.ts';

// Computes fixtures/settings/*/expected.json anew with real CPython and the real packages; `npm test` compares our own
// evaluator with the same files. To write them: record-corpus.py CORPUS OUT --write.

const CORPUS: string = fileURLToPath(new URL('../../fixtures/settings', import.meta.url));
const RECORDER: string = fileURLToPath(new URL('record-corpus.py', import.meta.url));

const PACKAGES: readonly string[] = [
  'dj-database-url==3.*',
  'django-configurations==2.*',
  'django-cors-headers==4.*',
  'django-environ==0.14.*',
  'django-split-settings==1.*',
  'django==5.2.*',
  'environs==15.*',
  'python-decouple==3.*',
  'python-dotenv==1.*',
  'pyyaml==6.*',
];

// tomllib came with 3.11; distutils, gone since 3.12, comes with setuptools.
const python: string | undefined = findPython(11);

let out: string;
let recorded: Readonly<Record<string, unknown>> = {};

beforeAll(() => {
  if (python === undefined) return;
  const { python: interpreter } = makeEnvironment('corpus', python, [...PACKAGES, 'setuptools==75.*']);
  out = mkdtempSync(join(tmpdir(), 'collectstatic-corpus-'));
  const answer = execFileSync(interpreter, [RECORDER, CORPUS, out], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  recorded = JSON.parse(answer) as Readonly<Record<string, unknown>>;
});
afterAll(() => {
  if (out !== undefined) rmSync(out, { recursive: true, force: true });
});

describe.skipIf(python === undefined)('the corpus says what CPython computes', () => {
  test.each(readdirSync(CORPUS).sort())('%s', (name) => {
    const expected: unknown = JSON.parse(readFileSync(join(CORPUS, name, 'expected.json'), 'utf8'));
    expect(recorded[name]).toEqual(expected);
  });
});
