import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createProgram } from '../../../src/cli/program.ts';
import { manualPage } from '../../../src/cli/shell/index.ts';
import { runCli } from '../../fake-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'collectstatic-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function script(shell: string): Promise<string> {
  const { code, stdout } = await runCli(['completion', shell], { cwd: folder });
  expect(code).toBe(0);
  const file = join(folder, `completion.${shell}`);
  writeFileSync(file, stdout);
  return file;
}

/** Asks bash what it would offer at the end of a line. */
async function offered(...line: readonly string[]): Promise<readonly string[]> {
  const code = `. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _collectstatic; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', code, await script('bash'), ...line], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

test('bash completes commands, options and values', async () => {
  expect(await offered('collectstatic', 'pr')).toEqual(['prune', 'preview']);
  expect(await offered('collectstatic', '--d')).toEqual(expect.arrayContaining(['--dry-run', '--durable']));
  expect(await offered('collectstatic', '-n', '--format', 'js')).toEqual(['json']);
  expect(await offered('collectstatic', '-v', '')).toEqual(['0', '1', '2', '3']);
  expect(await offered('collectstatic', 'prune', '--k')).toEqual(['--keep']);
  expect(await offered('collectstatic', 'completion', '')).toEqual(['bash', 'zsh', 'fish']);
  expect(await offered('/venv/bin/findstatic', '--fi')).toEqual(['--first']);
  expect(await offered('collectstatic', '--answ')).toEqual(['']);
});

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

test.skipIf(!has('fish'))('fish completes (skipped where there is no fish)', async () => {
  const configuration = join(folder, 'fish');
  const completions = join(configuration, 'fish/completions');
  mkdirSync(completions, { recursive: true });
  // It loads no script for a command that is not there.
  writeFileSync(join(folder, 'collectstatic'), '#!/bin/sh\n', { mode: 0o755 });
  copyFileSync(await script('fish'), join(completions, 'collectstatic.fish'));
  const lines = ['pr', '--dry', '--format j', 'prune --ke', 'completion '];
  const path = `${folder}:${process.env.PATH}`;
  const env = { XDG_CONFIG_HOME: configuration, HOME: folder, PATH: path };
  const { stdout } = spawnSync(
    'fish',
    ['-c', 'for line in $argv; complete -C "collectstatic $line"; end', ...lines],
    { env: { ...process.env, ...env }, encoding: 'utf8' },
  );
  for (const word of ['prune', '--dry-run', 'json', '--keep', 'zsh'])
    expect(stdout).toMatch(new RegExp(`^${word}\\b`, 'm'));
});

/** The line editor of an interactive zsh completes each line, and tells what it was offered. */
const ZSHRC = `PROMPT=
fpath=($FOLDER $fpath)
autoload -Uz compinit && compinit -u -D
compadd() {
  local -a found
  builtin compadd -O found "$@"
  offered+=($found)
  builtin compadd "$@"
}
zle-line-init() {
  local line
  for line in \${(f)LINES_TO_COMPLETE}; do
    offered=()
    BUFFER=$line CURSOR=$#line
    zle complete-word
    print -r -- $offered >>$FOLDER/offered
  done
  exit
}
zle -N zle-line-init
`;

const ZSH_IN_TERMINAL = 'zmodload zsh/zpty; zpty shell zsh -i; while zpty -r shell text; do :; done';

test.skipIf(!has('zsh'))('zsh completes (skipped where there is no zsh)', async () => {
  copyFileSync(await script('zsh'), join(folder, '_collectstatic'));
  writeFileSync(join(folder, '.zshrc'), ZSHRC);
  const lines = ['pr', '--dr', '--format j', '-v ', 'prune --ke', 'completion '].map(
    (line) => `collectstatic ${line}`,
  );
  const env = { ZDOTDIR: folder, FOLDER: folder, TERM: 'xterm' };
  spawnSync('zsh', ['-fc', ZSH_IN_TERMINAL], {
    env: { ...process.env, ...env, LINES_TO_COMPLETE: [...lines, 'findstatic --fi'].join('\n') },
  });
  // One that stands in several groups is offered by each.
  const told = readFileSync(join(folder, 'offered'), 'utf8').trimEnd().split('\n');
  expect(told.map((line) => [...new Set(line.split(' '))].join(' '))).toEqual([
    'prune preview',
    '--dry-run',
    'json junit',
    '0 1 2 3',
    '--keep',
    'bash zsh fish',
    '--first',
  ]);
});

test.skipIf(!has('zsh'))('zsh takes its script', async () => {
  const code =
    'autoload -U compinit && compinit -u -D; source $1; print -r -- $_comps[collectstatic] $_comps[findstatic]';
  const { stdout, stderr } = spawnSync('zsh', ['-fc', code, 'zsh', await script('zsh')], {
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: '_collectstatic _collectstatic\n', stderr: '' });
});

test('a shell that has no script is refused with those that have', async () => {
  const { code, stderr } = await runCli(['completion', 'csh'], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toContain('bash, zsh, fish');
});

test('the manual has each command and each option, and nothing that troff would take for a request', () => {
  const program = createProgram(process);
  const page = manualPage(program, '1.2.3');
  for (const { long } of program.options.filter(({ hidden }) => !hidden))
    expect(page).toContain(`\\fB${long?.replaceAll('-', '\\-')}\\fR`);
  for (const command of program.commands)
    expect(page).toContain(`.SS ${command.name().replaceAll('-', '\\-')}`);
  const requests = new Set([...page.matchAll(/^['.](\S*)/gm)].map(([, name]) => name));
  expect([...requests].sort()).toEqual(['B', 'SH', 'SS', 'TH', 'TP', 'br']);
});
