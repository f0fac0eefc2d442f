import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ModuleFinder } from '../../../src/python/host/module-finder.ts';
import { pythonSearchPath } from '../../../src/python/host/search-path.ts';
import { uv } from '../../installs/pip.ts';
import { makeEnvironment } from '../environment.ts';

// Editable installs by every build backend there is, beside the Python they are installed into.

const { interpreter } = inject('environments');
const SETUPTOOLS = ['setuptools.build_meta', 'setuptools>=64'] as const;

interface Package {
  readonly backend: readonly [string, string];
  readonly body?: string;
  /** Below the project's folder; those without text are empty. */
  readonly files: readonly (string | readonly [string, string])[];
  /** Modules to ask for, whether they are there or not. */
  readonly modules: readonly string[];
  readonly options?: readonly string[];
}

const PACKAGES: Readonly<Record<string, Package>> = {
  flatapp: {
    backend: SETUPTOOLS,
    body: '[tool.setuptools]\npackages = ["flatapp", "flatapp.sub"]\npy-modules = ["lone"]',
    files: ['flatapp/__init__.py', 'flatapp/sub/__init__.py', 'lone.py'],
    modules: ['flatapp', 'flatapp.sub', 'flatapp.gone', 'lone'],
  },
  srcapp: {
    backend: SETUPTOOLS,
    body: '[tool.setuptools.packages.find]\nwhere = ["src"]',
    files: ['src/srcapp/__init__.py', 'src/srcapp/apps.py'],
    modules: ['srcapp', 'srcapp.apps'],
  },
  'ns-inner': {
    backend: SETUPTOOLS,
    body: '[tool.setuptools]\npackages = ["nsroot.inner"]',
    files: ['nsroot/inner/__init__.py', 'nsroot/inner/m.py'],
    modules: ['nsroot', 'nsroot.inner', 'nsroot.inner.m', 'nsroot.gone'],
  },
  'ns-outer': {
    backend: SETUPTOOLS,
    body: [
      '[tool.setuptools]',
      'packages = ["nsroot.outer", "nsroot.deep.leaf"]',
      '[tool.setuptools.package-dir]',
      '"nsroot.outer" = "lib/out"',
      '"nsroot.deep.leaf" = "lib/leaf"',
    ].join('\n'),
    files: ['lib/out/__init__.py', 'lib/leaf/__init__.py'],
    modules: ['nsroot.outer', 'nsroot.deep', 'nsroot.deep.leaf'],
  },
  mapped: {
    backend: SETUPTOOLS,
    body: '[tool.setuptools]\npackages = ["mapped"]\npackage-dir = {mapped = "it\'s \\u00e9"}',
    files: ["it's é/__init__.py", "it's é/x.py"],
    modules: ['mapped', 'mapped.x', 'mapped.gone'],
  },
  strictapp: {
    backend: SETUPTOOLS,
    body: '[tool.setuptools]\npackages = ["strictapp"]',
    files: ['strictapp/__init__.py', 'strictapp/x.py'],
    modules: ['strictapp', 'strictapp.x'],
    options: ['--config-setting', 'editable_mode=strict'],
  },
  compatapp: {
    backend: SETUPTOOLS,
    body: '[tool.setuptools]\npackages = ["compatapp"]',
    files: ['compatapp/__init__.py'],
    modules: ['compatapp'],
    options: ['--config-setting', 'editable_mode=compat'],
  },
  hatchapp: {
    backend: ['hatchling.build', 'hatchling'],
    body: '[tool.hatch.build.targets.wheel]\npackages = ["src/hatchapp"]',
    files: ['src/hatchapp/__init__.py'],
    modules: ['hatchapp'],
  },
  hatchexact: {
    backend: ['hatchling.build', 'hatchling'],
    body: '[tool.hatch.build]\ndev-mode-exact = true\n[tool.hatch.build.targets.wheel]\npackages = ["src/hatchexact"]',
    files: ['src/hatchexact/__init__.py', 'src/hatchexact/sub/__init__.py'],
    modules: ['hatchexact', 'hatchexact.sub'],
  },
  poetryapp: {
    backend: ['poetry.core.masonry.api', 'poetry-core'],
    body: '[tool.poetry]\npackages = [{include = "poetryapp", from = "lib"}]',
    files: ['lib/poetryapp/__init__.py'],
    modules: ['poetryapp'],
  },
  pdmapp: {
    backend: ['pdm.backend', 'pdm-backend'],
    body: '[tool.pdm.build]\npackage-dir = "src"',
    files: ['src/pdmapp/__init__.py'],
    modules: ['pdmapp'],
  },
  pdmeditables: {
    backend: ['pdm.backend', 'pdm-backend'],
    body: '[tool.pdm.build]\npackage-dir = "src"\neditable-backend = "editables"',
    files: ['src/pdmeditables/__init__.py', 'src/pdmeditables/sub/__init__.py'],
    modules: ['pdmeditables', 'pdmeditables.sub'],
  },
  flitapp: {
    backend: ['flit_core.buildapi', 'flit_core'],
    files: ['flitapp/__init__.py'],
    modules: ['flitapp'],
  },
  uvapp: {
    backend: ['uv_build', 'uv_build'],
    files: ['src/uvapp/__init__.py'],
    modules: ['uvapp'],
  },
  mesonapp: {
    backend: ['mesonpy', 'meson-python'],
    files: [
      [
        'meson.build',
        [
          "project('mesonapp')",
          "py = import('python').find_installation()",
          "py.install_sources(['mesonapp/__init__.py', 'mesonapp/m.py'], subdir: 'mesonapp')",
          "py.install_sources(['mesonapp/sub/__init__.py'], subdir: 'mesonapp/sub')",
          "install_subdir('mesontree', install_dir: py.get_install_dir())",
        ].join('\n'),
      ],
      'mesonapp/__init__.py',
      'mesonapp/m.py',
      'mesonapp/sub/__init__.py',
      'mesontree/__init__.py',
      'mesontree/n.py',
    ],
    modules: ['mesonapp', 'mesonapp.m', 'mesonapp.sub', 'mesonapp.gone', 'mesontree', 'mesontree.n'],
  },
  skbapp: {
    backend: ['scikit_build_core.build', 'scikit-build-core'],
    body: '[tool.scikit-build]\nwheel.packages = ["src/skbapp"]',
    files: [
      [
        'CMakeLists.txt',
        [
          'cmake_minimum_required(VERSION 3.15)',
          'project(skbapp LANGUAGES NONE)',
          `file(WRITE \${CMAKE_CURRENT_BINARY_DIR}/made.py "")`,
          `install(FILES \${CMAKE_CURRENT_BINARY_DIR}/made.py DESTINATION skbapp)`,
        ].join('\n'),
      ],
      'src/skbapp/__init__.py',
      'src/skbapp/sub/__init__.py',
      'src/skbapp/m.py',
    ],
    modules: ['skbapp', 'skbapp.m', 'skbapp.sub', 'skbapp.made', 'skbapp.gone'],
  },
};

