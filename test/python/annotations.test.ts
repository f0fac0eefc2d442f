import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPythonReader } from '../../src/python/index.ts';
import { type Evaluated, makeProject, view } from './project.ts';

const SETTINGS = `
L = []
def f(a: L.append(1), b: int = L.append(0)) -> L.append(2): pass
x: L.append(3) = 1
N = len(L)
try:
    def g(a: nowhere): pass
    T = 'here'
except NameError:
    T = 'missing'
try:
    def h(a: int, b: dict[str, list[int]] = {}) -> str: pass
    K = 'known'
except (NameError, ImportError):
    K = 'unknown'
`;

async function under(version: string): Promise<Evaluated> {
  const site = `env/lib/${version}/site-packages`;
  const root = makeProject({ 'settings.py': SETTINGS, [`${site}/README`]: '' });
  const searchPath = version === '' ? [root] : [root, join(root, site)];
  const reader = createPythonReader({ searchPath, env: {}, cwd: root });
  return view(root, await reader.importModule('settings'));
}

describe('annotations', () => {
  test('do what they call, up to Python 3.13', async () => {
    const { value } = await under('python3.13');
    expect([value('N'), value('T'), value('K')]).toEqual([4, 'missing', 'known']);
  });

  test('wait, since Python 3.14', async () => {
    const { value } = await under('python3.14');
    expect([value('N'), value('T'), value('K')]).toEqual([1, 'here', 'known']);
  });

  test('leave unknown what they may change where no version is known', async () => {
    const { value, reason } = await under('');
    expect(reason('N')).toMatch('whether annotations are evaluated depends on the version of Python');
    expect(reason('T')).toBeDefined();
    expect(value('K')).toBe('known');
  });
});
