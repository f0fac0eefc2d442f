import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPythonReader } from '../../src/python/index.ts';
import { type Shape, shape } from './generate/packages.ts';
import { simple, view } from './project.ts';

// Modules that change each other while they are imported must come to what CPython makes of them, or to Unknown.

const hasPython = spawnSync('python3', ['--version']).status === 0;
// The same shapes each time; SEED=random, or a number, tries others, and SHAPES says how many.
const { SEED = '20779', SHAPES = '60' } = process.env;
const seed: number = SEED === 'random' ? Math.trunc(Math.random() * 2 ** 31) : Number(SEED);

/** Imports `settings` of each folder in a process of its own, forked off before anything is imported; a line for each. */
const HARNESS = `
import json, os, sys
for folder in json.load(sys.stdin):
    sys.stdout.flush()
    if os.fork() == 0:
        sys.path[:0] = [folder, os.path.join(folder, 'site-packages')]
        try:
            import settings
            shown = {k: v for k, v in vars(settings).items() if k[0] == 'S'}
        except BaseException:
            shown = None
        print(json.dumps(shown, default=repr), flush=True)
        os._exit(0)
    os.wait()
`;

type Names = Readonly<Record<string, unknown>>;

function write(root: string, files: Shape['files']): string {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return root;
}

/** What the settings of each folder come to; `null` where Python raises. */
function byPython(roots: readonly string[]): readonly (Names | null)[] {
  const { stdout, stderr } = spawnSync('python3', ['-c', HARNESS], {
    input: JSON.stringify(roots),
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', PYTHONDONTWRITEBYTECODE: '1' },
    maxBuffer: 1e9,
  });
  expect(stderr).toBe('');
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Names | null);
}

async function read(root: string): Promise<(name: string) => unknown> {
  const searchPath = [root, join(root, 'site-packages')];
  const reader = createPythonReader({ searchPath, env: {}, cwd: root, limits: { steps: 1_000_000 } });
  const { value } = view(root, await reader.importModule('settings'));
  return (name) => simple(value(name));
}

function isUnknown(value: unknown): value is { readonly reason: string } {
  return (value as { kind?: string } | null)?.kind === 'unknown';
}

/** What is Unknown in `value` gives way to what is wanted. */
function orUnknown(value: unknown, want: unknown): unknown {
  if (isUnknown(value)) return want;
  return Array.isArray(value) && Array.isArray(want)
    ? value.map((item, index) => orUnknown(item, want[index]))
    : value;
}

const START = 'B = 1\nL = [1]\nclass K:\n    a = 1\ndef f(): return B\ndef add(x): L.append(x)\n';

/** Changes that a package's module `n` makes to its neighbour `m`, and what the settings ask for. */
const CHANGES: Readonly<Record<string, readonly [string, string]>> = {
  attribute: ['import m\nm.B = 5\n', 'm.B'],
  setattr: ["import m\nsetattr(m, 'B', 5)\n", 'm.B'],
  __dict__: ["import m\nm.__dict__['B'] = 5\n", 'm.B'],
  'augmented assignment': ['import m\nm.B += 1\n', 'm.B'],
  del: ['import m\ndel m.B\n', 'getattr(m, "B", "none")'],
  list: ['from m import L\nL.append(2)\n', 'm.L'],
  'sys.modules': ["import m, sys\nsys.modules['m'].B = 5\n", 'm.B'],
  function: ['import m\nm.f = lambda: 9\n', 'm.f()'],
  'global read by a function': ['import m\nm.B = 5\n', 'm.f()'],
  class: ['from m import K\nK.a = 5\n', 'm.K.a'],
  'function called at import': ['import m\ndef patch():\n    m.B = 5\npatch()\n', 'm.B'],
  'function of the other module': ['from m import add\nadd(2)\n', 'm.L'],
  'another name for the module': ['import m\nfor each in (m,):\n    each.B = 5\n', 'm.B'],
};

const CLASSES = `class Meta(type):
    a = 'meta'
class K(metaclass=Meta):
    a = 1
    items = [1]
    @classmethod
    def put(cls, x): cls.a = x
class Sub(K): pass
k = Sub()
TABLE = {'k': K}
def f(): return getattr(Sub, 'a', None)
C = [getattr(K, 'a', None), f(), k.a, list(K.items), getattr(f, 'x', None)]
class Late(Sub):
    b = Sub.a
`;

