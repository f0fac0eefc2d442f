import { describe, expect, test } from 'vitest';
import { runCli } from '../../fake-process.ts';
import { makeProject, ORCHARD } from '../project.ts';

const NEEDY = {
  ...ORCHARD,
  'orchard/settings.py':
    'import os\nSTATIC_URL = "static/"\nSTATIC_ROOT = os.environ["OUT"]\nINSTALLED_APPS = ["apples"]\nINSTALLED_APPS += ["pears"]\n',
};

describe('settings', () => {
  test('each value with the places that set and changed it; defaults are only counted', async () => {
    const cwd = makeProject(NEEDY);
    const { code, stdout, stderr } = await runCli(['settings'], { cwd, env: { OUT: 'public' } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('STATIC_URL = "static/"');
    expect(stdout).toMatch(/INSTALLED_APPS = \["apples", ?"pears"\]\n.*settings\.py:4.*\n.*settings\.py:5/);
    expect(stdout).toMatch(/STATIC_ROOT = .*public[\s\S]*OUT/);
    expect(stdout).not.toContain('FILE_UPLOAD_PERMISSIONS');
    expect(stdout).toMatch(/\d+ more have their default/);
  });

  test('a --pythonpath that is not there is a warning', async () => {
    const cwd = makeProject(NEEDY);
    const flags = ['--pythonpath', '.', '--pythonpath', 'srcc'];
    const { code, stderr } = await runCli(['settings', ...flags], { cwd, env: { OUT: 'public' } });
    expect(code).toBe(0);
    expect(stderr.match(/of --pythonpath can't be found/g)).toHaveLength(1);
    expect(stderr).toContain(`${cwd}/srcc`);
    expect(stderr).toContain('[python-path-missing]');
  });

  test.each([
    ['django-environ', 'import environ\nenviron.Env.read_env()\nSTATIC_ROOT = environ.Env()("OUT")\n'],
    ['python-decouple', 'from decouple import config\nSTATIC_ROOT = config("OUT")\n'],
    [
      'a decouple repository',
      'import decouple as d\nSTATIC_ROOT = d.Config(d.RepositoryEnv("orchard/.env"))("OUT")\n',
    ],
    [
      'python-dotenv',
      'import os\nfrom dotenv import load_dotenv\nload_dotenv()\nSTATIC_ROOT = os.environ["OUT"]\n',
    ],
    ['environs', 'from environs import env\nenv.read_env()\nSTATIC_ROOT = env.str("OUT")\n'],
  ])(
    'a variable from a .env file, with %s: the file; a variable that is set goes before it',
    async (_, code) => {
      const cwd = makeProject({ ...ORCHARD, 'orchard/settings.py': code, 'orchard/.env': 'OUT=public\n' });
      const read = `reads    the environment variable OUT`;
      const { stdout } = await runCli(['settings', 'STATIC_ROOT'], { cwd });
      expect(stdout).toContain(`STATIC_ROOT = "${cwd}/public"`);
      expect(stdout).toContain(`${read}, from ${cwd}/orchard/.env\n`);
      const outside = await runCli(['settings', 'STATIC_ROOT'], { cwd, env: { OUT: 'other' } });
      expect(outside.stdout).toContain(`STATIC_ROOT = "${cwd}/other"`);
      expect(outside.stdout).toContain(`${read}\n`);
    },
  );

  test('a variable from --env-file, also where Node has read that file before us', async () => {
    const cwd = makeProject({ ...NEEDY, 'prod.env': 'OUT=public\n' });
    const args = ['settings', 'STATIC_ROOT', '--env-file', 'prod.env'];
    for (const env of [{}, { OUT: 'public' }]) {
      const { stdout } = await runCli(args, { cwd, env });
      expect(stdout).toContain(`variable OUT, from ${cwd}/prod.env\n`);
    }
    const outside = await runCli([...args, '--format', 'json'], { cwd, env: { OUT: 'other' } });
    expect(JSON.parse(outside.stdout).settings[0].variableFiles).toEqual({});
  });

  test('a name that is no setting is told, for it may be why a setting has its default', async () => {
    const cwd = makeProject({ 'collectstatic.config.json': '{"STATIC_RUT": "a", "STATIC_URL": "/s/"}' });
    const text = await runCli(['settings'], { cwd });
    expect(text.code).toBe(1);
    expect(text.stderr).toContain("'STATIC_RUT' is no setting that this tool uses [setting-unknown]");
    expect(text.stdout).toContain('STATIC_URL = "/s/"');
    const json = await runCli(['settings', '--format', 'json', '--set', 'FOO=1'], { cwd });
    expect({ code: json.code, stderr: json.stderr }).toEqual({ code: 1, stderr: '' });
    const { ok, problems, settings } = JSON.parse(json.stdout);
    expect({ ok, codes: problems.map(({ code }: { code: string }) => code) }).toEqual({
      ok: false,
      codes: ['setting-unknown', 'setting-unknown'],
    });
    expect(settings.length).toBeGreaterThan(20);
  });

  test('one that is not known: its place, why, and the two ways out; no failure, for this was the question', async () => {
    const cwd = makeProject(NEEDY);
    const { code, stdout } = await runCli(['settings', 'STATIC_ROOT'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain(`${cwd}/orchard/settings.py:3`);
    expect(stdout).toContain('set OUT in the environment');
    expect(stdout).toContain('--set STATIC_ROOT=VALUE');
  });

  test('a name that is no setting: did you mean, exit 1', async () => {
    const { code, stdout, stderr } = await runCli(['settings', 'STATIC_ROT'], { cwd: makeProject(NEEDY) });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain("Did you mean 'STATIC_ROOT'?");
  });

  test('as JSON: one document, in the order of the schema', async () => {
    const cwd = makeProject(NEEDY);
    const args = ['settings', 'INSTALLED_APPS', 'STATIC_ROOT', '--format', 'json'];
    const { code, stdout, stderr } = await runCli(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      command: 'settings',
      ok: true,
      settings: [
        { name: 'STATIC_ROOT', unresolved: { expression: 'os.environ["OUT"]', at: { line: 3 } } },
        { name: 'INSTALLED_APPS', value: ['apples', 'pears'], unresolved: null },
      ],
    });
  });
});
