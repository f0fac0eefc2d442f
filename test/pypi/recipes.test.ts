import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { REGISTRIES, run } from './environment.ts';
import { makeSite } from './mysite.ts';

// The recipes of src/pypi/recipes.md, as far as they go without an image, a host or a CI.

const { environment, file: wheel, pip } = inject('wheel');
const home = mkdtempSync(join(tmpdir(), 'collectstatic-recipes-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const text = readFileSync(new URL('../../src/pypi/recipes.md', import.meta.url), 'utf8');

function blocks(language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...text.matchAll(fence)].map(([, block = '']) => block);
}

/** A project with Vite's output in an app. */
function project(name: string): string {
  const folder = join(home, name);
  makeSite(folder, ['django==5.2.*', wheel]);
  return folder;
}

/** The commands of this tool in all blocks, each once. */
function commands(): readonly string[] {
  const lines = [...blocks('sh'), ...blocks('yaml'), ...blocks('json')]
    .join('\n')
    .matchAll(/\bcollectstatic (--[^"\n]*)/g);
  return [...new Set([...lines].map(([, args = '']) => args.trim()))];
}

test('there are commands to run', () => expect(commands().length).toBeGreaterThanOrEqual(3));

test.each(commands())('collectstatic %s', (args) => {
  const cwd = project('of-commands');
  const { code, stderr } = run(join(environment, 'bin/collectstatic'), args.split(' '), { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('what Vite has named keeps its name', () => {
  const cwd = project('of-vite');
  expect(run(join(environment, 'bin/collectstatic'), ['--no-input'], { cwd }).code).toBe(0);
  expect(readdirSync(join(cwd, 'staticfiles/assets'))).toEqual(['main-B1xCDe3f.js']);
});

test('what a buildpack runs by itself: help first, then the command with its own flags', () => {
  const cwd = project('of-a-host');
  const env = { SECRET_KEY: 'x', DATABASE_NAME: 'x' };
  const python = (...args: readonly string[]) =>
    run(join(environment, 'bin/python'), ['manage.py', ...args], { cwd, env });
  expect(python('help', 'collectstatic')).toMatchObject({ code: 0, stderr: '' });
  const { code, stdout, stderr } = python('collectstatic', '--noinput', '--traceback');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^\n\d+ static files copied to '/);
});

/** Runs a tool of PyPI as uv does, with our commands on PATH. nox makes its environments by uv, which is quicker. */
function tool(name: string, args: readonly string[], cwd: string): ReturnType<typeof run> {
  const PATH = [join(environment, 'bin'), dirname(pip), process.env.PATH].join(':');
  const env = { ...REGISTRIES, PIP_NO_COMPILE: '1', NOX_DEFAULT_VENV_BACKEND: 'uv', PATH };
  return run(join(dirname(pip), 'uv'), ['tool', 'run', '--quiet', name, ...args], { cwd, env });
}

const CONFLICTS = { code: 0, text: expect.stringContaining('Pretending to copy') };

test.each([
  ['nox', 'python', 'noxfile.py', ['-s', 'static_files']],
  ['tox', 'ini', 'tox.ini', ['run', '-e', 'static_files']],
])('%s runs its recipe', (name, language, file, args) => {
  const cwd = project(`of-${name}`);
  writeFileSync(join(cwd, file), blocks(language)[0] ?? '');
  const { code, stdout, stderr } = tool(name, args, cwd);
  expect({ code, text: stdout + stderr }).toEqual(CONFLICTS);
});

test('pre-commit runs its recipe, and stops at a conflict', () => {
  const cwd = project('of-pre-commit');
  const hook = blocks('yaml').find((block) => block.includes('hooks:')) ?? '';
  writeFileSync(join(cwd, '.pre-commit-config.yaml'), hook);
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
  ])
    expect(run('git', args, { cwd })).toMatchObject({ code: 0 });
  const fine = tool('pre-commit', ['run', '--all-files'], cwd);
  expect(fine).toMatchObject({ code: 0, stdout: expect.stringContaining('Passed') });
  mkdirSync(join(cwd, 'blog/static/admin/css'), { recursive: true });
  writeFileSync(join(cwd, 'blog/static/admin/css/base.css'), '');
  const broken = tool('pre-commit', ['run', '--all-files'], cwd);
  expect(broken).toMatchObject({ code: 1, stdout: expect.stringContaining('[conflict]') });
});

test('uv run, in a project of uv', () => {
  const cwd = project('of-uv');
  const table = `[project]\nname = "mysite"\nversion = "1"\nrequires-python = ">=3.10"\n`;
  writeFileSync(
    join(cwd, 'pyproject.toml'),
    `${table}dependencies = ["django==5.2.*", "collectstatic @ file://${wheel}"]\n`,
  );
  const args = ['run', '--quiet', 'collectstatic', '--no-input'];
  const { code, stderr } = run(join(dirname(pip), 'uv'), args, { cwd, env: REGISTRIES });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(existsSync(join(cwd, 'staticfiles/admin/css/base.css'))).toBe(true);
});

test('workflows are YAML', () => {
  for (const block of blocks('yaml')) expect(parse(block)).toBeTypeOf('object');
});
