import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ModuleFinder } from '../../../src/python/host/module-finder.ts';
import { makeProject } from '../project.ts';

/** Where names lie, as `kind path`, without the folder the tree lies in; `null` if they are not found. */
function finder(root: string, ...path: readonly string[]): (dotted: string) => string | null {
  const modules = new ModuleFinder(() => path.map((entry) => join(root, entry)));
  return (dotted) => {
    const found = modules.find(dotted);
    if (found === null) return null;
    const places = found.file === null ? found.folders : [found.file];
    return `${found.kind} ${places.map((place) => place.slice(root.length + 1)).join(' ')}`;
  };
}

const SITE = '.venv/lib/python3.11/site-packages';

describe('the files of a folder', () => {
  test('a package, then extension modules, then source, then bytecode, then namespaces', () => {
    const root = makeProject({
      'a/all/__init__.py': '',
      'a/all.py': '',
      'a/both.py': '',
      'a/both.cpython-311-x86_64-linux-gnu.so': '',
      'a/abi.abi3.so': '',
      'a/plain.so': '',
      'a/win.pyd': '',
      'a/bare.pyc': '',
      'a/package/__init__.cpython-311-darwin.so': '',
      'a/package/__init__.py': '',
      'a/sourceless/__init__.pyc': '',
      'a/space/x.py': '',
      'b/space/y.py': '',
      'c/space.py': '',
    });
    const find = finder(root, 'a', 'b');
    expect(find('all')).toBe('source a/all/__init__.py');
    expect(find('both')).toBe('compiled a/both.cpython-311-x86_64-linux-gnu.so');
    expect(find('abi')).toBe('compiled a/abi.abi3.so');
    expect(find('plain')).toBe('compiled a/plain.so');
    expect(find('win')).toBe('compiled a/win.pyd');
    expect(find('bare')).toBe('compiled a/bare.pyc');
    expect(find('package')).toBe('compiled a/package/__init__.cpython-311-darwin.so');
    expect(find('sourceless')).toBe('compiled a/sourceless/__init__.pyc');
    expect(find('space')).toBe('namespace a/space b/space');
    expect(find('space.y')).toBe('source b/space/y.py');
    expect(finder(root, 'a', 'b', 'c')('space')).toBe('source c/space.py');
  });

  test('an extension module of another version is none', () => {
    const root = makeProject({
      [`${SITE}/old.cpython-310-x86_64-linux-gnu.so`]: '',
      [`${SITE}/old.py`]: '',
      [`${SITE}/pypy.pypy310-pp73-x86_64-linux-gnu.so`]: '',
      [`${SITE}/right.cpython-311-x86_64-linux-gnu.so`]: '',
    });
    const find = finder(root, SITE);
    expect(find('old')).toBe(`source ${SITE}/old.py`);
    expect(find('pypy')).toBeNull();
    expect(find('right')).toContain('compiled');
  });

  test('letter case counts, links are followed, and nothing leads out of a folder', () => {
    const root = makeProject({ 'a/Shop/__init__.py': '', 'real/linked/__init__.py': '', 'b.py': '' });
    symlinkSync(join(root, 'real/linked'), join(root, 'a/linked'));
    symlinkSync(join(root, 'gone'), join(root, 'a/broken.py'));
    const find = finder(root, 'a');
    expect(find('Shop')).toBe('source a/Shop/__init__.py');
    expect(find('shop')).toBeNull();
    expect(find('linked')).toBe('source a/linked/__init__.py');
    expect(find('broken')).toBeNull();
    expect(find('../b')).toBeNull();
    expect(find('')).toBeNull();
  });
});

describe('what can be missing for certain', () => {
  const SHOP = { 'shop/__init__.py': '', 'space/x.py': '' };

  test('nothing that might be installed, if no packages are known', () => {
    const root = makeProject(SHOP);
    const modules = new ModuleFinder(() => [root]);
    expect(modules.doubt('debug_toolbar')).toBe('no folder of installed packages is known');
    expect(modules.doubt('space.y')).toBeNull();
    expect(modules.doubt('shop.local')).toBeNull();
  });

  test('all that is not found, if packages are known', () => {
    const root = makeProject({ ...SHOP, [`${SITE}/x.py`]: '', 'target/django-5.dist-info/METADATA': '' });
    expect(new ModuleFinder(() => [root, join(root, SITE)]).doubt('debug_toolbar')).toBeNull();
    expect(new ModuleFinder(() => [root, join(root, 'target')]).doubt('debug_toolbar')).toBeNull();
  });

  test('not what may lie in a zip file, or what code of a .pth file may add', () => {
    const root = makeProject({ [`${SITE}/x.py`]: '', 'lib.zip': 'PK', [`${SITE}/odd.pth`]: 'import odd' });
    const path = (entry: string): ModuleFinder =>
      new ModuleFinder(() => [root, join(root, SITE), join(root, entry)]);
    expect(path('lib.zip').doubt('z')).toBe(`${root}/lib.zip is a file, which is not looked into`);
    expect(path(`${SITE}/odd.pth`).doubt('z')).toBe(
      `${root}/${SITE}/odd.pth holds code that is not followed`,
    );
  });
});
