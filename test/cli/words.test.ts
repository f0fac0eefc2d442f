import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { errnoWords } from '../../src/errors.ts';
import { runCli } from '../fake-process.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const MANIFEST = 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage';

function project(assets: Readonly<Record<string, string>>, settings: string = ''): string {
  const root = mkdtempSync(join(tmpdir(), 'collectstatic-words-'));
  made.push(root);
  const files: Readonly<Record<string, string>> = {
    'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")\n',
    'proj/__init__.py': '',
    'proj/settings.py': `STATIC_URL = "/static/"\nSTATIC_ROOT = "out"\nINSTALLED_APPS = []\nSTATICFILES_DIRS = ["assets"]\nSTORAGES = {"staticfiles": {"BACKEND": "${MANIFEST}"}}\n${settings}`,
    ...Object.fromEntries(Object.entries(assets).map(([name, text]) => [`assets/${name}`, text])),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

async function told(root: string): Promise<string> {
  const { stderr } = await runCli(['--no-input'], { cwd: root });
  return stderr;
}

test('a reference that leaves STATIC_ROOT is called that, and no other file is proposed', async () => {
  const text = await told(project({ 'a.css': '.a{background:url(../../media/x.png)}', 'x.png': '' }));
  expect(text).toContain('"../../media/x.png", which leads out of STATIC_ROOT');
  expect(text).not.toContain('Did you mean');
});

test('a folder static/ inside of what is collected is named as the cause', async () => {
  const text = await told(
    project({ 'static/m.css': '.l{background:url(/static/logo.svg)}', 'static/logo.svg': '' }),
  );
  expect(text).toContain("'static/logo.svg' is there");
  expect(text).toContain('List that inner folder in STATICFILES_DIRS');
});

test('the input of a build may be left out', async () => {
  const text = await told(project({ 'css/input.css': '@import "tailwindcss";' }));
  expect(text).toContain('--ignore css/input.css');
  expect(text).toContain('--missing-references warn');
  expect(text).toContain('COLLECTSTATIC = {"ALLOW_MISSING": [...]}');
});

test('a warning that is the cause stands beside the error', async () => {
  const text = await told(
    project({ 'a.css': 'a{background:url(none.png)}' }, 'ALLOW_MISSING = ["none.png"]\n'),
  );
  expect(text).toContain('[missing-reference]');
  expect(text).toContain('ALLOW_MISSING at the top level of the settings does nothing');
  expect(text).toContain('Write COLLECTSTATIC = {"ALLOW_MISSING": ...}.');
});

test.each([
  ['["compressor.finders.CompressorFinder"]', 'names only compressor.finders.CompressorFinder'],
  ['[]', 'is empty'],
])('STATICFILES_FINDERS = %s collects nothing, and that is said', async (finders, words) => {
  const text = await told(project({ 'a.css': '' }, `STATICFILES_FINDERS = ${finders}\n`));
  expect(text).toContain(`STATICFILES_FINDERS ${words}: no finder looks into STATICFILES_DIRS or the apps`);
});

test.each([
  ['css/mian.css', 'css/main.css'],
  ['main.css', 'css/main.css'],
  ['CSS/Main.css', 'css/main.css'],
  ['vendor/main.css', 'css/main.css'],
])('find %s tells the nearest', async (asked, meant) => {
  const root = project({ 'css/main.css': '', 'js/app.js': '' });
  const { stderr, code } = await runCli(['find', asked], { cwd: root });
  expect(stderr).toContain(`No matching file found for '${asked}'.\nDid you mean '${meant}'?\n`);
  expect(code).toBe(1);
  const json = JSON.parse((await runCli(['find', asked, '--format', 'json'], { cwd: root })).stdout);
  expect(json.found).toEqual([{ path: asked, files: [], nearest: meant }]);
});

test('find proposes nothing for a name that is like no other', async () => {
  const root = project({ 'css/main.css': '' });
  expect((await runCli(['find', 'robots.txt'], { cwd: root })).stderr).toBe(
    "No matching file found for 'robots.txt'.\n",
  );
});

test('no code of the system stands without words', () => {
  const error = (code: string, message: string) => Object.assign(new Error(message), { code });
  expect(errnoWords(error('EXDEV', 'EXDEV: cross-device link not permitted, rename'))).toBe(
    'the two places are on different file systems (EXDEV)',
  );
  expect(errnoWords(error('ENOLINK', "ENOLINK: link has been severed, open '/x'"))).toBe(
    'link has been severed (ENOLINK)',
  );
  expect(errnoWords(error('EWHATEVER', 'odd'))).toBe('the system refused it (EWHATEVER)');
});

test('a working directory that is gone is called that', async () => {
  const gone = Object.assign(new Error('ENOENT: no such file or directory, uv_cwd'), {
    code: 'ENOENT',
    errno: -2,
    syscall: 'uv_cwd',
  });
  const { stderr, code } = await runCli(['--no-input'], {
    get cwd(): string {
      throw gone;
    },
  });
  expect(stderr).toContain('The working directory is gone');
  expect(stderr).not.toContain('uv_cwd');
  expect(code).toBe(1);
});
