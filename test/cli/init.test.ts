import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../fake-process.ts';
import { makeProject } from './project.ts';

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

test('without settings, it says where it looked', async () => {
  const cwd = makeProject({ 'a.txt': '' });
  const { code, stderr } = await runCli(['--init'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain('[settings-not-found]');
});