/** Changes that the settings make to a class or function of the package `m`. `true` if what `m` makes of it is known then. */
const OWN_CHANGES: Readonly<Record<string, boolean>> = {
  'm.K.a = 5': true,
  "setattr(m.K, 'a', 5)": true,
  'm.K.a += 4': true,
  'del m.K.a': true,
  "delattr(m.K, 'a')": true,
  'm.K.put(5)': true,
  'm.Sub.a = 5': true,
  'm.Meta.a = 5': true,
  "m.TABLE['k'].a = 5": true,
  'type(m.k).a = 5': true,
  'm.k.__class__.__base__.a = 5': true,
  'class Own(m.Sub): pass\nOwn.__mro__[2].a = 5': true,
  'for each in (m.K, m.Sub):\n    each.a = 5': true,
  'm.f.x = 5': true,
  'm.K.items.append(5)': false,
  'm.K.items += [5]': false,
};

/** Modules whose names may be replaced while they change others by them. */
const ROUNDABOUT: Readonly<Record<string, Readonly<Record<string, string>> & { readonly settings: string }>> =
  {
    'a module that a function gave which may be replaced': {
      settings: 'import m, o\nS = o.K.a\n',
      'm.py': "import n\nfrom importlib import import_module\nother = import_module('o')\nother.K.a = 5\n",
      'n.py': 'import m\nm.__dict__.update(B=9)\n',
      'o.py': 'class K:\n    a = 3\n',
    },
    'a submodule whose name in the package may be replaced': {
      settings: 'import p.m\nfrom p.o import L as S\n',
      'p/__init__.py': 'from . import m\n',
      'p/m.py': 'B = 1\nfrom p import n\nC = n.C\nfrom p import o\no.L.append(12)\n',
      'p/n.py': "import p.o as other\nexec('other.B = 37')\nC = 2\n",
      'p/o.py': 'L = [3]\n',
    },
    'a module that is imported by a call before another one changes the same': {
      settings: 'import m, n\nS = n.J.a\n',
      'm.py': "from importlib import import_module\nimport_module('o')\nfrom n import J\nJ.a = 70\n",
      'n.py': 'class J:\n    a = 2\n',
      'o.py': 'import n as other\nother.J.a = 53\n',
    },
    'names of a module that has come half way': {
      settings: 'import n\nS = n.B\n',
      'm.py': "import sys\nsys.modules['n'].M.a = 54\nB = 1\n",
      'n.py': 'B = 2\nclass M: pass\nimport m as other\nfrom m import *\n',
    },
  };

