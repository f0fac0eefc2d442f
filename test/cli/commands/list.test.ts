import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCli } from '../../fake-process.ts';
import { makeProject, ORCHARD } from '../project.ts';

test('every path, its source, and what it shadows; nothing is written', async () => {
  const cwd = makeProject(ORCHARD);
  const { code, stdout, stderr } = await runCli(['list'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n')).toEqual([
    `apples/cox.svg  ${cwd}/apples/static/apples/cox.svg`,
    `css/page.css    ${cwd}/apples/static/css/page.css`,
    `  shadows       ${cwd}/pears/static/css/page.css  (app pears)`,
    '',
  ]);
  expect(readdirSync(cwd)).not.toContain('public');
});

test('-i counts', async () => {
  const cwd = makeProject(ORCHARD);
  const { stdout } = await runCli(['list', '-i', 'apples'], { cwd });
  expect(stdout).toMatch(/^css\/page\.css /);
  expect(stdout).not.toContain('cox.svg');
});

test('as JSON: one document with who wins, who loses, sizes and times', async () => {
  const cwd = makeProject(ORCHARD);
  const { code, stdout, stderr } = await runCli(['list', '--format', 'json'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const page = (app: string, size: number): object => ({
    file: `${cwd}/${app}/static/css/page.css`,
    finder: 'apps',
    source: app,
    size,
    mtimeMs: Date.UTC(2024, 4, 17, 12),
  });
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    command: 'list',
    ok: true,
    files: [
      {
        path: 'apples/cox.svg',
        file: `${cwd}/apples/static/apples/cox.svg`,
        finder: 'apps',
        source: 'apples',
        size: 42,
        mtimeMs: Date.UTC(2024, 4, 17, 12),
        shadows: [],
      },
      { path: 'css/page.css', ...page('apples', 21), shadows: [page('pears', 29)] },
    ],
    conflicts: [
      {
        kind: 'same-path',
        path: 'css/page.css',
        winner: page('apples', 21),
        losers: [{ path: 'css/page.css', ...page('pears', 29) }],
        identical: false,
      },
    ],
    problems: [],
  });
});

test('needs no STATIC_ROOT', async () => {
  const cwd = makeProject(ORCHARD);
  const { code } = await runCli(['list', '--set', 'STATIC_ROOT='], { cwd });
  expect(code).toBe(0);
});

test('an empty project lists nothing', async () => {
  const cwd = makeProject(ORCHARD);
  const result = await runCli(['list', '--set', 'INSTALLED_APPS=[]'], { cwd });
  expect(result).toEqual({ code: 0, stdout: '', stderr: '' });
});
