import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { manualPage } from '../../src/cli/shell/index.ts';
import { runCli } from '../fake-process.ts';

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

test.skipIf(!has('fish'))('fish completes commands, options and values', async () => {
  const ask = async (line: string): Promise<string> =>
    spawnSync('fish', ['-c', 'source $argv[1]; complete -C $argv[2]', await script('fish'), line], {
      encoding: 'utf8',
    }).stdout;
  expect(await ask('collectstatic pr')).toMatch(/^prune\t/m);
  expect(await ask('collectstatic --dry')).toMatch(/^--dry-run\t/m);
  expect(await ask('collectstatic --format j')).toMatch(/^json\b/m);
  expect(await ask('collectstatic prune --ke')).toMatch(/^--keep\t/m);
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
