import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPython, makeEnvironment } from '../environment.ts';

// Computes fixtures/settings/*/expected.json and the expectations of test/python/modules/expressions anew with real CPython
// and the real packages; `npm test` compares our own evaluator with the same. To write them: `--write` of the recorders.

const CORPUS: string = fileURLToPath(new URL('../../../fixtures/settings', import.meta.url));
const EXPRESSIONS: string = fileURLToPath(new URL('../../python/modules/expressions', import.meta.url));

const PACKAGES: readonly string[] = [
  'dj-database-url==3.*',
  'django-configurations==2.*',
  'django-cors-headers==4.*',
  'django-environ==0.14.*',
  'django-split-settings==1.*',
  'django==5.2.*',
  'dynaconf==3.*',
  'environs==15.*',
  'pydantic-settings==2.*',
  'python-decouple==3.*',
  'python-dotenv==1.*',
  'pyyaml==6.*',
  'setuptools==75.*',
  'toml==0.10.*',
  'tomli==2.*',
];

// tomllib came with 3.11; distutils, gone since 3.12, comes with setuptools.
const python: string | undefined = findPython(11);

let out: string | undefined;
let recorded: Readonly<Record<string, unknown>> = {};
let answers: Readonly<Record<string, unknown>> = {};

function record(interpreter: string, recorder: string, folder: string, scratch: string): typeof recorded {
  const script = fileURLToPath(new URL(recorder, import.meta.url));
  const text = execFileSync(interpreter, [script, folder, scratch], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return JSON.parse(text) as typeof recorded;
}

beforeAll(() => {
  if (python === undefined) return;
  const { python: interpreter } = makeEnvironment('corpus', python, PACKAGES);
  out = mkdtempSync(join(tmpdir(), 'collectstatic-corpus-'));
  recorded = record(interpreter, 'record-corpus.py', CORPUS, join(out, 'corpus'));
  answers = record(interpreter, 'record-expressions.py', EXPRESSIONS, join(out, 'expressions'));
});
afterAll(() => {
  if (out !== undefined) rmSync(out, { recursive: true, force: true });
});

function readJson(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

describe.skipIf(python === undefined)('the corpus says what CPython computes', () => {
  test.each(readdirSync(CORPUS).sort())('%s', (name) => {
    expect(recorded[name]).toEqual(readJson(CORPUS, name, 'expected.json'));
  });
});

describe.skipIf(python === undefined)('the expressions come to what CPython makes of them', () => {
  test.each(readdirSync(EXPRESSIONS).sort())('%s', (name) => {
    const { expected } = readJson(EXPRESSIONS, name) as { readonly expected: unknown };
    expect(answers[name]).toEqual(expected);
  });
});