/** Prints where Python finds each module: its file and its `__path__`. */
const WHERE = `
import importlib.util, json, sys
def where(name):
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        return None
    if spec is None:
        return None
    return [spec.origin, [part for part in spec.submodule_search_locations or [] if not part.endswith("__path_hook__")]]
print(json.dumps({name: where(name) for name in sys.argv[1:]}))
`;

let projects: string;
let environment: { readonly folder: string; readonly python: string };

beforeAll(() => {
  const backends = new Set(Object.values(PACKAGES).map(({ backend }) => backend[1]));
  environment = makeEnvironment('editable', interpreter, [
    ...backends,
    'wheel',
    'ninja',
    'editables',
    'cmake',
  ]);
  projects = mkdtempSync(join(tmpdir(), 'editable-'));
  const alike = new Map<string, string[]>();
  for (const [name, { backend, body = '', files, options = [] }] of Object.entries(PACKAGES)) {
    const project = join(projects, name);
    const head = [
      `[build-system]\nrequires = ["${backend[1]}"]\nbuild-backend = "${backend[0]}"`,
      `[project]\nname = "${name}"\nversion = "1"\ndescription = "An app"`,
    ];
    for (const [path, text] of [
      ['pyproject.toml', [...head, body].join('\n')],
      ...files.map((file) => (typeof file === 'string' ? [file, ''] : file)),
    ] as [string, string][]) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    const key = options.join(' ');
    alike.set(key, [...(alike.get(key) ?? []), project]);
  }
  // Together, they are built side by side. Options hold for all of one installation.
  for (const [options, folders] of alike) installEditable(folders, options === '' ? [] : options.split(' '));
});
afterAll(() => {
  uv('pip', 'uninstall', '--python', environment.python, ...Object.keys(PACKAGES));
  rmSync(projects, { recursive: true, force: true });
});

function installEditable(folders: readonly string[], options: readonly string[]): void {
  const wanted = folders.flatMap((folder) => ['--editable', folder]);
  const install = ['pip', 'install', '--python', environment.python, '--no-build-isolation', '--no-deps'];
  uv(...install, ...options, ...wanted);
}

test.each(Object.entries(PACKAGES))('%s is found where Python finds it', (_, { modules }) => {
  const options = { encoding: 'utf8', cwd: '/' } as const;
  const told = execFileSync(environment.python, ['-c', WHERE, ...modules], options);
  const path = pythonSearchPath({ project: ['/'], pythonPath: [], venv: environment.folder, env: {} });
  const finder = new ModuleFinder(() => path);
  const found = modules.map((name) => {
    const module = finder.find(name);
    return [name, module === null ? null : [module.file, module.folders]];
  });
  expect(Object.fromEntries(found)).toEqual(JSON.parse(told));
});
