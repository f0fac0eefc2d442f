import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { run } from './environment.ts';
import { makeProject, manage, shell } from './project.ts';
import { collectedTree } from './tree.ts';

// `manage.py collectstatic` with the app in INSTALLED_APPS, beside Django's own command.

const { environment, file: wheel, pip } = inject('wheel');
const DJANGO = { DJANGOS_OWN: '1' };

function project(settings?: string, files?: Readonly<Record<string, string>>): string {
  const folder = makeProject(settings, files);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const collected = (folder: string) => collectedTree(join(folder, 'staticfiles'));

/** What is said on stderr where WhiteNoise serves; Django does not know. */
const ADVICE = /^Reload the application: .*\n$/;

const BACKENDS = [
  'django.contrib.staticfiles.storage.StaticFilesStorage',
  'django.contrib.staticfiles.storage.ManifestStaticFilesStorage',
  'whitenoise.storage.CompressedManifestStaticFilesStorage',
  'shop.storage.Private',
];

describe.each(BACKENDS)('with %s', (BACKEND) => {
  test('each way in collects what Django collects, and says what it says', () => {
    const theirs = project();
    const env = { BACKEND };
    const told = manage(environment, theirs, ['collectstatic', '--noinput'], { env: { ...env, ...DJANGO } });
    expect(told.code).toBe(0);
    const expected = collected(theirs);
    const inPlace = project();
    const ours = manage(environment, inPlace, ['collectstatic', '--noinput'], { env });
    const stderr = ours.stderr.replace(ADVICE, '');
    expect({ code: ours.code, stdout: ours.stdout.replaceAll(inPlace, theirs), stderr }).toEqual(told);
    expect(collected(inPlace)).toEqual(expected);
    const called = project();
    const code = 'call_command("collectstatic", interactive=False, verbosity=0)';
    expect(shell(environment, called, code, env)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(collected(called)).toEqual(expected);
    const alone = project();
    const python = ['--python', join(environment, 'bin/python')];
    const args = ['--no-input', '--settings', 'shop.settings', ...python];
    const command = run(join(environment, 'bin/collectstatic'), args, { cwd: alone, env });
    expect(command.stdout.replaceAll(alone, theirs)).toBe(told.stdout);
    expect(collected(alone)).toEqual(expected);
  });
});

test('call_command: streams of the call, the summary returned, the manifest read anew', () => {
  const folder = project();
  const code = `
import io, json
from django.contrib.staticfiles.storage import staticfiles_storage
staticfiles_storage.hashed_files
out, err = io.StringIO(), io.StringIO()
told = call_command("collectstatic", interactive=False, ignore_patterns=["admin"], stdout=out, stderr=err)
url = staticfiles_storage.url("blog/logo.svg")
found = call_command("findstatic", "blog/site.css", first=True, stdout=io.StringIO())
print(json.dumps([told, out.getvalue(), err.getvalue(), url, found]))
`;
  const { stdout, stderr } = shell(environment, folder, code, { BACKEND: BACKENDS[1] as string });
  expect(stderr).toBe('');
  const summary = `\n2 static files copied to '${folder}/staticfiles', 2 post-processed.`;
  expect(JSON.parse(stdout)).toEqual([
    summary,
    `${summary}\n`,
    '',
    expect.stringMatching(/^\/static\/blog\/logo\.\w{12}\.svg$/),
    `Found 'blog/site.css' here:\n  ${folder}/blog/static/blog/site.css`,
  ]);
});

test.each([
  ['STATIC_ROOT = None', 'ImproperlyConfigured', 'STATIC_ROOT'],
  ['STATIC_URL = MEDIA_URL = "/same/"', 'ImproperlyConfigured', 'must'],
  [
    'STORAGES["staticfiles"]["BACKEND"] = "shop.storage.None_"',
    'InvalidStorageError',
    'Could not find backend',
  ],
])('%s: call_command raises what Django raises', (settings, kind, words) => {
  const folder = project(settings);
  const code = `
try:
    call_command("collectstatic", interactive=False, verbosity=0)
except Exception as error:
    print(type(error).__name__, error)
`;
  const [ours, theirs] = [shell(environment, folder, code), shell(environment, folder, code, DJANGO)];
  expect(ours.stdout.split(' ')[0]).toBe(kind);
  expect(theirs.stdout.split(' ')[0]).toBe(kind);
  expect(ours.stdout).toContain(words);
});

test('a missing reference is a CommandError and, as in Django, a ValueError', () => {
  const folder = project('', { 'blog/static/blog/site.css': 'a { background: url(gone.svg) }\n' });
  const env = { BACKEND: BACKENDS[1] as string };
  const code = `
from django.core.management import CommandError
try:
    call_command("collectstatic", interactive=False, verbosity=0)
except CommandError as error:
    print(isinstance(error, ValueError), error)
`;
  expect(shell(environment, folder, code, env).stdout).toMatch(/^True .*gone\.svg.*\[missing-reference\]\n/s);
  const { code: exit, stderr } = manage(environment, folder, ['collectstatic', '--noinput'], { env });
  expect(exit).toBe(1);
  expect(stderr).toMatch(/^error: .*gone\.svg.*\[missing-reference\]\n/s);
});

test('it asks before it writes over files, in Django’s words', () => {
  const folder = project();
  const ask = (input: string, env = {}) => manage(environment, folder, ['collectstatic'], { input, env });
  expect(ask('').code).toBe(0);
  const refused = ask('no\n');
  const theirs = ask('no\n', DJANGO);
  expect(refused).toEqual(theirs);
  expect(refused.stderr).toBe('CommandError: Collecting static files cancelled.\n');
  expect(ask('yes\n').stdout).toMatch(/\n0 static files copied to '.*', \d+ unmodified\.\n$/);
  expect(ask('')).toMatchObject({ code: 1, stderr: expect.stringContaining('[no-terminal]') });
});

test('what a storage overrides is named; COLLECTSTATIC_FALLBACK lets Django do it', () => {
  const env = { BACKEND: 'shop.storage.Hashing' };
  const folder = project();
  const failed = manage(environment, folder, ['collectstatic', '--noinput'], { env });
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('shop.storage.Hashing.file_hash()');
  expect(failed.stderr).toContain('COLLECTSTATIC_FALLBACK = True');
  const falling = project('COLLECTSTATIC_FALLBACK = True');
  const args = ['collectstatic', '--noinput'];
  const { code, stderr, stdout } = manage(environment, falling, args, { env });
  expect({ code, stdout: stdout.replace(/\d+/g, 'N') }).toEqual({
    code: 0,
    stdout: `\nN static files copied to '${falling}/staticfiles', N post-processed.\n`.replace(/\d+/g, 'N'),
  });
  expect(stderr).toMatch(/^warning: .*file_hash\(\).*\[storage-overrides\]\n/s);
  expect(readdirSync(join(falling, 'staticfiles/blog'))).toContain('logo.0123456789ab.svg');
  const refused = manage(environment, falling, [...args, '--swap'], { env });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('it has no --swap') });
});

