import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, simple } from './project.ts';

// A variable of the environment is missing, so that a call ends in an exception. Python would end; what its rest does where the
// variable is set is Unknown, never left out.

const reasons = async (settings: string, ...names: readonly string[]): Promise<readonly string[]> => {
  const { reason } = await evaluate(`import os, sys\nL, D = [], {}\n${settings}`);
  return names.map(reason);
};

const RAISED = "it raises KeyError: 'MISSING'";

describe('what a call leaves undone is unknown', () => {
  test.each([
    ['a global', 'def f():\n    global S\n    x = os.environ["MISSING"]\n    S = 1\nf()', ['S']],
    ['a list', 'def f():\n    x = os.environ["MISSING"]\n    L.append(1)\nf()', ['L']],
    ['the statement itself', 'def f():\n    L.append(os.environ["MISSING"])\nf()', ['L']],
    [
      'a loop',
      'def f():\n    for i in range(3):\n        if i: x = os.environ["MISSING"]\n        else: L.append(1)\nf()',
      ['L'],
    ],
    [
      'behind the block',
      'def f():\n    if L == []:\n        x = os.environ["MISSING"]\n    L.append(1)\nf()',
      ['L'],
    ],
    ['the caller', 'def f(): return os.environ["MISSING"]\ndef g():\n    f()\n    L.append(1)\ng()', ['L']],
    ['a namespace', 'def f(ns):\n    x = os.environ["MISSING"]\n    ns["S"] = 1\nf(globals())', ['S']],
    [
      'a part of a namespace',
      'def f(ns):\n    x = os.environ["MISSING"]\n    ns.update(S=1)\nf(globals())',
      ['S', 'L'],
    ],
    ['globals()', 'globals().update(A=os.environ["MISSING"], S=1)', ['S']],
    [
      'a module',
      'def f():\n    m = sys.modules[__name__]\n    x = os.environ["MISSING"]\n    setattr(m, "S", 1)\nf()',
      ['S'],
    ],
    ['what is called', 'def g(): L.append(1)\ndef f():\n    x = os.environ["MISSING"]\n    g()\nf()', ['L']],
    ['what was not called yet', 'def f(x): L.append(1)\nf(os.environ["MISSING"])', ['L']],
    [
      'a class',
      'class C:\n    def __init__(self, ns):\n        self.ns = ns\n        self.go()\n    def go(self):\n        x = os.environ["MISSING"]\n        self.ns["S"] = 1\nC(globals())',
      ['S', 'L'],
    ],
    [
      'a class not made yet',
      'class C:\n    def __init__(self, x): L.append(x)\ndef f():\n    x = os.environ["MISSING"]\n    C(x)\nf()',
      ['L'],
    ],
  ])('%s', async (_, settings, names) => {
    expect(await reasons(settings, ...names)).toEqual(names.map(() => RAISED));
  });

  test('also what is behind a key that can not be hashed, and where the key stands', async () => {
    const line = 'D[os.environ.get("MISSING", [])] = 1';
    const raised = "it raises TypeError: unhashable type: 'list'";
    expect(await reasons(`def f():\n    ${line}\n    L.append(1)\nf()`, 'L', 'D')).toEqual([raised, raised]);
    expect(await reasons(line, 'D')).toEqual([raised]);
  });

  test('also if the exception is turned into another one', async () => {
    const f = 'def f():\n    x = os.environ["MISSING"]\n    L.append(1)\n';
    const turn = 'try:\n    f()\nexcept KeyError as e:\n    raise ValueError("set it") from e\n';
    expect(await reasons(f + turn, 'L')).toEqual(['it raises ValueError: set it']);
  });
});

