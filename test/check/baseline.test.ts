import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findingsOf, runCheck, shop } from './project.ts';

const FILE = 'shop/templates/page.html';
const BROKEN = "{% load static %}\n{% static 'a.css' %}\n{% static 'b.css' %}\n{% static 'a.css' %}\n";

test('a baseline lets pass what it lists, wherever it has moved to, and nothing new', async () => {
  const cwd = shop({ [FILE]: BROKEN });
  const baseline = ['--baseline', 'known.json'];
  expect((await runCheck(cwd, ...baseline, '--update-baseline')).stdout).toBe(
    '3 findings written to known.json\n',
  );
  expect(await runCheck(cwd, ...baseline)).toMatchObject({ code: 0 });
  writeFileSync(join(cwd, FILE), `<html>\n\n${BROKEN}`);
  expect(await runCheck(cwd, ...baseline)).toMatchObject({
    code: 0,
    stdout: '3 references in 1 template and 3 Python files: 0 errors, 0 warnings, 3 known to the baseline.\n',
  });
  writeFileSync(join(cwd, FILE), `${BROKEN}{% static 'c.css' %}{% static 'b.css' %}`);
  expect(await findingsOf(cwd, ...baseline)).toEqual([
    `error missing-static ${FILE}:5:11`,
    `error missing-static ${FILE}:5:31`,
  ]);
});

test('--update-baseline --format json prints JSON', async () => {
  const cwd = shop({ [FILE]: BROKEN });
  const flags = ['--baseline', 'known.json', '--update-baseline'];
  const { code, stdout } = await runCheck(cwd, ...flags, '--format', 'json');
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({
    code: 0,
    command: 'check',
    ok: true,
    findings: [],
    baseline: { known: 3, stale: [] },
  });
  expect(JSON.parse((await runCheck(cwd, ...flags, '--format', 'sarif')).stdout)).toHaveProperty('runs');
});

test('an entry that nothing matches any more is told', async () => {
  const cwd = shop({ [FILE]: BROKEN });
  await runCheck(cwd, '--baseline', 'known.json', '--update-baseline');
  writeFileSync(join(cwd, FILE), "{% load static %}{% static 'a.css' %}{% static 'a.css' %}");
  const { code, stdout } = await runCheck(cwd, '--baseline', 'known.json');
  expect(code).toBe(0);
  expect(stdout).toContain(`gone: ${FILE}: {% static %} refers to "b.css"`);
});

test('a baseline that is not there, is broken, or has no name', async () => {
  const cwd = shop({ [FILE]: BROKEN, 'bad.json': '{"version": 1, "findings": [{}]}' });
  expect((await runCheck(cwd, '--baseline', 'none.json')).stderr).toContain('[baseline-unreadable]');
  expect((await runCheck(cwd, '--baseline', 'bad.json')).stderr).toContain(
    'its findings are not those of a baseline',
  );
  const nameless = await runCheck(cwd, '--update-baseline');
  expect(nameless).toMatchObject({ code: 2, stdout: '' });
  expect(nameless.stderr).toContain('--update-baseline needs to know which file to write');
  const unwritable = await runCheck(cwd, '--update-baseline', '--baseline', 'nowhere/known.json');
  expect(unwritable.stderr).toContain('[baseline-unwritable]');
  // It would forget what is known of all other files.
  const part = await runCheck(cwd, '--update-baseline', '--baseline', 'known.json', '--diff', 'HEAD');
  expect(part.code).toBe(2);
  expect(part.stderr).toContain("'--update-baseline' cannot be used with option '--diff <rev>'");
});

test('--strict fails for warnings too', async () => {
  const cwd = shop({ [FILE]: '<a href="/static/css/site.css">' });
  expect((await runCheck(cwd)).code).toBe(0);
  expect((await runCheck(cwd, '--strict')).code).toBe(1);
});

test('--fix writes what has one correction, and leaves the rest', async () => {
  const cwd = shop({
    [FILE]: `{% load staticfiles %}é{% static "/css/site.css" %}{% static 'img/LOGO.png' %}\r\n{% static 'no.css' %}\n`,
    'shop/templates/url.html': '{% load static %}<a href="/static/css/site.css">',
    'shop/forms.py': 'class F:\n    class Media:\n        js = ["/css/site.css", "CSS/site.css"]\n',
  });
  const { code, stdout } = await runCheck(cwd, '--fix');
  expect(code).toBe(1);
  expect(stdout).toContain('1 error, 0 warnings, 5 fixed.');
  expect(readFileSync(join(cwd, FILE), 'utf8')).toBe(
    `{% load static %}é{% static "css/site.css" %}{% static 'img/logo.png' %}\r\n{% static 'no.css' %}\n`,
  );
  expect(readFileSync(join(cwd, 'shop/templates/url.html'), 'utf8')).toBe(
    `{% load static %}<a href="{% static 'css/site.css' %}">`,
  );
  expect(readFileSync(join(cwd, 'shop/forms.py'), 'utf8')).toContain('["/css/site.css", "css/site.css"]');
  expect(await findingsOf(cwd)).toEqual([`error missing-static ${FILE}:2:11`]);
});

test('--diff tells only of files that changed', async () => {
  const cwd = shop({ [FILE]: BROKEN, 'shop/templates/old.html': BROKEN });
  const outside = await runCheck(cwd, '--diff', 'HEAD');
  expect(outside.code).toBe(1);
  expect(outside.stderr).toContain('because not a git repository');
  expect(outside.stderr).toContain('Run it in a checkout of git, or leave out --diff.');
  const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd, encoding: 'utf8' });
  git('init', '-q');
  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-qm', 'start');
  writeFileSync(join(cwd, FILE), `${BROKEN} `);
  writeFileSync(join(cwd, 'shop/templates/new.html'), "{% load static %}{% static 'n.css' %}");
  const files = (await findingsOf(cwd, '--diff', 'HEAD')).map((line) => line.split(/[ :]/)[2]);
  expect([...new Set(files)]).toEqual(['shop/templates/new.html', FILE]);
  expect((await runCheck(cwd, '--diff', 'nothing')).stderr).toContain('[diff-unknown]');
});