const CHECK = ['check', '--tag', 'staticfiles'];

test('the order of the apps: a check warns, and Django’s command runs', () => {
  const wrong = project('INSTALLED_APPS = INSTALLED_APPS[1:] + ["collectstatic"]');
  const { code, stderr } = manage(environment, wrong, CHECK);
  expect(code).toBe(0);
  expect(stderr).toContain(
    '(collectstatic.W001) manage.py collectstatic is the command of django.contrib.staticfiles',
  );
  expect(manage(environment, project(), CHECK)).toMatchObject({ code: 0, stderr: '' });
});

test('help needs no Node; the command says the three ways to one', () => {
  const folder = project();
  const env = { PATH: '/nowhere' };
  const help = manage(environment, folder, ['help', 'collectstatic'], { env });
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('--fail-on-conflict');
  const { code, stderr } = manage(environment, folder, ['collectstatic', '--noinput'], { env });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^CommandError: Node is not found.*\[node-missing\]\n.*collectstatic\[node\]/s);
  // Nobody is asked whether to write what can't be written.
  expect(manage(environment, folder, ['collectstatic', '--noinput']).code).toBe(0);
  const asked = manage(environment, folder, ['collectstatic'], { env, input: 'yes\n' });
  expect(asked).toMatchObject({ code: 1, stdout: '', stderr });
  const noProgram = { COLLECTSTATIC_NODE: join(folder, 'manage.py') };
  const refused = manage(environment, folder, ['collectstatic'], { env: noProgram, input: 'yes\n' });
  expect(refused).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('[node-not-started]'),
  });
});

