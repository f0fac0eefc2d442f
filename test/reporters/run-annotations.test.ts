import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeProject, ORCHARD } from '../cli/project.ts';
import { runCli } from '../fake-process.ts';
import { gitlabErrors, junitErrors, sarifErrors } from './schemas.ts';

/** Two apps in conflict, and a style sheet whose image is missing. */
const BROKEN = {
  ...ORCHARD,
  'apples/static/css/lost.css': 'body {\n  background: url(gone.png);\n}\n',
};
const MANIFEST = ['--no-input', '--set', 'STORAGE=manifest'];

test('a run tells its conflicts in the formats of other tools, and nothing else on stdout', async () => {
  const cwd = makeProject(ORCHARD);
  const run = (format: string) => runCli(['--no-input', '--format', format], { cwd });
  const [sarif, gitlab, junit, github] = [
    await run('sarif'),
    await run('gitlab'),
    await run('junit'),
    await run('github'),
  ];
  expect([sarif, gitlab, junit, github].map(({ code, stderr }) => [code, stderr])).toEqual(
    Array(4).fill([0, '']),
  );
  expect(sarifErrors(sarif.stdout)).toBeNull();
  expect(gitlabErrors(gitlab.stdout)).toBeNull();
  expect(await junitErrors(junit.stdout)).toBeNull();
  expect(junit.stdout).toContain('<testsuite name="collectstatic" tests="1" failures="1"');
  expect(JSON.parse(gitlab.stdout)).toMatchObject([
    {
      check_name: 'conflict-same-path',
      severity: 'minor',
      location: { path: 'pears/static/css/page.css', lines: { begin: 1 } },
    },
  ]);
  expect(github.stdout).toMatch(
    /^::warning file=pears\/static\/css\/page\.css,title=conflict-same-path::css\/page\.css is offered by app apples and app pears\. The files differ; that of apples is collected\./,
  );
});

test('annotations follow the text of a run by themselves under GitHub Actions', async () => {
  const cwd = makeProject(ORCHARD);
  const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: cwd };
  const { code, stdout } = await runCli(['--no-input'], { cwd, env });
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /2 static files copied to .*\n::warning file=.*\n::notice title=collectstatic::0 errors/,
  );
  const json = await runCli(['--no-input', '--format', 'json'], { cwd, env });
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: true });
});

test('identity does not depend on where the checkout lies, nor on lines', async () => {
  const prints = async (files: Readonly<Record<string, string>>): Promise<unknown> => {
    const { stdout } = await runCli([...MANIFEST, '--format', 'gitlab'], { cwd: makeProject(files) });
    return (JSON.parse(stdout) as readonly { fingerprint: string }[]).map(({ fingerprint }) => fingerprint);
  };
  const moved = { ...BROKEN, 'apples/static/css/lost.css': `\n\n${BROKEN['apples/static/css/lost.css']}` };
  expect(await prints(moved)).toEqual(await prints(BROKEN));
});

test('a run that fails tells its errors in each format, with their places, and as text on stderr', async () => {
  const cwd = makeProject(BROKEN);
  const run = (format: string) => runCli([...MANIFEST, '--format', format], { cwd });
  const github = await run('github');
  expect(github.code).toBe(1);
  expect(github.stderr).toContain('error: ');
  expect(github.stdout).toContain(
    '::error file=apples/static/css/lost.css,line=2,col=19,title=missing-reference::',
  );
  const [sarif, gitlab, junit] = [await run('sarif'), await run('gitlab'), await run('junit')];
  expect(sarifErrors(sarif.stdout)).toBeNull();
  expect(sarif.stdout).toContain('"startLine": 2');
  expect(gitlabErrors(gitlab.stdout)).toBeNull();
  expect(await junitErrors(junit.stdout)).toBeNull();
  const actions = await runCli(MANIFEST, { cwd, env: { GITHUB_ACTIONS: 'true' } });
  expect(actions.stdout).toContain('::error file=apples/static/css/lost.css,line=2,col=19,');
});

test('--fail-on-conflict points to the file that loses', async () => {
  const cwd = makeProject(ORCHARD);
  const { code, stdout } = await runCli(['--no-input', '--fail-on-conflict', '--format', 'github'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain('::error file=pears/static/css/page.css,title=conflict::');
});

test('settings that are wrong come with their line; without a place, the checkout stands for it', async () => {
  const files = { ...ORCHARD, 'orchard/settings.py': 'STATIC_URL = "static/"\nSTATIC_ROOT = 5\n' };
  const cwd = makeProject(files);
  const { stdout } = await runCli(['--no-input', '--format', 'github'], { cwd });
  expect(stdout).toMatch(/^::error file=orchard\/settings\.py,line=2,/);
  const empty = makeProject({});
  mkdirSync(join(empty, 'sub'));
  const { stdout: gitlab } = await runCli(['--no-input', '--format', 'gitlab'], { cwd: join(empty, 'sub') });
  expect(gitlabErrors(gitlab)).toBeNull();
  expect(JSON.parse(gitlab)).not.toEqual([]);
});

test('a format that a command does not have is refused, wherever it stands', async () => {
  const cwd = makeProject(ORCHARD);
  for (const args of [
    ['--format', 'sarif', 'list'],
    ['list', '--format', 'sarif'],
  ]) {
    const { code, stderr } = await runCli(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('Allowed choices are text, json.');
  }
});
