import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { type RunResult, runCli } from '../fake-process.ts';
import { makeProject } from './project.ts';

const cwd = tmpdir();

function widest(result: RunResult): number {
  return Math.max(...result.stdout.split('\n').map((line) => line.length));
}

test.each([['--help'], ['-h'], ['help']])('%s tells what there is, and is no failure', async (word) => {
  const result = await runCli([word], { cwd });
  expect(result).toMatchObject({ code: 0, stderr: '' });
  for (const part of [
    'find',
    'list',
    '--dry-run',
    '--no-input',
    '--fail-on-conflict',
    '--settings',
    'Examples:',
  ])
    expect(result.stdout).toContain(part);
});

test('help fits a terminal of 80 columns and a screen of 50 lines', async () => {
  const result = await runCli(['--help'], { cwd });
  expect(widest(result)).toBeLessThanOrEqual(80);
  expect(result.stdout.split('\n').length).toBeLessThanOrEqual(50);
});

test.each([
  ['find', '--first'],
  ['list', '--ignore'],
])('%s has help of its own', async (command, option) => {
  const result = await runCli([command, '--help'], { cwd });
  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(result.stdout).toContain(`collectstatic ${command}`);
  expect(result.stdout).toContain(option);
  expect(result.stdout).toContain('--format');
  expect(widest(result)).toBeLessThanOrEqual(80);
});

test('every example of the help is a command line that is understood', async () => {
  const { stdout } = await runCli(['--help'], { cwd });
  const examples =
    stdout.slice(stdout.indexOf('Examples:')).match(/^ {2}collectstatic.*?(?= {2,}|$)/gm) ?? [];
  expect(examples.length).toBeGreaterThanOrEqual(3);
  for (const example of examples) {
    const { code } = await runCli(example.trim().split(' ').slice(1), { cwd: makeProject({}) });
    // There are no settings in this folder, but nothing is wrong with the words.
    expect(code, example).toBe(1);
  }
});

test.each([['--version'], ['-V']])('%s prints the version of the package and nothing else', async (flag) => {
  const manifest = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  expect(await runCli([flag], { cwd })).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});
