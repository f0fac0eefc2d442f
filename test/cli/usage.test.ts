import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCli } from '../fake-process.ts';
import { makeProject, ORCHARD } from './project.ts';

describe('wrong usage ends with 2, says why on stderr, and does nothing', () => {
  test.each([
    ['an unknown option', ['--dryrun'], /unknown option '--dryrun'[\s\S]*--dry-run/],
    [
      'an unknown option of a command',
      ['find', '--frist', 'a.css'],
      /unknown option '--frist'[\s\S]*--first/,
    ],
    ['an unknown command', ['lsit'], /unknown command 'lsit'/],
    ['an unknown command beside known options', ['--no-input', 'fnid', 'a.css'], /unknown command 'fnid'/],
    ['a verbosity that is none', ['-v', '7'], /verbosity[\s\S]*'7'[\s\S]*0, 1, 2 or 3/],
    ['a verbosity that is no number', ['--verbosity', 'loud'], /verbosity[\s\S]*'loud'/],
    ['a format that is none', ['--format', 'xml'], /--format[\s\S]*'xml'[\s\S]*text, json/],
    ['a Django version that is none', ['--django-version', 'newest'], /django-version[\s\S]*'newest'/],
    ['a missing value', ['--static-root'], /--static-root/],
    ['a setting without a value', ['--set', 'STATIC_ROOT'], /--set[\s\S]*'STATIC_ROOT'[\s\S]*NAME=VALUE/],
    ['find without a path', ['find'], /missing required argument 'path'/],
    [
      'a command of publish that is none',
      ['publish', 'foo'],
      /'publish' has no command 'foo'[\s\S]*publish prune, publish rollback, publish purge/,
    ],
    ['list with a path', ['list', 'a.css'], /too many arguments/],
  ])('%s', async (_what, args, message) => {
    const cwd = makeProject(ORCHARD);
    const { code, stdout, stderr } = await runCli(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.match(/^error: /gm)).toHaveLength(1);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/--help/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(readdirSync(cwd)).not.toContain('public');
  });
});

test.each([
  ['--dryrun', '--dry-run'],
  ['--noinputt', '--no-input'],
  ['--fail-on-conflicts', '--fail-on-conflict'],
  ['--skip-mising-apps', '--skip-missing-apps'],
  ['--setings', '--settings'],
])('%s: did you mean %s?', async (wrong, right) => {
  const { stderr } = await runCli([wrong], { cwd: makeProject({}) });
  expect(stderr).toMatch(/did you mean/i);
  expect(stderr).toContain(right);
});

test.each([
  ['lsit', 'list'],
  ['fnid', 'find'],
  ['find-static', 'find'],
  ['ist', 'list'],
])('%s: did you mean the command %s?', async (wrong, right) => {
  const { stderr } = await runCli([wrong], { cwd: makeProject({}) });
  expect(stderr).toMatch(new RegExp(`did you mean ${right}\\?`, 'i'));
});

test('a word that is like no command gets no guess', async () => {
  const { stderr } = await runCli(['xylophone'], { cwd: makeProject({}) });
  expect(stderr).not.toMatch(/did you mean/i);
});
