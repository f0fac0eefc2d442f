import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../fake-process.ts';
import { makeProject, ORCHARD } from './project.ts';

const SERVED = { ...ORCHARD, 'public/css/page.css': 'body { color: brown; }\n' };

function pageOf(cwd: string): string {
  return readFileSync(join(cwd, 'public/css/page.css'), 'utf8');
}

describe('STATIC_ROOT is not empty', () => {
  test('yes goes on', async () => {
    const cwd = makeProject(SERVED);
    const { code, stdout, stderr } = await runCli([], { cwd, input: 'yes\n' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('You have requested to collect static files at the destination\n');
    expect(stdout).toContain(`\n    ${cwd}/public\n`);
    expect(stdout).toContain('This will overwrite existing files!\n');
    expect(stdout).toMatch(/Type 'yes' to continue, or 'no' to cancel: [\s\S]*2 static files copied/);
    expect(pageOf(cwd)).toBe('body { color: red; }\n');
  });

  test.each([['no\n'], ['y\n'], ['YES\n'], [' yes\n'], ['\n'], ['']])('%j does not', async (input) => {
    const cwd = makeProject(SERVED);
    const { code, stderr } = await runCli([], { cwd, input });
    expect(code).toBe(1);
    expect(stderr).toContain('Collecting static files cancelled.');
    expect(pageOf(cwd)).toBe('body { color: brown; }\n');
  });

  test('the end of the input is answered on a line of its own', async () => {
    const cwd = makeProject(SERVED);
    const { stdout } = await runCli([], { cwd, input: '' });
    expect(stdout.endsWith("or 'no' to cancel: \n")).toBe(true);
    const answered = await runCli([], { cwd, input: 'no\n' });
    expect(answered.stdout.endsWith("or 'no' to cancel: ")).toBe(true);
  });

  test('--clear asks with other words', async () => {
    const cwd = makeProject(SERVED);
    const { stdout } = await runCli(['--clear'], { cwd, input: 'no\n' });
    expect(stdout).toContain('This will DELETE ALL FILES in this location!\n');
    expect(pageOf(cwd)).toBe('body { color: brown; }\n');
  });

  test('without a terminal it ends at once and names --no-input', async () => {
    const cwd = makeProject(SERVED);
    const { code, stdout, stderr } = await runCli([], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('--no-input');
    expect(stderr).toContain(`${cwd}/public`);
    expect(pageOf(cwd)).toBe('body { color: brown; }\n');
  });

  test('with --format json the question is on stderr, the document alone on stdout', async () => {
    const cwd = makeProject(SERVED);
    const { code, stdout, stderr } = await runCli(['--format', 'json'], { cwd, input: 'yes\n' });
    expect(code).toBe(0);
    expect(stderr).toContain('Are you sure you want to do this?');
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, counts: { copied: 2 } });
  });

  test.each([['--no-input'], ['--noinput']])('%s does not ask', async (flag) => {
    const cwd = makeProject(SERVED);
    const { code, stdout } = await runCli([flag], { cwd });
    expect(code).toBe(0);
    expect(stdout).not.toContain('Are you sure');
    expect(pageOf(cwd)).toBe('body { color: red; }\n');
  });

  test('--dry-run does not ask either, for it writes nothing', async () => {
    const cwd = makeProject(SERVED);
    const { code, stdout } = await runCli(['--dry-run'], { cwd });
    expect(code).toBe(0);
    expect(stdout).not.toContain('Are you sure');
    expect(pageOf(cwd)).toBe('body { color: brown; }\n');
  });

  test('what is wrong with the sources is told before anything is asked', async () => {
    const cwd = makeProject(SERVED);
    const { code, stdout, stderr } = await runCli(['--set', 'INSTALLED_APPS=["plums"]'], {
      cwd,
      input: 'yes\n',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('plums');
  });
});

test('an empty or missing STATIC_ROOT is filled without a question', async () => {
  const cwd = makeProject(ORCHARD);
  const { code, stdout } = await runCli([], { cwd });
  expect(code).toBe(0);
  expect(stdout).not.toContain('Are you sure');
  expect(existsSync(join(cwd, 'public/apples/cox.svg'))).toBe(true);
});