describe('what nothing is left of stays known', () => {
  test.each([
    [
      'a helper that raises',
      'def f(n):\n    try: return os.environ[n]\n    except KeyError: raise ValueError(n)\nS = f("MISSING")',
      [],
    ],
    ['what came before', 'def f():\n    L.append(1)\n    x = os.environ["MISSING"]\nf()', [1]],
    [
      'an exception that is caught',
      'def f():\n    x = os.environ["MISSING"]\n    L.append(1)\ntry: f()\nexcept KeyError: L.append(2)',
      [2],
    ],
    [
      'a function that changes nothing',
      'def g(x): return x.strip()\ndef f(n):\n    x = os.environ[n]\n    return g(x) or len(L)\nS = f("MISSING")',
      [],
    ],
  ])('%s', async (_, settings, expected) => {
    const { value } = await evaluate(`import os\nL = []\n${settings}`);
    expect(simple(value('L'))).toEqual(expected);
  });
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
// The same programs each time; SEED=random, or a number, tries others, and PROGRAMS says how many.
const { SEED = '20779', PROGRAMS = '200' } = process.env;
const seed: number = SEED === 'random' ? Math.trunc(Math.random() * 2 ** 31) : Number(SEED);

const NAMES = ['L', 'D', 'S', 'T', 'C'];
const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `    ${line}`);

/** Statements of a function, or of the module. Functions call those before them only. */
function statements(depth: number, functions: number): fc.Arbitrary<readonly string[]> {
  const call = fc.nat(Math.max(0, functions - 1)).map((index) => `f${index}(globals(), L)`);
  const simpleOnes = [
    fc.nat(9).map((n) => `L.append(${n})`),
    fc.nat(9).map((n) => `D['k${n % 3}'] = ${n}`),
    fc.nat(9).map((n) => `globals()['S'] = ${n}`),
    fc.nat(9).map((n) => `globals().update(T=${n})`),
    fc.nat(9).map((n) => `setattr(sys.modules['settings'], 'C', ${n})`),
    fc.constant("x = os.environ['M']"),
    fc.constant("L.append(os.environ['M'])"),
    fc.constant("if os.environ.get('M') is None: raise ValueError('M')"),
    ...(functions > 0 ? [call, call, fc.constant('K(L).add(5)')] : []),
  ].map((one) => one.map((line) => [line]));
  const blocks =
    depth === 0
      ? []
      : [
          statements(depth - 1, functions).map((body) => ['for i in range(2):', ...indent(body)]),
          statements(depth - 1, functions).map((body) => ["if os.name != 'none':", ...indent(body)]),
          statements(depth - 1, functions).map((body) => [
            ...['try:', ...indent(body)],
            ...['except KeyError as e:', "    raise ValueError('M') from e"],
          ]),
        ];
  return fc
    .array(fc.oneof(...simpleOnes, ...blocks), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.flat());
}

const PROGRAM: fc.Arbitrary<string> = fc
  .tuple(statements(1, 0), statements(1, 1), statements(1, 2), statements(1, 3))
  .map(([first, second, third, module]) =>
    [
      ...['import os, sys', 'L, D, S, T, C = [], {}, None, None, None'],
      ...['class K:', '    def __init__(self, of): self.of = of', '    def add(self, n): self.of.append(n)'],
      ...['def f0(ns, l):', ...indent(first)],
      ...['def f1(ns, l):', ...indent(second), '    l.append(7)'],
      ...['def f2(ns, l):', "    ns['T'] = 8", ...indent(third)],
      ...module,
      '',
    ].join('\n'),
  );

const HARNESS = `
import json, os, sys, types
for text in json.load(sys.stdin):
    module = sys.modules['settings'] = types.ModuleType('settings')
    exec(text, vars(module))
    print(json.dumps({name: getattr(module, name) for name in ${JSON.stringify(NAMES)}}))
`;

describe.skipIf(!hasPython)(
  'beside CPython with the variable set (skipped where there is no python3)',
  () => {
    test('what is known is what it comes to', async () => {
      const programs = fc.sample(PROGRAM, { seed, numRuns: Number(PROGRAMS) });
      const { stdout, stderr } = spawnSync('python3', ['-c', HARNESS], {
        input: JSON.stringify(programs),
        encoding: 'utf8',
        env: { PATH: process.env.PATH ?? '', M: 'm' },
        maxBuffer: 1e9,
      });
      expect(stderr).toBe('');
      const expected = stdout.trim().split('\n');
      let known = 0;
      for (const [index, text] of programs.entries()) {
        const { value } = await evaluate(text);
        const right = JSON.parse(expected[index] ?? '') as Readonly<Record<string, unknown>>;
        for (const name of NAMES) {
          const ours = simple(value(name));
          if (JSON.stringify(ours)?.includes('"unknown"')) continue;
          known++;
          expect([name, ours], `SEED=${seed}\n${text}`).toEqual([name, right[name]]);
        }
      }
      // Not all is unknown: most programs leave some names alone.
      expect(known).toBeGreaterThan(programs.length);
    });
  },
);
