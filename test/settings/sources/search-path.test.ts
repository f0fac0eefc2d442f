import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load, problemsOf } from '../ask.ts';
import { LITERAL, project } from '../project.ts';
import { tree } from '../tree.ts';

const CONFIG = { 'collectstatic.config.json': '{"STATIC_ROOT": "out"}' };
const SITE = 'lib/python3.11/site-packages';

/** The search path without the folder it lies in. */
async function searchPath(root: string, more = {}): Promise<readonly string[]> {
  const { searchPath } = await load(root, more);
  return searchPath.map((folder) => folder.replace(root, ''));
}

test('--pythonpath, the project, PYTHONPATH, site-packages: in the order of sys.path', async () => {
  const root = tree({ ...CONFIG, [`.venv/${SITE}/`]: '', [`venv/${SITE}/`]: '' });
  const more = { pythonPath: ['lib', '/abs'], env: { PYTHONPATH: 'more:/x' } };
  expect(await searchPath(root, more)).toEqual(['/lib', '/abs', '', '/more', '/x', `/.venv/${SITE}`]);
});

test('VIRTUAL_ENV comes before what lies beside the project, --venv before both', async () => {
  const root = tree({
    ...CONFIG,
    [`.venv/${SITE}/`]: '',
    [`active/${SITE}/`]: '',
    'win/Lib/site-packages/': '',
  });
  expect(await searchPath(root, { env: { VIRTUAL_ENV: join(root, 'active') } })).toEqual([
    '',
    `/active/${SITE}`,
  ]);
  expect(await searchPath(root, { env: { VIRTUAL_ENV: join(root, 'gone') } })).toEqual([
    '',
    `/.venv/${SITE}`,
  ]);
  expect(await searchPath(root, { venv: 'win' })).toEqual(['', '/win/Lib/site-packages']);
  expect(await problemsOf(root, { venv: 'gone' })).toMatchObject([{ code: 'venv-not-found' }]);
});

test('a virtual environment beside the folder of the project is found too', async () => {
  const root = tree({ 'src/collectstatic.config.json': '{"STATIC_ROOT": "out"}', [`env/${SITE}/`]: '' });
  const { searchPath } = await load(join(root, 'src'));
  expect(searchPath).toEqual([join(root, 'src'), join(root, 'env', SITE)]);
});

test('lib64 that is only a link to lib counts once; the newest Python comes first', async () => {
  const root = tree({ ...CONFIG, [`.venv/${SITE}/`]: '', '.venv/lib/python3.9/site-packages/': '' });
  symlinkSync('lib', join(root, '.venv/lib64'));
  expect(await searchPath(root)).toEqual(['', `/.venv/${SITE}`, '/.venv/lib/python3.9/site-packages']);
});

test.each([
  ['venv, virtualenv and uv', ['lib/python3.12/site-packages', 'lib64/python3.12/site-packages']],
  ['a free-threaded build', ['lib/python3.13t/site-packages']],
  ['PyPy', ['lib/pypy3.10/site-packages']],
  ['an old PyPy', ['site-packages']],
  ['Windows', ['Lib/site-packages']],
  [
    'Debian, packages of pip before those of apt',
    ['lib/python3.11/dist-packages', 'lib/python3/dist-packages'],
  ],
])('an environment of %s', async (_, sites) => {
  const root = tree({ ...CONFIG, ...Object.fromEntries(sites.map((site) => [`env/${site}/`, ''])) });
  expect(await searchPath(root, { venv: 'env' })).toEqual(['', ...sites.map((site) => `/env/${site}`)]);
});

test('an environment that shares the packages of its Python has them too, behind its own', async () => {
  const root = tree({
    ...CONFIG,
    '.venv/pyvenv.cfg': 'home = ../base/bin\ninclude-system-site-packages = true\nversion = 3.11.7\n',
    [`.venv/${SITE}/`]: '',
    [`base/${SITE}/`]: '',
  });
  expect(await searchPath(root)).toEqual(['', `/.venv/${SITE}`, `/base/${SITE}`]);
});

test('the active environment of conda is taken where none lies beside the project', async () => {
  const root = tree({ ...CONFIG, [`conda/${SITE}/`]: '' });
  const env = { CONDA_PREFIX: join(root, 'conda') };
  expect(await searchPath(root, { env })).toEqual(['', `/conda/${SITE}`]);
});

test('.pth files add the folders they name', async () => {
  const root = tree({
    ...CONFIG,
    [`.venv/${SITE}/b.pth`]: `# a comment\nimport sys; sys.path.append("/evil")\n../../../../editable  \ngone\n\n`,
    [`.venv/${SITE}/a.pth`]: '\uFEFFnested\r\n',
    [`.venv/${SITE}/.hidden.pth`]: 'hidden\n',
    [`.venv/${SITE}/nested/`]: '',
    [`.venv/${SITE}/hidden/`]: '',
    'editable/': '',
  });
  // A line of code is not run: its file stands for whatever it may add.
  const code = `/.venv/${SITE}/b.pth`;
  expect(await searchPath(root)).toEqual(['', `/.venv/${SITE}`, `/.venv/${SITE}/nested`, code, '/editable']);
});

test('BASE_DIR of a config file is where its apps are looked for', async () => {
  const root = tree({ 'conf/c.json': '{"STATIC_ROOT": "out", "BASE_DIR": "../backend"}', 'backend/': '' });
  expect(await searchPath(root, { settings: 'conf/c.json' })).toEqual(['/backend', '']);
});

test('the Django version is that of the package, unless it is said', async () => {
  const venv = `.venv/${SITE}`;
  const plain = tree({ ...CONFIG, [`${venv}/django/__init__.py`]: 'VERSION = (5, 2, 17, "final", 0)\n' });
  expect((await load(plain)).djangoVersion).toBe('5.2');
  expect((await load(plain, { djangoVersion: '4.2.1' })).djangoVersion).toBe('4.2');
  const info = tree({
    ...CONFIG,
    [`${venv}/django/__init__.py`]: 'from .v import VERSION\n',
    [`${venv}/Django-6.0.dist-info/METADATA`]: 'Name: Django\n',
  });
  expect((await load(info)).djangoVersion).toBe('6.0');
  expect(await problemsOf(plain, { djangoVersion: 'newest' })).toMatchObject([{ code: 'setting-invalid' }]);
});

test('folders that settings add to sys.path are looked in, relative ones too', async () => {
  const root = project(`${LITERAL}import sys\nsys.path.insert(0, "apps")\nsys.path.append("/opt/shared")\n`);
  expect((await load(root)).searchPath).toEqual([join(root, 'apps'), root, '/opt/shared']);
});

test('what lies elsewhere in the repository of the project can be read, what lies outside of it not', async () => {
  const settings = `${LITERAL}STATIC_ROOT = "/srv/" + open("../VERSION").read().strip()\n`;
  const files = { VERSION: '1.2\n', 'web/mysite/__init__.py': '', 'web/mysite/settings.py': settings };
  const request = { settings: 'mysite.settings' };
  const repository = tree({ ...files, '.git/': '' });
  expect((await load(join(repository, 'web'), request)).staticRoot).toBe('/srv/1.2');
  const folder = tree(files);
  const [problem] = await problemsOf(join(folder, 'web'), request);
  expect(problem?.code).toBe('setting-unresolved');
  expect(
    (await problemsOf(join(repository, 'web'), { ...request, env: { HOME: repository } }))[0]?.code,
  ).toBe('setting-unresolved');
});
