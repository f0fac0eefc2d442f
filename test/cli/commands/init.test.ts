import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../fake-process.ts';
import { makeProject } from '../project.ts';

// `--init`: a config file to begin with, made of what the project has.

const PROJECT = {
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
  'shop/__init__.py': '',
  'shop/settings.py': 'STATIC_URL = "/s/"\nINSTALLED_APPS = ["one", "two"]\n',
  'one/__init__.py': '',
  'one/static/site.css': 'a {}',
  'two/__init__.py': '',
  'two/static/site.css': 'b {}',
};

test('it extends the settings that were found, and collects at once', async () => {
  const cwd = makeProject(PROJECT);
  const file = join(cwd, 'collectstatic.config.ts');
  const { code, stdout, stderr } = await runCli(['--init'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`${file} was written. It extends shop.settings`);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain("  EXTENDS: 'shop.settings',\n\n  STATIC_ROOT: 'staticfiles',\n");
  expect(text).toContain("offered twice now: 1.\n  // ALLOW_CONFLICTS: ['site.css'],\n");
  // The line that imports the types is for the built program.
  writeFileSync(file, text.replace(/^import.*$/m, 'const defineConfig = (config: object) => config;'));
  expect((await runCli(['--no-input'], { cwd })).code).toBe(0);
  expect(existsSync(join(cwd, 'staticfiles/site.css'))).toBe(true);
});

test('a STATIC_ROOT that is there is left as it is', async () => {
  const cwd = makeProject({
    ...PROJECT,
    'shop/settings.py': `${PROJECT['shop/settings.py']}STATIC_ROOT = "out"\n`,
  });
  expect((await runCli(['--init'], { cwd })).code).toBe(0);
  expect(readFileSync(join(cwd, 'collectstatic.config.ts'), 'utf8')).toContain(
    "\n  // STATIC_ROOT: 'staticfiles',\n",
  );
});

test.each(['collectstatic.config.ts', 'collectstatic.config.json'])(
  '%s is not written over',
  async (name) => {
    const cwd = makeProject({ ...PROJECT, [name]: name.endsWith('.ts') ? 'export default {}\n' : '{}' });
    const { code, stderr } = await runCli(['--init'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain(`${join(cwd, name)} [config-exists]`);
  },
);

const SETTINGS = 'from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\n';

test('--init settings appends a block in Python, and collects at once', async () => {
  const text = `${SETTINGS}${PROJECT['shop/settings.py']}`.trimEnd().replaceAll('\n', '\r\n');
  const odd = 'a\n"é\u{1f600}.css';
  const files = { [`one/static/${odd}`]: 'a {}', [`two/static/${odd}`]: 'b {}' };
  const cwd = makeProject({ ...PROJECT, ...files, 'shop/settings.py': text });
  const file = join(cwd, 'shop/settings.py');
  const { code, stdout, stderr } = await runCli(['--init', 'settings'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`A COLLECTSTATIC block was appended to ${file}.`);
  const written = readFileSync(file, 'utf8');
  expect(written.startsWith(`${text}\r\n\r\nSTATIC_ROOT = BASE_DIR / "staticfiles"\r\n`)).toBe(true);
  expect(written).not.toMatch(/[^\r]\n/);
  expect(written).toContain(String.raw`# "ALLOW_CONFLICTS": ["a\u000a\"\u00e9\U0001f600.css", "site.css"],`);
  // What the comments say is Python, and means the paths.
  writeFileSync(file, written.replace(/# (?="ALLOW_CONFLICTS")/, ''));
  const collected = await runCli(['--no-input', '--fail-on-conflict'], { cwd });
  expect(collected).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(join(cwd, 'staticfiles/site.css'))).toBe(true);
  const again = await runCli(['--init', 'settings'], { cwd });
  expect(again.stderr).toContain(`The settings have a COLLECTSTATIC already: ${file} [config-exists]`);
});

test('--init settings leaves a block of an imported module as it is', async () => {
  const cwd = makeProject({
    ...PROJECT,
    'shop/base.py': 'COLLECTSTATIC = {"IGNORE": ["*.map"]}\n',
    'shop/settings.py': `from shop.base import *\n${PROJECT['shop/settings.py']}`,
  });
  const { code, stderr } = await runCli(['--init', 'settings'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain('[config-exists]');
});

test('--init settings is for Python', async () => {
  const cwd = makeProject({ 'collectstatic.config.json': '{"STATICFILES_DIRS": []}' });
  const { code, stderr } = await runCli(['--init', 'settings'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain('[init-not-python]');
});

test('without settings, it says where it looked', async () => {
  const cwd = makeProject({ 'a.txt': '' });
  const { code, stderr } = await runCli(['--init'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain('[settings-not-found]');
});
