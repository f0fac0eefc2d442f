import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../../src/cli/command.ts';
import type { ProcessLike } from '../../src/cli/process.ts';
import { runCli } from '../fake-process.ts';
import { makeProject, ORCHARD } from './project.ts';

const BIN = fileURLToPath(new URL('../../bin/collectstatic.js', import.meta.url));
const FLAGS = { format: 'text', verbosity: 1, color: false } as const;

/** A process that only keeps what is written to it. */
function failing(): ProcessLike & { readonly text: () => string; readonly out: () => string } {
  const written: Record<'out' | 'err', string> = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  return {
    argv: [],
    env: {},
    cwd: () => '/',
    stdin: Object.assign(Readable.from([]), { isTTY: false }),
    stdout: stream('out'),
    stderr: stream('err'),
    on: () => undefined,
    off: () => undefined,
    text: () => written.err,
    out: () => written.out,
  };
}

describe('a mistake of the user', () => {
  test('text: code, place, hint, no stack; exit 1', async () => {
    const cwd = makeProject({
      ...ORCHARD,
      'orchard/settings.py': 'STATIC_URL = "static/"\nSTATICFILES_DIRS = 5\n',
    });
    const { code, stdout, stderr } = await runCli([], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/error: .*STATIC_ROOT.*\[[a-z-]+\]/);
    expect(stderr).toMatch(
      /error: .*STATICFILES_DIRS.*\[staticfiles\.E001\]\n {2}at .*orchard\/settings\.py:2/,
    );
    expect(stderr).not.toMatch(/\n\s+at .*\.(ts|js):/);
  });

  test('JSON: one document on stdout, nothing on stderr', async () => {
    const cwd = makeProject({
      ...ORCHARD,
      'orchard/settings.py': 'STATIC_URL = "static/"\nSTATICFILES_DIRS = 5\n',
    });
    const { code, stdout, stderr } = await runCli(['--format', 'json'], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const document = JSON.parse(stdout) as { readonly problems: readonly { readonly code: string }[] };
    expect(document).toMatchObject({ version: 1, command: 'collect', ok: false });
    expect(document.problems.map(({ code }) => code)).toContain('staticfiles.E001');
  });

  test.each([['find', 'a.css'], ['list']])('JSON of %s names its command', async (...args) => {
    const cwd = makeProject({});
    const { code, stdout } = await runCli([...args, '--format', 'json'], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ command: args[0], ok: false });
  });

  test('--traceback adds the stack', async () => {
    const { stderr } = await runCli(['--traceback'], { cwd: makeProject({}) });
    expect(stderr).toMatch(/^error: .*\[settings-not-found\]/);
    expect(stderr).toMatch(/\n\s+at .*\.(ts|js):/);
  });
});

describe('what the system refuses', () => {
  const refused = Object.assign(new Error("EMFILE: too many open files, open '/srv/a'"), {
    code: 'EMFILE',
    errno: -24,
    syscall: 'open',
    path: '/srv/a',
  });

  test('is a problem with path and cause, and no stack', async () => {
    const process = failing();
    await runCommand(process, 'collect', FLAGS, () => Promise.reject(refused));
    expect(process.exitCode).toBe(1);
    expect(process.text()).toBe(
      [
        'error: The system refused what the run needs: to open a file [system-error]',
        '  at /srv/a',
        '  because too many open files (EMFILE)',
        '  hint: Mend the cause and run again.',
        '',
      ].join('\n'),
    );
  });

  test('a working directory that is gone', async () => {
    const cwd = makeProject({ 'gone/a': '' });
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', 'cd gone && rm -r ../gone && exec "$0" "$1" list', process.execPath, BIN],
      { cwd, encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stderr).toContain('[system-error]');
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});

describe('a bug', () => {
  test('shows its stack and asks for a report', async () => {
    const process = failing();
    await runCommand(process, 'collect', FLAGS, () => Promise.reject(new TypeError('no such thing')));
    expect(process.exitCode).toBe(1);
    expect(process.text()).toMatch(/^TypeError: no such thing\n\s+at [\s\S]*Please report it/);
  });

  test('with --format json there is still one document on stdout', async () => {
    const process = failing();
    const json = { ...FLAGS, format: 'json' } as const;
    await runCommand(process, 'list', json, () => Promise.reject(new TypeError('no such thing')));
    expect(JSON.parse(process.out())).toMatchObject({
      command: 'list',
      ok: false,
      problems: [{ code: 'bug' }],
    });
    expect(process.text()).toContain('TypeError: no such thing');
  });
});

describe('--fail-on-conflict', () => {
  test('names both sides, writes nothing, exit 1', async () => {
    const cwd = makeProject(ORCHARD);
    const { code, stderr } = await runCli(['--fail-on-conflict'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain(`${cwd}/apples/static/css/page.css`);
    expect(stderr).toContain(`${cwd}/pears/static/css/page.css`);
    expect(existsSync(join(cwd, 'public'))).toBe(false);
  });

  test('a rule settles it', async () => {
    const cwd = makeProject(ORCHARD);
    const rule = '--set=PRECEDENCE=[["css/**", "pears"]]';
    const { code, stdout } = await runCli(['--fail-on-conflict', rule], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('settled by a rule');
    expect(readFileSync(join(cwd, 'public/css/page.css'), 'utf8')).toContain('yellowgreen');
  });
});
