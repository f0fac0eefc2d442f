import { spawn, spawnSync } from 'node:child_process';
import { closeSync, cpSync, existsSync, openSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeProject, ORCHARD } from './project.ts';

const BIN = fileURLToPath(new URL('../../bin', import.meta.url));

// The one test of what `npm ci` has built and a person starts: both binaries, their streams and their exit codes.
test('the built binaries collect, find and fail', () => {
  const cwd = makeProject(ORCHARD);
  const run = (name: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, [join(BIN, `${name}.js`), ...args], { cwd, encoding: 'utf8' });

  const collected = run('collectstatic', '--no-input', '--django-version', '5.2');
  expect(collected.stderr).toBe('');
  expect(collected.status).toBe(0);
  expect(collected.stdout.endsWith(`\n2 static files copied to '${cwd}/public'.\n`)).toBe(true);
  expect(readFileSync(join(cwd, 'public/css/page.css'), 'utf8')).toBe('body { color: red; }\n');

  const found = run('findstatic', '--first', 'css/page.css');
  expect(found.status).toBe(0);
  expect(found.stdout).toBe(`Found 'css/page.css' here:\n  ${cwd}/apples/static/css/page.css\n`);

  expect(run('findstatic', 'css/plum.css').status).toBe(1);
  expect(run('collectstatic', '--no-such-option').status).toBe(2);
});

test('they run a config file in JavaScript or TypeScript', () => {
  const config = (root: string): string =>
    `import { join } from 'node:path';\nexport default { STATIC_ROOT: join('${root}'), STATIC_URL: '/s/', APP_DIRS: ['apples'] };\n`;
  const cwd = makeProject({
    ...ORCHARD,
    'own.mjs': config('of-mjs'),
    'own.ts': config('of-ts').replace('default', 'default <object>'),
  });
  for (const file of ['own.mjs', 'own.ts']) {
    const args = [join(BIN, 'collectstatic.js'), '--no-input', '--settings', file];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }
  expect(existsSync(join(cwd, 'of-mjs/css/page.css'))).toBe(true);
  expect(existsSync(join(cwd, 'of-ts/css/page.css'))).toBe(true);
});

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

test.each(['program.cjs', 'python.cjs', 'fingerprints.cjs'])(
  'the build leaves a code cache of %s that V8 takes',
  (name) => {
    const { openCompiler } = createRequire(import.meta.url)(join(DIST, 'cli.cjs'));
    const bundle = join(DIST, name);
    expect(openCompiler()(bundle, bundle).cachedDataRejected).toBe(false);
  },
);

test("an error that a command in a bundle of its own throws is known as the user's", () => {
  const args = [join(BIN, 'collectstatic.js'), 'settings', 'NO_SUCH'];
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: makeProject(ORCHARD),
    encoding: 'utf8',
  });
  expect(stderr).toMatch(/^error: .*\[[a-z-]+\]\n/);
  expect(stderr).not.toContain('This is a bug');
  expect(status).toBe(1);
});

