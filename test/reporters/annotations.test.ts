import { expect, test } from 'vitest';
import { githubText } from '../../src/reporters/annotations/github.ts';
import { gitlabJson } from '../../src/reporters/annotations/gitlab.ts';
import { junitXml } from '../../src/reporters/annotations/junit.ts';
import { sarifJson } from '../../src/reporters/annotations/sarif.ts';
import type { Finding } from '../../src/types.ts';
import { shop } from '../check/project.ts';
import { runCli } from '../fake-process.ts';
import { gitlabErrors, junitErrors, sarifErrors } from './schemas.ts';

const at = { file: '/srv/shop/a,b: 100%/page é.html', line: 3, column: 5, endLine: 3, endColumn: 12 };
const ERROR: Finding = {
  code: 'missing-static',
  severity: 'error',
  message: 'refers to "a<b>&c.css"\n100%, which no source offers',
  hint: 'Add the file.',
  at,
  fingerprint: '0123456789abcdef',
};
const WARNING: Finding = { ...ERROR, severity: 'warning', code: 'hard-coded-url', fingerprint: 'ff' };
const ELSEWHERE: Finding = { ...ERROR, at: { file: '/venv/site-packages/x.html' }, fingerprint: 'ee' };
const NOTE: Finding = { ...ERROR, severity: 'note', fingerprint: 'dd' };
const ALL = [ERROR, WARNING, ELSEWHERE, NOTE];

test('GitHub: properties and text are escaped; columns only within one line', () => {
  const [first, second] = githubText([ERROR], '/srv/shop').split('\n');
  expect(first).toBe(
    '::error file=a%2Cb%3A 100%25/page é.html,line=3,endLine=3,col=5,endColumn=12,title=missing-static::refers to "a<b>&c.css"%0A100%25, which no source offers. Add the file.',
  );
  expect(second).toBe('::notice title=collectstatic check::1 errors and 0 warnings about static files');
});

test('GitHub: ten errors and ten warnings, then a line that counts all; nothing for none', () => {
  const many = [...Array(12).fill(WARNING), ...Array(11).fill(ERROR), NOTE];
  const lines = githubText(many, '/srv/shop').trimEnd().split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual([
    ...Array(10).fill('::error'),
    ...Array(10).fill('::warning'),
    '::notice',
  ]);
  expect(lines.at(-1)).toContain('11 errors and 12 warnings');
  expect(githubText([NOTE], '/srv/shop')).toBe('');
});

test('annotations follow the text by themselves under GitHub Actions', async () => {
  const cwd = shop({ 'shop/templates/page.html': "{% load static %}{% static 'no.css' %}" });
  const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: cwd };
  const { stdout } = await runCli(['check'], { cwd, env });
  expect(stdout).toContain('::error file=shop/templates/page.html,line=1,endLine=1,col=28,endColumn=36,');
});

test('SARIF is valid by the OASIS schema, with relative URIs and fingerprints', () => {
  const text = sarifJson(ALL, '/srv/shop', '1.2.3');
  expect(sarifErrors(text)).toBeNull();
  const log = JSON.parse(text) as { readonly runs: readonly { readonly results: readonly unknown[] }[] };
  expect(log.runs[0]?.results[0]).toMatchObject({
    ruleId: 'missing-static',
    level: 'error',
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'a%2Cb%3A%20100%25/page%20%C3%A9.html' },
          region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 12 },
        },
      },
    ],
    partialFingerprints: { 'collectstatic/v1': '0123456789abcdef' },
  });
  expect(sarifErrors(sarifJson([], '/', '1'))).toBeNull();
});

test('GitLab: what its code quality report has, without files outside of the checkout', () => {
  expect(JSON.parse(gitlabJson(ALL, '/srv/shop'))).toEqual(
    [ERROR, WARNING, NOTE].map(({ code, fingerprint, severity }) => ({
      description: 'refers to "a<b>&c.css"\n100%, which no source offers. Add the file.',
      check_name: code,
      fingerprint,
      severity: { error: 'major', warning: 'minor', note: 'info' }[severity],
      location: { path: 'a,b: 100%/page é.html', lines: { begin: 3 } },
    })),
  );
});

test('GitLab: the report is valid, with findings that have no file', () => {
  const { at: _, ...nowhere } = ERROR;
  expect(gitlabErrors(gitlabJson([...ALL, { ...nowhere, fingerprint: 'cc' }], '/srv/shop'))).toBeNull();
  expect(gitlabErrors(gitlabJson([], '/'))).toBeNull();
  expect(gitlabErrors('[{"description": "", "check_name": "a"}]')).not.toBeNull();
});

test('JUnit: the report is valid by its schema', async () => {
  expect(await junitErrors(junitXml(ALL, '/srv/shop'))).toBeNull();
  expect(await junitErrors(junitXml([{ ...ERROR, message: 'a\u0000\u001b"\ud800' }], '/'))).toBeNull();
  expect(await junitErrors(junitXml([], '/', 'a & "b"'))).toBeNull();
  expect(await junitErrors('<testsuites><testsuite name="a"/></testsuites>')).not.toBeNull();
});

test('JUnit: a failure for each error and warning; one case that passes for none', () => {
  const xml = junitXml([ERROR, NOTE], '/srv/shop');
  expect(xml).toContain('<testsuite name="collectstatic check" tests="2" failures="1" errors="0">');
  expect(xml).toContain(
    '<failure type="error" message="refers to &quot;a&lt;b&gt;&amp;c.css&quot;&#10;100%, which no source offers">',
  );
  expect(junitXml([], '/')).toContain('tests="1" failures="0"');
  expect(junitXml([{ ...ERROR, message: 'a\u0000b' }], '/')).not.toContain('\u0000');
});

test('--format writes nothing else on stdout', async () => {
  const cwd = shop({ 'shop/templates/page.html': "{% load static %}{% static 'no.css' %}" });
  const env = { GITHUB_ACTIONS: 'true' };
  for (const format of ['sarif', 'gitlab', 'json']) {
    const { code, stdout, stderr } = await runCli(['check', '--format', format], { cwd, env });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    JSON.parse(stdout);
  }
});