test('its own options and its own settings are taken; a config file is passed over by name', () => {
  const folder = project('COLLECTSTATIC = {"IGNORE": {"admin"}}', {
    'collectstatic.config.json': '{"IGNORE": ["*"]}',
  });
  const args = ['collectstatic', '--noinput', '--static-root', 'elsewhere', '-v', '2'];
  const { code, stdout } = manage(environment, folder, args);
  expect(code).toBe(0);
  expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['blog']);
  expect(stdout).toContain('Settings from manage.py (shop.settings)');
  expect(stdout).toContain('passed over collectstatic.config.json: manage.py tells the settings');
});

test('findstatic says what Django says, and ends with 1 if there is nothing', () => {
  const folder = project();
  for (const args of [['blog/site.css'], ['--first', '-v', '0', 'blog/logo.svg', 'admin/css/base.css']]) {
    const theirs = manage(environment, folder, ['findstatic', ...args], { env: DJANGO });
    expect(manage(environment, folder, ['findstatic', ...args])).toEqual(theirs);
  }
  const nothing = manage(environment, folder, ['findstatic', 'gone.css']);
  expect(nothing).toEqual({ code: 1, stdout: '', stderr: "No matching file found for 'gone.css'.\n" });
});

test('no setting goes by the command line, where others could read it', () => {
  const folder = project('STORAGES["staticfiles"]["OPTIONS"] = {"base_url": "/s-e-c-r-e-t/"}');
  const node = join(folder, 'node.sh');
  writeFileSync(node, '#!/bin/sh\nprintf "%s\\n" "$@" >"$0.args"\nenv >"$0.env"\ncat >"$0.stdin"\n');
  chmodSync(node, 0o755);
  manage(environment, folder, ['collectstatic', '--noinput'], { env: { COLLECTSTATIC_NODE: node } });
  const [args, env, stdin] = ['args', 'env', 'stdin'].map((end) => readFileSync(`${node}.${end}`, 'utf8'));
  expect(args).toContain('--answer');
  expect(args).not.toContain('s-e-c-r-e-t');
  expect(env).not.toContain('s-e-c-r-e-t');
  expect(stdin).toContain('/s-e-c-r-e-t/');
  expect(stdin).not.toContain('nobody is to read this');
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s is passed on, and ends both', async (signal) => {
  const folder = project();
  const node = join(folder, 'node.sh');
  const lines = [
    '#!/bin/sh',
    `trap 'echo stopped >"$0.end"; exit 99' TERM INT HUP`,
    'cat >/dev/null',
    'echo ready',
  ];
  writeFileSync(node, [...lines, 'while :; do sleep 0.1; done\n'].join('\n'));
  chmodSync(node, 0o755);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(join(environment, 'bin/python'), ['manage.py', 'collectstatic', '--noinput'], {
    cwd: folder,
    env: { PATH, HOME, COLLECTSTATIC_NODE: node },
  });
  const ended = new Promise((settle) => child.on('exit', (code) => settle(code)));
  child.stdout.once('data', () => child.kill(signal));
  expect(await ended).toBe(99);
  expect(readFileSync(`${node}.end`, 'utf8')).toBe('stopped\n');
});

/** Where root runs the tests: what makes it heed who may write. */
const HEEDING = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override'] : ['env'];

test('packages that can not be written to are no trouble', () => {
  const folder = project();
  const packages = join(folder, 'packages');
  mkdirSync(packages);
  run(pip, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', packages, wheel], { cwd: folder });
  run('chmod', ['-R', 'a-w', packages], { cwd: folder });
  onTestFinished(() => void run('chmod', ['-R', 'u+w', packages], { cwd: folder }));
  const [program = '', ...words] = HEEDING;
  const heeding = (...args: readonly string[]) =>
    run(program, [...words, ...args], { cwd: folder, env: { PYTHONPATH: packages } });
  expect(heeding('touch', join(packages, 'collectstatic/_node/dist/new')).code).toBe(1);
  const { code, stderr } = heeding(
    join(environment, 'bin/python'),
    'manage.py',
    'collectstatic',
    '--noinput',
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(heeding(join(packages, 'bin/collectstatic'), '--version')).toMatchObject({ code: 0, stderr: '' });
});