describe.skipIf(!hasPython)('beside CPython (skipped where there is no python3)', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'outside-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('a module that another one changes is known; in a circle it may be Unknown, with the place', async () => {
    const cases = Object.entries(CHANGES).flatMap(([topic, [change, asked]]) =>
      ['after', 'before', 'circle'].map((order) => {
        const asking = `import m\nS = ${asked}\n`;
        const settings = { after: `import n\n${asking}`, before: `${asking}import n\nS2 = ${asked}\n` };
        const circle = order === 'circle';
        const files = {
          'settings.py': circle ? asking : (settings[order as 'after'] ?? ''),
          'site-packages/m.py': circle ? `${START}import n\n` : START,
          'site-packages/n.py': change,
        };
        return { topic: `${topic}, ${order}`, circle, root: write(join(folder, `${topic} ${order}`), files) };
      }),
    );
    const wanted = byPython(cases.map(({ root }) => root));
    for (const [index, { topic, circle, root }] of cases.entries()) {
      const value = await read(root);
      for (const [name, want] of Object.entries(wanted[index] ?? {})) {
        const got = value(name);
        if (circle && isUnknown(got)) expect(got.reason, topic).toMatch(/n\.py:\d+ may change m\./);
        else expect({ topic, [name]: got }).toEqual({ topic, [name]: want });
      }
    }
  });

  test('what a module makes of a class comes before what the settings change of it', async () => {
    const cases = Object.keys(OWN_CHANGES).map((change, index) => {
      const files = {
        'site-packages/m.py': CLASSES,
        'site-packages/before.py':
          'import m\nC = [getattr(m.K, "a", 0), getattr(m.f, "x", 0), list(m.K.items)]\n',
        'site-packages/after.py':
          'import m\nC = [getattr(m.Sub, "a", 0), getattr(m.f, "x", 0), list(m.K.items)]\n',
        'settings.py': `import m, before\n${change}\nimport after\nS, S2, S3 = m.C, before.C, after.C\nS4 = [m.Late.b, getattr(m.k, 'a', 0)]\n`,
      };
      return { change, root: write(join(folder, `own ${index}`), files) };
    });
    const wanted = byPython(cases.map(({ root }) => root));
    for (const [index, { change, root }] of cases.entries()) {
      const value = await read(root);
      const want = wanted[index] ?? {};
      expect(Object.keys(want), change).toEqual(['S', 'S2', 'S3', 'S4']);
      for (const name of ['S', 'S2', 'S3', 'S4'])
        expect({ change, [name]: orUnknown(value(name), want[name]) }).toEqual({
          change,
          [name]: want[name],
        });
      for (const name of OWN_CHANGES[change] === true ? ['S', 'S3', 'S4'] : ['S3', 'S4'])
        expect({ change, [name]: value(name) }).toEqual({ change, [name]: want[name] });
    }
  });

  test('what is done to a value that is Unknown is done to what it may be', async () => {
    const cases = Object.entries(ROUNDABOUT).map(([topic, { settings, ...modules }]) => {
      const packages = Object.entries(modules).map(([path, text]) => [`site-packages/${path}`, text]);
      const files = { 'settings.py': settings, ...Object.fromEntries(packages) };
      return { topic, root: write(join(folder, topic), files) };
    });
    for (const [index, want] of byPython(cases.map(({ root }) => root)).entries()) {
      const { topic, root } = cases[index] as (typeof cases)[number];
      const value = await read(root);
      expect(Object.keys(want ?? {}), topic).toEqual(['S']);
      expect({ topic, S: orUnknown(value('S'), want?.S) }).toEqual({ topic, S: want?.S });
    }
  });

  test('a value whose doubt leads back to itself is not looked into for ever', async () => {
    const taken = 'import L, K, J, f, j';
    const root = write(join(folder, 'for ever'), {
      'settings.py': `import p.o as other
def put(x):
    x.B = 27
put(other)
import p.m
other.j.__class__.a = 55
S = other.f()
`,
      'site-packages/p/__init__.py': '',
      'site-packages/p/m.py': '',
      'site-packages/p/n.py': `class M(type):
    a = 'meta'
class K(metaclass=M):
    a = 2
class J(K): pass
j = J()
from p.o ${taken}
`,
      'site-packages/p/o.py': `B = 3
def f(): return B
C = f.x if hasattr(f, "x") else "none"
from .n ${taken}
`,
    });
    // Python raises: `p.o` has no `L` by then.
    expect(byPython([root])).toEqual([null]);
    expect((await read(root))('S')).toMatchObject({ kind: 'unknown' });
  });

  test('random modules that change each other', async () => {
    const shapes = fc.sample(shape, { numRuns: Number(SHAPES), seed });
    const roots = shapes.map(({ files }, index) => write(join(folder, String(index)), files));
    const different: object[] = [];
    let [asked, unknown] = [0, 0];
    for (const [index, want] of byPython(roots).entries()) {
      if (want === null) continue;
      const value = await read(roots[index] ?? '');
      for (const name of shapes[index]?.names ?? []) {
        const got = value(name);
        asked += 1;
        if (JSON.stringify(got)?.includes('"unknown"') === true) unknown += 1;
        const shown = JSON.stringify(orUnknown(got, want[name]));
        if (shown !== JSON.stringify(want[name]))
          different.push({ seed, name, got, want: want[name], files: shapes[index]?.files });
      }
    }
    expect(different).toEqual([]);
    // A reader that knows nothing would never be wrong.
    expect(unknown).toBeLessThan(asked * 0.2);
  });
});
