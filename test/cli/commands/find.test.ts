import { describe, expect, test } from 'vitest';
import { runCli } from '../../fake-process.ts';
import { makeProject, ORCHARD } from '../project.ts';

const BOTH = (cwd: string): readonly string[] => [
  `${cwd}/apples/static/css/page.css`,
  `${cwd}/pears/static/css/page.css`,
];

describe('find', () => {
  test('every place that has the path, the winner first, as findstatic words it', async () => {
    const cwd = makeProject(ORCHARD);
    const [first, second] = BOTH(cwd);
    expect(await runCli(['find', 'css/page.css'], { cwd })).toEqual({
      code: 0,
      stdout: `Found 'css/page.css' here:\n  ${first}\n  ${second}\n`,
      stderr: '',
    });
  });

  test('--first: only the winner', async () => {
    const cwd = makeProject(ORCHARD);
    const { stdout } = await runCli(['find', '--first', 'css/page.css'], { cwd });
    expect(stdout).toBe(`Found 'css/page.css' here:\n  ${BOTH(cwd)[0]}\n`);
  });

  test('-v 0: bare paths', async () => {
    const cwd = makeProject(ORCHARD);
    const { stdout } = await runCli(['find', 'css/page.css', 'apples/cox.svg', '-v', '0'], { cwd });
    expect(stdout.trimEnd().split('\n')).toEqual([...BOTH(cwd), `${cwd}/apples/static/apples/cox.svg`]);
  });

  test('options count before the command as well as after it', async () => {
    const cwd = makeProject(ORCHARD);
    const { stdout } = await runCli(['-v', '0', 'find', 'apples/cox.svg'], { cwd });
    expect(stdout).toBe(`${cwd}/apples/static/apples/cox.svg\n`);
  });

  test('-v 2: the locations searched', async () => {
    const cwd = makeProject(ORCHARD);
    const { stdout } = await runCli(['find', 'css/page.css', '-v', '2'], { cwd });
    expect(stdout).toContain(
      `Looking in the following locations:\n  ${cwd}/apples/static\n  ${cwd}/pears/static\n`,
    );
  });

  test('a folder is found as well', async () => {
    const cwd = makeProject(ORCHARD);
    const { code, stdout } = await runCli(['find', 'apples'], { cwd });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Found 'apples' here:\n  ${cwd}/apples/static/apples\n`,
    });
  });

  test("nothing found: exit 1, and Django's sentence on stderr", async () => {
    const cwd = makeProject(ORCHARD);
    expect(await runCli(['find', 'css/plum.css'], { cwd })).toEqual({
      code: 1,
      stdout: '',
      stderr: "No matching file found for 'css/plum.css'.\n",
    });
  });

  test('one of two found: both are answered, and it is still exit 1', async () => {
    const cwd = makeProject(ORCHARD);
    const { code, stdout, stderr } = await runCli(['find', 'apples/cox.svg', 'css/plum.css'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('cox.svg');
    expect(stderr).toContain("'css/plum.css'");
  });

  test.each([['../manage.py'], ['/etc/passwd'], ['css/../../../manage.py']])(
    '%s leads out of the sources and is not found',
    async (path) => {
      const result = await runCli(['find', path], { cwd: makeProject(ORCHARD) });
      expect(result).toEqual({
        code: 1,
        stdout: '',
        stderr: `No matching file found for '${path}'.\n`,
      });
    },
  );

  test('needs no STATIC_ROOT', async () => {
    const cwd = makeProject(ORCHARD);
    const { code } = await runCli(['find', '--set', 'STATIC_ROOT=', 'css/page.css'], { cwd });
    expect(code).toBe(0);
  });

  test('as JSON', async () => {
    const cwd = makeProject(ORCHARD);
    const { code, stdout, stderr } = await runCli(['find', 'css/page.css', 'no.css', '--format', 'json'], {
      cwd,
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      command: 'find',
      ok: false,
      found: [
        { path: 'css/page.css', files: BOTH(cwd) },
        { path: 'no.css', files: [] },
      ],
      problems: [],
    });
  });

  test('a finder that looks for a path in its own way is named', async () => {
    const finder =
      'from django.contrib.staticfiles.finders import AppDirectoriesFinder\nclass F(AppDirectoriesFinder):\n    def find(self, path, all=False):\n        return []\n';
    const cwd = makeProject({ ...ORCHARD, 'own.py': finder });
    const args = ['find', 'css/page.css', '--set', 'STATICFILES_FINDERS=["own.F"]'];
    const { code, stdout, stderr } = await runCli(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("Found 'css/page.css' here:");
    expect(stderr).toContain('finder-own-find');
    expect(stderr).toContain('own.F.find()');
  });
});
