import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { makeProject } from '../cli/project.ts';
import { bundleCli } from '../cli-bundle.ts';
import { runCli } from '../fake-process.ts';
import { startApplication, textWith } from './application.ts';
import { ask } from './raw.ts';

let bundle: string;
let script: string;

beforeAll(async () => {
  bundle = mkdtempSync(join(tmpdir(), 'collectstatic-serve-'));
  script = await bundleCli(bundle);
});
afterAll(() => rmSync(bundle, { recursive: true, force: true }));

const SETTINGS = {
  STATIC_URL: '/static/',
  STATIC_ROOT: 'public',
  STATICFILES_DIRS: ['assets'],
  STORAGE: 'manifest',
};

function project(settings: object = {}): string {
  return makeProject({
    'collectstatic.config.json': JSON.stringify({ ...SETTINGS, ...settings }),
    'assets/a.css': 'a { }\n',
    'assets/b.css': 'b { }\n',
  });
}

/** Starts the command line in a process of its own, which ends with the test. */
function start(cwd: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function stdoutOf(child: ChildProcess, wanted: string): Promise<string> {
  if (child.stdout === null) throw new Error('stdout is a pipe');
  return textWith(child.stdout, wanted);
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const [code] = await once(child, 'exit');
  return code as number | null;
}

test.each([
  ['serve', 'for development, never for production'],
  ['preview', 'as production serves it'],
])('%s says where it is, and ends with 0 when it is told to', async (command, purpose) => {
  const cwd = project();
  await runCli(['--no-input'], { cwd });
  const child = start(cwd, command, '--port', '0', '-v', '2');
  const banner = await stdoutOf(child, 'Ctrl-C ends it.');
  expect(banner).toContain(purpose);
  const url = /^(http:\/\/127\.0\.0\.1:\d+\/) /m.exec(banner)?.[1] ?? '';
  const logged = stdoutOf(child, 'GET /static/a.css 200');
  expect((await ask(url, '/static/a.css?token=secret')).status).toBe(200);
  expect(await logged).not.toContain('secret');
  child.kill('SIGINT');
  expect(await exitOf(child)).toBe(0);
});

test('with --format json, what is ready is one document', async () => {
  const child = start(project(), 'serve', '--port', '0', '--format', 'json');
  const { command, ok, url, routes } = JSON.parse(await stdoutOf(child, '\n}\n'));
  expect({ command, ok }).toEqual({ command: 'serve', ok: true });
  expect(routes[0].path).toBe('/static/');
  expect((await ask(url, '/static/a.css')).status).toBe(200);
  child.kill('SIGTERM');
  expect(await exitOf(child)).toBe(0);
});

/** An application that notes its process, and starts one more. It does as its first argument says when it is asked to end. */
const APPLICATION = `
const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const [, , port, end] = process.argv;
if (end === 'stays') process.on('SIGTERM', () => {});
const other = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']);
require('node:http').createServer((req, res) => {
  if (req.url === '/end') process.exit(7);
  res.end('from the application');
}).listen(port, '127.0.0.1', () => writeFileSync('pids', process.pid + ' ' + other.pid));
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that nobody has waited for yet is dead all the same.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test.each(['goes', 'stays'])(
  'a command is started on a free port, and ended with all it started: it %s',
  async (end) => {
    const cwd = project();
    writeFileSync(join(cwd, 'app.cjs'), APPLICATION);
    const child = start(cwd, 'serve', '--port', '0', '--', process.execPath, 'app.cjs', '{port}', end);
    const banner = await stdoutOf(child, 'Ctrl-C ends it.');
    const url = /^(http:\S+) /m.exec(banner)?.[1] ?? '';
    expect((await ask(url, '/')).body.toString()).toBe('from the application');
    const pids = readFileSync(join(cwd, 'pids'), 'utf8').split(' ').map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    child.kill('SIGINT');
    expect(await exitOf(child)).toBe(0);
    // The system takes a moment to end what got SIGKILL.
    await expect.poll(() => pids.map(isAlive)).toEqual([false, false]);
  },
);

test('when the command ends by itself, so does the server, with its exit code', async () => {
  const cwd = project();
  writeFileSync(join(cwd, 'app.cjs'), APPLICATION);
  const child = start(cwd, 'serve', '--port', '0', '--', process.execPath, 'app.cjs', '{port}', 'goes');
  const url = /^(http:\S+) /m.exec(await stdoutOf(child, 'Ctrl-C ends it.'))?.[1] ?? '';
  const answer = ask(url, '/end').catch(() => undefined);
  expect(await exitOf(child)).toBe(7);
  await answer;
});

test.each(['serve', 'preview'])(
  '%s: a port that is in use is named before anything is started',
  async (command) => {
    const { port } = await startApplication((_req, res) => res.end());
    const cwd = project();
    await runCli(['--no-input'], { cwd });
    const args = [command, '--port', String(port), '--', 'touch', 'started-{port}'];
    const { code, stderr } = await runCli(args, { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain(`error: Port ${port} of 127.0.0.1 is in use by another process [port-in-use]`);
    expect(stderr).toContain('--port');
    expect(existsSync(join(cwd, 'started'))).toBe(false);
  },
);

test.each([
  [
    'a command that is not there',
    ['serve', '--port', '0', '--', './no-such-command', '{port}'],
    'command-failed',
  ],
  ['a command without a port', ['serve', '--port', '0', '--', 'uvicorn', 'shop'], 'command-port-unknown'],
  ['a proxy that is none', ['serve', '--port', '0', '--proxy', 'https://x'], 'proxy-invalid'],
  ['an address of another machine', ['serve', '--port', '0', '--host', '192.0.2.1'], 'host-unknown'],
  ['a STATIC_ROOT that is not there', ['preview', '--port', '0'], 'static-root-absent'],
  ['no STATIC_URL', ['serve', '--port', '0', '--set', 'STATIC_URL='], 'static-url-missing'],
  ['a STATIC_URL without a slash', ['serve', '--port', '0', '--set', 'STATIC_URL=/static'], 'urls.E006'],
])('%s is an error at the start', async (_what, args, problem) => {
  const { code, stdout, stderr } = await runCli(args, { cwd: project() });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`[${problem}]`);
  expect(stderr.match(/^error:/gm)).toHaveLength(1);
});

test('a port that is no port is wrong usage', async () => {
  const { code, stderr } = await runCli(['serve', '--port', '70000'], { cwd: project() });
  expect([code, stderr]).toEqual([2, expect.stringContaining('from 0 to 65535')]);
});

test.each([
  ['is gone', (file: string) => rmSync(file), 'manifest-absent'],
  ['is damaged', (file: string) => writeFileSync(file, '{"paths": 1}'), 'manifest-unreadable'],
  [
    'names files that are not there',
    (file: string) =>
      writeFileSync(file, readFileSync(file, 'utf8').replace('a.css": "a.', 'a.css": "gone.')),
    'manifest-incomplete',
  ],
])('preview does not start if the manifest %s', async (_what, spoil, problem) => {
  const cwd = project();
  await runCli(['--no-input'], { cwd });
  spoil(join(cwd, 'public/staticfiles.json'));
  const { code, stderr } = await runCli(['preview', '--port', '0'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain(`[${problem}]`);
  expect(stderr).toContain('collectstatic');
});
