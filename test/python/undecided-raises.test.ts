import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPythonReader } from '../../src/python/index.ts';
import { NAMES, project } from './generate/raises.ts';
import { evaluate, makeProject, simple, view, withinBounds } from './project.ts';

// Whether an exception is raised is not known, and somebody waits for it: what comes out known is what python3 comes to,
// whichever way it goes. A way that ends the program is left out: there would be no settings.

const E = 'class E(Exception): pass\n';

const FLAGS = `from absent import u, v\n${E}`;
const inProject = (settings: string, module: string = '') =>
  evaluate({
    'settings.py': `from flags import u, v, E\nL = []\n${settings}`,
    'a.py': module,
    'flags.py': FLAGS,
  });

describe('where somebody waits for what may be raised, both ways count', () => {
  test.each([
    ['a handler', 'try:\n    if u: raise E\n    S = 1\nexcept E:\n    S = 2', ''],
    ['a name bound before', 'S = 0\ntry:\n    S = 1\n    if u: raise E\n    S = 2\nexcept E:\n    pass', ''],
    [
      'a way that comes back to what it was',
      'S = 0\ntry:\n    S = 1\n    assert u\n    S = 0\nexcept AssertionError:\n    pass',
      '',
    ],
    [
      'a call',
      'def f():\n    if u: raise ImportError\n    return 1\nS = 0\ntry: S = f()\nexcept ImportError: pass',
      '',
    ],
    ['suppress', 'from contextlib import suppress\nwith suppress(E):\n    if u: raise E\n    S = 1', ''],
    [
      'finally',
      'S = 0\ntry:\n    try:\n        if u: raise E\n    finally:\n        S = 1 if L else 2\n    L.append(1)\n    S = 3\nexcept E: pass',
      '',
    ],
    [
      'an import',
      'S = 0\ntry: from a import *\nexcept ImportError: pass',
      'from flags import *\nS = 1\nif u: raise ImportError\n',
    ],
    [
      'the next import',
      'try: import a\nexcept E: pass\nS = 0\ntry:\n    import a\n    S = 1\nexcept E: pass',
      'from flags import *\nif u: raise E\n',
    ],
    [
      'what follows a return',
      'def f():\n    global S\n    try:\n        if u: raise E\n        return 1\n    except E: pass\n    S = 2\nS = 0\nf()',
      '',
    ],
    [
      'what follows a loop',
      'def f():\n    global S\n    for x in u:\n        if x: return 1\n    S = 2\nS = 0\nf()',
      '',
    ],
  ])('%s', async (_, settings, module) => {
    const { reason } = await inProject(settings, module);
    expect(reason('S')).toMatch(/unknown|absent/);
  });

  test.each([
    ['what both ways come to', 'try:\n    if u: raise E\n    S = 1\nexcept E:\n    S = 1'],
    ['what nobody waits for', 'S = 1\ntry:\n    if u: raise E\nexcept KeyError:\n    S = 2'],
    ['what is done before and behind', 'S = 0\ntry:\n    if u: raise E\nexcept E: pass\nS = 1'],
  ])('known stays %s', async (_, settings) => {
    const { value } = await inProject(settings);
    expect(value('S')).toBe(1);
  });
});

const HARNESS = `
E = ${JSON.stringify(E)}
import importlib.abc, importlib.util, itertools, json, sys
class Finder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    files = {}
    def find_spec(self, name, path, target=None):
        return importlib.util.spec_from_loader(name, self) if name + '.py' in self.files else None
    def get_source(self, name):
        return self.files[name + '.py']
sys.meta_path.insert(0, Finder())
def run(files):
    Finder.files = files
    for name in files:
        sys.modules.pop(name[:-3], None)
    try:
        module = importlib.import_module('settings')
    except Exception:
        return None
    return {name: getattr(module, name) for name in ${JSON.stringify(NAMES)} if hasattr(module, name)}
for files in json.load(sys.stdin):
    ways = [{**files, 'flags.py': f'u, v = {u}, {v}\\n' + E} for u, v in itertools.product([True, False], repeat=2)]
    print(json.dumps([run(way) for way in ways]))
`;

// The same programs each time; SEED=random, or a number, tries others, and PROGRAMS says how many.
const { SEED = '7', PROGRAMS = '200' } = process.env;
const seed: number = SEED === 'random' ? Math.trunc(Math.random() * 2 ** 31) : Number(SEED);
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)('beside CPython (skipped where there is no python3)', () => {
  test('what is known is the same whether it raises or not', async () => {
    const projects = fc.sample(project, { seed, numRuns: Number(PROGRAMS) });
    const { stdout, stderr } = spawnSync('python3', ['-c', HARNESS], {
      input: JSON.stringify(projects),
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    expect(stderr).toBe('');
    const rows = stdout.trim().split('\n');
    const different: object[] = [];
    let known = 0;
    for (const [index, files] of projects.entries()) {
      const ways = (JSON.parse(rows[index] ?? '[]') as (Record<string, unknown> | null)[]).filter(
        (way) => way !== null,
      );
      if (ways.length === 0) continue;
      const root = makeProject({ ...files, 'flags.py': FLAGS });
      const reader = createPythonReader({
        searchPath: [root],
        env: {},
        cwd: root,
        limits: { steps: 100_000 },
      });
      const module = await withinBounds(reader.importModule('settings'));
      if (module === null) continue;
      const { value } = view(root, module);
      for (const name of NAMES) {
        const ours = JSON.stringify(simple(value(name)));
        if (ours?.includes('"unknown"')) continue;
        known++;
        const wanted = ways.map((way) => JSON.stringify(way[name]));
        if (wanted.some((want) => want !== ours)) different.push({ name, ours, wanted, files });
      }
    }
    expect(different.slice(0, 1)).toEqual([]);
    expect(known).toBeGreaterThan(projects.length / 2);
  });
});
