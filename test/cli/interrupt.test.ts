import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { interruptible } from '../../src/cli/interrupt.ts';
import { run } from '../../src/cli/main.ts';
import type { ProcessLike } from '../../src/cli/process.ts';
import { bundleCli } from '../cli-bundle.ts';
import { makeProject, ORCHARD } from './project.ts';

let script: string;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  script = await bundleCli(bundle);
  return () => rmSync(bundle, { recursive: true });
});

/** Text that Brotli has to be waited for, and a site that is served already. */
function makeSlowProject(): string {
  let seed = 1;
  const words = (): string => {
    const text: string[] = [];
    while (text.length < 60_000) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      text.push(seed.toString(36).slice(0, 5));
    }
    return text.join(' ');
  };
  return makeProject({
    'collectstatic.config.json': JSON.stringify({
      STATIC_URL: '/static/',
      STATIC_ROOT: 'public',
      STATICFILES_DIRS: ['assets'],
      STORAGE: 'compressed',
    }),
    'public/old.txt': 'old',
    ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`assets/t${index}.txt`, words()])),
  });
}

const HOOK = new URL('signal-at.mjs', import.meta.url).href;

/** Starts a run that gets `signal` when it begins to write. */
async function interrupt(
  cwd: string,
  signal: 'SIGINT' | 'SIGTERM',
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const env = { ...process.env, SIGNAL: signal, SIGNAL_AT: '.collectstatic/public/stage-' };
  const child = spawn(process.execPath, ['--import', HOOK, script, '--no-input', ...args], { cwd, env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

describe('the real program', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s leaves STATIC_ROOT as it was, and says so', async (signal, code) => {
    const cwd = makeSlowProject();
    expect(await interrupt(cwd, signal)).toEqual({
      code,
      stdout: '',
      stderr: `error: interrupted by ${signal}: nothing was changed [interrupted]\n`,
    });
    expect(readdirSync(join(cwd, 'public'))).toEqual(['old.txt']);
    expect(readFileSync(join(cwd, 'public/old.txt'), 'utf8')).toBe('old');
  });

  test('with --format json that is the one document', async () => {
    const cwd = makeSlowProject();
    const { code, stdout, stderr } = await interrupt(cwd, 'SIGINT', '--format', 'json');
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'collect',
      ok: false,
      problems: [{ code: 'interrupted' }],
    });
  });
});

interface Watched extends ProcessLike {
  readonly written: string[];
  readonly signals: EventEmitter;
}

/** A process with somebody at its terminal. */
function makeProcess(cwd: string, argv: readonly string[] = []): Watched {
  const signals = new EventEmitter();
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text), isTTY: true };
  return {
    argv: ['node', 'collectstatic', ...argv],
    env: {},
    cwd: () => cwd,
    stdin: Object.assign(new PassThrough(), { isTTY: true }),
    stdout: stream,
    stderr: stream,
    on: (signal, listener) => signals.on(signal, listener),
    off: (signal, listener) => signals.off(signal, listener),
    written,
    signals,
  };
}

test('SIGINT at the prompt is an answer', async () => {
  const cwd = makeProject({ ...ORCHARD, 'public/old.txt': 'old' });
  const terminal = makeProcess(cwd, ['--no-color']);
  const ended = run(terminal, () => import('../../src/cli/program.ts'));
  while (!terminal.written.join('').includes('to cancel: ')) await setTimeout(5);
  terminal.signals.emit('SIGINT');
  await ended;
  expect(terminal.exitCode).toBe(130);
  expect(terminal.written.at(-1)).toContain('interrupted by SIGINT: nothing was changed');
  expect(readdirSync(join(cwd, 'public'))).toEqual(['old.txt']);
});

test('the second signal meets no listener, so it ends the process at once', async () => {
  const terminal = makeProcess('/');
  const ended = interruptible(terminal, async (signal) => {
    terminal.signals.emit('SIGTERM');
    expect(signal.aborted).toBe(true);
    expect(terminal.signals.eventNames()).toEqual([]);
    return 0;
  });
  // Work that could not stop any more.
  expect(await ended).toBe(143);
  expect(terminal.written).toEqual([
    'interrupted by SIGTERM when it was too late to stop: the run was finished\n',
  ]);
});

test('an error that has nothing to do with the signal stays what it is', async () => {
  const terminal = makeProcess('/');
  const bug = new TypeError('a bug');
  const ended = interruptible(terminal, () => {
    terminal.signals.emit('SIGINT');
    return Promise.reject(bug);
  });
  await expect(ended).rejects.toBe(bug);
});

test('nobody listens any more when a run has ended', async () => {
  const terminal = makeProcess('/');
  await interruptible(terminal, () => Promise.resolve(0));
  expect(terminal.signals.eventNames()).toEqual([]);
});
