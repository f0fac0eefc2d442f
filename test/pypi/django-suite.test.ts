import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { run } from './environment.ts';
import { makeProject, shell } from './project.ts';

// Django's own tests of staticfiles, from its source archive, with our management commands in place of Django's.

const { environment, pip } = inject('wheel');
const home = mkdtempSync(join(tmpdir(), 'collectstatic-suite-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Tests of Django's that do not hold here, and why it is better so. Each has a test of what holds instead, below. */
const BETTER: Readonly<Record<string, string>> = {
  'TestCollectionOverwriteWarning.test_warning': 'names both files instead of saying that there is another',
  'TestCollectionManifestStorage.test_import_loop': 'collects files that import each other in a circle',
  'TestCollectionManifestStorage.test_post_processing_failure':
    'tells every missing reference with its place',
  'TestCollectionManifestStorage.test_post_processing_nonutf8': 'collects a file that is not UTF-8 as it is',
};

test('of Django’s tests of staticfiles only those differ that are better here', () => {
  const tests = join(unpacked(), 'tests');
  putInPlace(join(tests, 'runtests.py'), join(tests, 'staticfiles_tests/settings.py'));
  const args = ['runtests.py', 'staticfiles_tests', '--parallel', '1'];
  const { stderr } = run(join(environment, 'bin/python'), args, { cwd: tests });
  expect(Number(/^Ran (\d+) tests/m.exec(stderr)?.[1])).toBeGreaterThanOrEqual(190);
  const differing = [...stderr.matchAll(/^(?:FAIL|ERROR): \w+ \(\w+\.\w+\.(\w+\.\w+)\)/gm)].map(
    ([, name]) => name,
  );
  expect(differing.sort()).toEqual(Object.keys(BETTER).sort());
});

/** Fetches the source of the Django that is installed. */
function unpacked(): string {
  const version = run(join(environment, 'bin/python'), ['-c', 'import django; print(django.__version__)'], {
    cwd: home,
  });
  const asked = `django==${version.stdout.trim()}`;
  const args = [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--no-binary',
    ':all:',
  ];
  execFileSync(pip, [...args, '--dest', home, asked], { stdio: ['ignore', 'inherit', 'inherit'] });
  const archive = readdirSync(home).find((name) => name.endsWith('.tar.gz')) ?? '';
  execFileSync('tar', ['xf', archive], { cwd: home });
  return join(home, archive.replace('.tar.gz', ''));
}

/** Puts our app before Django's; its storages in memory and in the cloud are left to Django's command. */
function putInPlace(...files: readonly string[]): void {
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
      .replace(/^ {4,8}"django\.contrib\.staticfiles",$/m, '"collectstatic",\n$&')
      .replace(/^TEST_SETTINGS = \{$/m, '$&\n    "COLLECTSTATIC_FALLBACK": True,');
    expect(text).toContain('"collectstatic",');
    writeFileSync(file, text);
  }
}

const BACKEND = 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage';

/** Collects a project with these files by call_command; what it printed is the result. */
function call(files: Readonly<Record<string, string>>): { readonly folder: string; readonly said: string } {
  const folder = makeProject('STATICFILES_DIRS = [BASE_DIR / "first"]', { 'first/keep.txt': '', ...files });
  const code = 'call_command("collectstatic", interactive=False, ignore_patterns=["admin"])';
  const { stdout, stderr } = shell(environment, folder, code, { BACKEND });
  return { folder, said: stdout + stderr };
}

test('instead of test_warning: winner and loser are named', () => {
  const { folder, said } = call({ 'first/blog/logo.svg': '<svg id="mine"/>' });
  expect(said).toContain('conflict: blog/logo.svg');
  expect(said).toMatch(new RegExp(`winner +${folder}/first/blog/logo.svg`));
  expect(said).toMatch(new RegExp(`loser +${folder}/blog/static/blog/logo.svg`));
});

test('instead of test_import_loop: a circle is hashed as one', () => {
  const { folder, said } = call({
    'first/a.css': '@import url("b.css");\n',
    'first/b.css': '@import url("a.css");\n',
  });
  expect(said).toMatch(/post-processed/);
  const names = readdirSync(join(folder, 'staticfiles'));
  const b = names.find((name) => /^b\.\w{12}\.css$/.test(name)) ?? 'none';
  const a = names.find((name) => /^a\.\w{12}\.css$/.test(name)) ?? 'none';
  expect(readFileSync(join(folder, 'staticfiles', a), 'utf8')).toContain(b);
  expect(readFileSync(join(folder, 'staticfiles', b), 'utf8')).toContain(a);
});

test('instead of test_post_processing_failure: each missing reference, with its place', () => {
  const { folder, said } = call({
    'first/faulty.css': 'a { background: url(x.png) }\nb { background: url(y.png) }\n',
  });
  expect(said).toContain(`${folder}/first/faulty.css:1`);
  expect(said).toContain(`${folder}/first/faulty.css:2`);
});

test('instead of test_post_processing_nonutf8: the bytes are collected, with a warning', () => {
  const { folder } = call({});
  writeFileSync(join(folder, 'first/latin.css'), Buffer.from([0x2f, 0x2a, 0xe9, 0x2a, 0x2f]));
  const again = 'call_command("collectstatic", interactive=False, ignore_patterns=["admin"])';
  expect(shell(environment, folder, again, { BACKEND })).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('[not-utf8]'),
  });
  const names = readdirSync(join(folder, 'staticfiles'));
  expect(names.filter((name) => /^latin\.(\w{12}\.)?css$/.test(name)).length).toBe(2);
});