test('what is built needs no package beside it, also for settings that read YAML and TOML', () => {
  const installed = makeProject({});
  for (const name of ['bin', 'dist', 'package.json'])
    cpSync(join(BIN, '..', name), join(installed, name), { recursive: true });
  const cwd = makeProject({
    ...ORCHARD,
    'orchard/settings.py': `import tomllib, yaml
STATIC_ROOT = yaml.safe_load(open("paths.yml"))["root"]
STATIC_URL = tomllib.load(open("paths.toml", "rb"))["url"]
INSTALLED_APPS = ["apples"]
`,
    'paths.yml': 'root: public\n',
    'paths.toml': 'url = "/s/"\n',
  });
  const args = [join(installed, 'bin/collectstatic.js'), '--no-input', '--django-version', '5.2'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('findstatic calls itself by its own name', () => {
  const cwd = makeProject(ORCHARD);
  const findstatic = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(BIN, 'findstatic.js'), ...args], { cwd, encoding: 'utf8' });
  expect(findstatic('--help').stdout).toMatch(/^Usage: findstatic \[options\] <path\.\.\.>\n/);
  expect(findstatic('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const wrong = findstatic();
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('(findstatic --help tells more)');
});

/** Starts the program, and closes the reading end of one of its streams before anything can be written. */
function unread(
  stream: 'stdout' | 'stderr',
  cwd: string,
  ...args: readonly string[]
): Promise<number | null> {
  const child = spawn(process.execPath, [join(BIN, 'collectstatic.js'), ...args], { cwd });
  child[stream].destroy();
  return new Promise((resolve) => child.once('close', resolve));
}

test('a reader that has seen enough changes no exit code', async () => {
  const cwd = makeProject(ORCHARD);
  expect(await unread('stdout', cwd, 'list')).toBe(0);
  expect(await unread('stderr', cwd, '--no-input')).toBe(0);
  expect(await unread('stderr', cwd, '--settings', 'nowhere')).toBe(1);
  expect(await unread('stderr', cwd, '--no-such-option')).toBe(2);
});

test('a pipe, a socket and a file get the same, also where it is more than they take at once', async () => {
  const names = Array.from({ length: 400 }, (_, index) => `pears/static/of-the-pear-tree/${index}.css`);
  const cwd = makeProject({ ...ORCHARD, ...Object.fromEntries(names.map((name) => [name, ''])) });
  const args = [join(BIN, 'collectstatic.js'), '--no-input', '-v', '2'];
  const file = openSync(join(cwd, 'said.txt'), 'w');
  const written = spawnSync(process.execPath, [...args, '-n'], { cwd, stdio: ['ignore', file, file] });
  closeSync(file);
  // What Node calls a pipe is a socket.
  const sent = spawnSync(process.execPath, [...args, '-n'], { cwd, encoding: 'utf8' });
  const words = ['-c', '"$@" | cat', 'sh', process.execPath, ...args, '-n'];
  const piped = spawnSync('sh', words, { cwd, encoding: 'utf8' });
  expect([written.status, sent.status, piped.status]).toEqual([0, 0, 0]);
  expect(sent.stdout.length).toBeGreaterThan(1 << 14);
  expect(piped.stdout).toBe(sent.stdout);
  expect(readFileSync(join(cwd, 'said.txt'), 'utf8')).toBe(sent.stdout);
});

test.skipIf(!existsSync('/dev/full'))('output that can not be written is an error without a stack', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [join(BIN, 'collectstatic.js'), 'list'], {
    cwd: makeProject(ORCHARD),
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect(status).toBe(1);
  expect(stderr).toBe("error: the output can't be written: no space left on the device (ENOSPC)\n");
});

// A global install, npx and the wheel lie elsewhere: the project has no node_modules with this package in it.
test.each([
  ['own.ts', "import { defineConfig } from 'collectstatic';\nexport default defineConfig"],
  ['own.mjs', "import { defineConfig } from 'collectstatic';\nexport default defineConfig"],
  ['own.cjs', "const { defineConfig } = require('collectstatic');\nmodule.exports = defineConfig"],
])('%s may import the program that reads it', (file, head) => {
  const settings = "({ STATIC_ROOT: 'out', STATIC_URL: '/s/', APP_DIRS: ['apples'] });\n";
  const cwd = makeProject({ ...ORCHARD, [file]: head + settings });
  const args = [join(BIN, 'collectstatic.js'), '--no-input', '--settings', file];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(existsSync(join(cwd, 'out/css/page.css'))).toBe(true);
});

test('a Node that is too old is named before anything else is read', () => {
  const written: string[] = [];
  const asked = {
    versions: { node: '18.4.0' },
    execPath: '/opt/node/bin/node',
    stderr: { write: (text: string) => written.push(text) },
    exitCode: 0,
  };
  const { suffices } = createRequire(import.meta.url)(join(BIN, 'node-version.js'));
  expect(suffices(asked)).toBe(false);
  expect(asked.exitCode).toBe(1);
  expect(written[0]).toBe(
    'error: Node 18.4.0 at /opt/node/bin/node is too old: collectstatic needs 20.19 or newer [node-too-old]\n',
  );
  expect(suffices(process)).toBe(true);
});
