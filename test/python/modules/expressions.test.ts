import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PythonModule } from '../../../src/python/index.ts';
import { createPythonReader, toPlain } from '../../../src/python/index.ts';

// expressions/*.json: lines of Python and what real CPython with the real packages makes of each
// (test/django/settings/record-expressions.py). Lines that begin with `=` are carried out, the others are expressions.

const FOLDER: string = fileURLToPath(new URL('expressions', import.meta.url));

interface Case {
  readonly about: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  /** `repr` of each expression, or `raises NameOfTheError`; `null` for a line that is carried out. */
  readonly expected: readonly (string | null)[];
}

const cases: readonly (readonly [string, Case])[] = readdirSync(FOLDER)
  .sort()
  .map((name) => [name, JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Case]);

let scratch: string;
beforeAll(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-expressions-')));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function run(project: string, { env = {}, files = {}, lines }: Case): Promise<PythonModule> {
  const text = lines.map((line, index) =>
    line.startsWith('=') ? line.slice(1) : `R${index} = repr((${line}))`,
  );
  for (const [name, content] of Object.entries({ ...files, 'lines.py': `${text.join('\n')}\n` })) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), content);
  }
  const interpreter = createPythonReader({
    cwd: project,
    searchPath: [project],
    env: { HOME: '/home/somebody', ...env },
    limits: {},
  });
  return interpreter.importModule('lines');
}

describe.each(cases)('%s', (name, given) => {
  let module: PythonModule;
  let project: string;
  beforeAll(async () => {
    project = join(scratch, name, 'project');
    module = await run(project, given);
  });

  const expressions = given.lines
    .map((line, index) => ({ line, index, expected: given.expected[index] ?? null }))
    .filter(({ line }) => !line.startsWith('='));

  test.each(expressions)('$line', ({ index, expected }) => {
    const binding = module.get(`R${index}`);
    const value = binding === undefined ? undefined : toPlain(binding.value);
    if (expected?.startsWith('raises ') === true) {
      expect(value).toMatchObject({ kind: 'unknown' });
    } else {
      const text = typeof value === 'string' ? value.replaceAll(project, '<project>') : value;
      expect(text).toBe(expected);
    }
  });
});
