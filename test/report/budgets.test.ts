import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeProject } from '../cli/project.ts';
import { type RunResult, runCli } from '../fake-process.ts';

const LINE = 'export const answer = 42; // the same line again and again\n';

/** A project of one app with 59 kB of JavaScript that gzip makes small, and BUDGETS as Python writes them. */
function budgeted(budgets: string): string {
  return makeProject({
    'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")\n',
    'site_settings.py': [
      'INSTALLED_APPS = ["shop"]',
      'STATIC_URL = "static/"',
      'STATIC_ROOT = "public"',
      `COLLECTSTATIC = {"BUDGETS": ${budgets}}`,
      '',
    ].join('\n'),
    'shop/__init__.py': '',
    'shop/static/shop/app.js': LINE.repeat(1000),
    'shop/static/shop/img/dot.png': 'PNG',
  });
}

function run(cwd: string, ...args: readonly string[]): Promise<RunResult> {
  return runCli(['--no-input', ...args], { cwd });
}

async function problemsOf(cwd: string, ...args: readonly string[]): Promise<readonly unknown[]> {
  const { stdout } = await run(cwd, '--format', 'json', ...args);
  return (JSON.parse(stdout) as { readonly problems: readonly unknown[] }).problems;
}

test('a budget that is kept is told, in text and in JSON', async () => {
  const cwd = budgeted('{"**/*.js": "2 kB gzip", "*": "59 KiB"}');
  const { code, stdout } = await run(cwd);
  expect(code).toBe(0);
  expect(stdout).toMatch(/budget \*\*\/\*\.js: \d+ B gzip of 2 kB gzip\nbudget \*: 59 kB of 59 KiB\n/);
  const json = JSON.parse((await run(cwd, '--format', 'json')).stdout);
  expect(json.budgets).toMatchObject([
    { glob: '**/*.js', words: '2 kB gzip', measure: 'gzip', files: 1, most: 2000, isKept: true },
    { glob: '*', measure: 'raw', files: 2, size: 59_003, most: 60_416, isKept: true },
  ]);
});

test('a broken budget ends the run before anything is written, a dry run too', async () => {
  const cwd = budgeted('{"**/*.js": "50 kB"}');
  for (const args of [[], ['--dry-run']]) {
    const { code, stderr } = await run(cwd, ...args);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'error: **/*.js is 59 kB in 1 file, 9.0 kB over its budget of 50 kB [budget-broken]\n  at ' +
        `${cwd}/site_settings.py:4:1`,
    );
    expect(stderr).toContain('because the biggest is shop/app.js (59 kB)');
  }
  expect(existsSync(join(cwd, 'public/shop'))).toBe(false);
});

test('growth is measured by the last release', async () => {
  const cwd = budgeted('{"*": "+5 %", "**/*.js": "+1 kB gzip"}');
  expect(await problemsOf(cwd)).toMatchObject([
    { code: 'budget-not-judged', severity: 'warning', cause: 'there is no release to compare with' },
    { code: 'budget-not-judged' },
  ]);
  expect(await problemsOf(cwd)).toEqual([]);
  writeFileSync(join(cwd, 'shop/static/shop/app.js'), LINE.repeat(1020));
  expect(await problemsOf(cwd)).toEqual([]);
  writeFileSync(join(cwd, 'shop/static/shop/app.js'), LINE.repeat(1200));
  expect(await problemsOf(cwd)).toMatchObject([
    {
      code: 'budget-broken',
      message: '* is 71 kB in 2 files, 7.6 kB over its budget of +5 %; it was 60 kB in the last release',
    },
  ]);
});

test('growth is measured by a saved list, if one is named', async () => {
  const cwd = budgeted('{"*": "+5 %"}');
  const { stdout } = await runCli(['list', '--format', 'json'], { cwd });
  writeFileSync(join(cwd, 'old.json'), stdout);
  writeFileSync(join(cwd, 'shop/static/shop/app.js'), LINE.repeat(1200));
  const { code, stderr } = await run(cwd, '--against', 'old.json');
  expect(code).toBe(1);
  expect(stderr).toContain(`it was 59 kB in ${cwd}/old.json [budget-broken]`);
});

test.each([
  ['no file', undefined, 'no such file or folder (ENOENT)'],
  ['no JSON', 'PNG', 'Unexpected token'],
  ['another document', '{"version": 1}', 'it has no list of files with their sizes'],
  ['a list of others', '{"version": 1, "files": [{"path": 5}]}', 'it has no list of files with their sizes'],
])('a saved report that is %s is named', async (_, text, cause) => {
  const cwd = budgeted('{"*": "+5 %"}');
  if (text !== undefined) writeFileSync(join(cwd, 'old.json'), text);
  const { code, stderr } = await run(cwd, '--against', 'old.json');
  expect(code).toBe(1);
  expect(stderr).toContain(`${cwd}/old.json can't be compared with [against-invalid]`);
  expect(stderr).toContain(cause);
});

test.each([
  ['300 kb', "'kb' is no unit", 'Did you mean kB?'],
  ['300', 'it has no unit', 'Known units are B, kB, MB'],
  ['5 %', 'a percentage is of growth', "Write '+5 %'."],
  ['300 kB brotli', 'Brotli is shown, but is no measure of a budget', 'Measure gzip'],
  ['300 kB zip', "'zip' is no measure", "Known are 'gzip' and 'raw'"],
  ['much', 'that is no size', "as in '300 kB gzip'"],
  ['-5 %', 'that is no size', "as in '300 kB gzip'"],
  ['', 'that is no size', "as in '300 kB gzip'"],
])("'%s' is refused in clear words", async (words, fault, hint) => {
  const { code, stderr } = await run(budgeted(`{"*": "${words}"}`));
  expect(code).toBe(1);
  expect(stderr).toContain(`error: BUDGETS['*'] is '${words}': ${fault}`);
  expect(stderr).toContain('site_settings.py:4:');
  expect(stderr).toContain(hint);
});

test('a value that is no string is refused', async () => {
  expect(await problemsOf(budgeted('{"*": 300}'))).toMatchObject([{ code: 'setting-invalid' }]);
  expect(await problemsOf(budgeted('"300 kB"'))).toMatchObject([{ code: 'setting-invalid' }]);
});

test('a glob that matches nothing is a warning that knows the usual slip', async () => {
  const { code, stderr } = await run(budgeted('{"*.js": "1 kB", "**/*.wasm": "1 kB"}'));
  expect(code).toBe(0);
  expect(stderr).toContain("No file matches '*.js' of BUDGETS [budget-matches-nothing]");
  expect(stderr).toContain("'**/*.js' does match.");
  expect(stderr).toContain("No file matches '**/*.wasm' of BUDGETS");
});

test('a glob that would never come to an end is refused', async () => {
  const { stderr } = await run(budgeted('{"x{1..10000000}": "1 kB"}'));
  expect(stderr).toContain('[budget-invalid]');
});

test('a config file has budgets too, and a flag overrides them', async () => {
  const cwd = budgeted('{}');
  writeFileSync(
    join(cwd, 'collectstatic.config.json'),
    '{"EXTENDS": "site_settings",\n "BUDGETS": {"*": "1 kB"}}',
  );
  const { stderr } = await run(cwd);
  expect(stderr).toContain(`at ${cwd}/collectstatic.config.json:2:`);
  expect((await run(cwd, '--set', 'BUDGETS={"*": "1 MB"}')).code).toBe(0);
});
