import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../fake-process.ts';
import { makeProject, ORCHARD } from './project.ts';

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
