import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PythonModule } from '../../../src/python/index.ts';
import { createPythonReader } from '../../../src/python/index.ts';
import { MODULES } from '../../../src/python/modules/index.ts';
import type { ClassValue, Value } from '../../../src/python/values/values.ts';

// Whatever evaluated code does with a modelled function, method or class, the evaluator goes on: it is a value, a Python
// exception or Unknown, never an error of ours.

/** Python for values that no function expects all of. */
const ARGUMENTS: readonly string[] = [
  'None',
  'True',
  '0',
  '-1',
  '2 ** 70',
  '1.5',
  "''",
  "'a/b.c'",
  "'$x'",
  "'%(a)s'",
  "b'\\xff'",
  '[]',
  "['a', 'b']",
  "[('a', 1)]",
  '()',
  '{}',
  "{'a': 1}",
  '{1, 2}',
  'range(3)',
  'lambda *a, **k: a',
  'int',
  'ValueError',
  'object()',
  "__import__('pathlib').Path('a')",
  "__import__('re').compile('a*')",
  "__import__('datetime').timedelta(1)",
  "__import__('nowhere')",
  "__import__('os')",
  '(x for x in [1, 2])',
];

let project: string;
beforeAll(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-natives-')));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

async function evaluate(source: string): Promise<PythonModule> {
  writeFileSync(join(project, 'snippet.py'), source);
  const interpreter = createPythonReader({
    cwd: project,
    searchPath: [project],
    env: { HOME: '/home/somebody' },
    limits: { steps: 20_000_000 },
  });
  return interpreter.importModule('snippet');
}

function methodsOf(type: ClassValue): readonly string[] {
  return type.mro.flatMap((base) =>
    base.kind === 'class' ? [...base.namespace.entries()].map(({ key }) => String(key)) : [],
  );
}

/** Everything that can be called, as Python: `m3.join(...)`, `m3.Path(...).with_name(...)`. */
async function callables(): Promise<readonly string[]> {
  const names = [...MODULES.keys()];
  const imports = names.map((name, index) => `import ${name} as m${index}`).join('\n');
  const module = await evaluate(imports);
  return names.flatMap((_, index): string[] => {
    const value: Value | undefined = module.get(`m${index}`)?.value;
    if (typeof value !== 'object' || value?.kind !== 'module') return [];
    return [...value.namespace.entries()].flatMap(({ key, value: member }): string[] => {
      const name = `__import__('importlib').import_module('${value.name}').${String(key)}`;
      if (typeof member !== 'object' || member === null) return [];
      if (member.kind === 'native') return [`${name}(ARGS)`];
      if (member.kind === 'instance')
        return methodsOf(member.class).map((method) => `${name}.${method}(ARGS)`);
      if (member.kind !== 'class') return [];
      const methods = methodsOf(member).flatMap((method) => [
        `${name}(ARGS).${method}(ARGS)`,
        `${name}.${method}(ARGS)`,
      ]);
      return [`${name}(ARGS)`, ...methods];
    });
  });
}

test('natives take anything without an error of ours', async () => {
  const calls = await callables();
  expect(calls.length).toBeGreaterThan(1000);
  const args = fc.array(fc.constantFrom(...ARGUMENTS), { maxLength: 3 }).map((all) => all.join(', '));
  const statement = fc
    .tuple(fc.constantFrom(...calls), args, args)
    .map(([call, first, second]) => call.replace('ARGS', first).replace('ARGS', second));
  const program = fc.array(statement, { minLength: 200, maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(program, async (lines) => {
      const module = await evaluate(lines.map((line, index) => `r${index} = ${line}`).join('\n'));
      expect(module.get(`r${lines.length - 1}`)).toBeDefined();
    }),
    { numRuns: 20 },
  );
});
