import { expect, test } from 'vitest';
import { load, problemsOf } from '../ask.ts';
import { tree } from '../tree.ts';

const HAND_OVER =
  'from django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)\n';

/** A project with this code before `manage.py` hands over, and these further files. */
function managed(code: string, files: Readonly<Record<string, string>> = {}): string {
  return tree({
    'manage.py': `import os, sys\n${code}\n${HAND_OVER}os.environ["OUT"] = "never"\n`,
    'proj/__init__.py': '',
    'proj/settings.py': 'import os\nSTATIC_URL = "s/"\nSTATIC_ROOT = os.environ.get("OUT", "/out")\n',
    'proj/test.py': 'STATIC_URL = "s/"\nSTATIC_ROOT = "/test"\n',
    ...files,
  });
}

async function rootOf(code: string, files: Readonly<Record<string, string>> = {}): Promise<string | null> {
  const root = managed(code, files);
  return (await load(root)).staticRoot?.replace(root, '.') ?? null;
}

const SET = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")';

test.each([
  ['plain', SET, '/out'],
  ['variables', `os.environ["OUT"] = "/two"\n${SET}`, '/two'],
  [
    'a branch on sys.argv',
    `if "test" in sys.argv:\n    ${SET.replace('settings"', 'test"')}\nelse:\n    ${SET}`,
    '/out',
  ],
  ['an expression', SET.replace('"proj.settings"', 'os.environ.get("APP") or "proj.settings"'), '/out'],
  [
    'a computed name',
    `name = os.path.basename("/x/proj")\n${SET.replace('"proj.settings"', '"%s.settings" % name')}`,
    '/out',
  ],
  ['an imported name', `from proj.names import NAME\n${SET.replace('"proj.settings"', 'NAME')}`, '/test'],
  ['a try around it', `try:\n    ${SET}\n    os.environ["OUT"] = "/try"\nfinally:\n    pass`, '/try'],
  ['a folder to go to', `${SET}\nos.environ["OUT"] = "here"\nos.chdir("proj")`, './proj/here'],
])('what manage.py does counts: %s', async (_, code, root) => {
  expect(await rootOf(code, { 'proj/names.py': 'NAME = "proj.test"\n' })).toBe(root);
});

test('handing over within try, with and a function keeps what was set up', async () => {
  const root = tree({
    'manage.py': [
      'import os, sys, contextlib',
      'def main():',
      '    os.environ["OUT"] = "/inside"',
      `    ${SET}`,
      '    try:',
      '        from django.core.management import execute_from_command_line',
      '        sys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))',
      '        with contextlib.suppress(KeyboardInterrupt):',
      '            execute_from_command_line(sys.argv)',
      '    except ImportError as error:',
      '        raise ImportError("no Django") from error',
      'if __name__ == "__main__":',
      '    main()',
    ].join('\n'),
    'proj/__init__.py': '',
    'proj/settings.py':
      'import os\nimport helper\nSTATIC_URL = "s/"\nSTATIC_ROOT = os.environ["OUT"] + helper.X\n',
    'lib/helper.py': 'X = "/x"\n',
  });
  const settings = await load(root);
  expect(settings.staticRoot).toBe('/inside/x');
  expect(settings.searchPath).toContain(`${root}/lib`);
  expect(settings.chosen).toBe('manage.py (proj.settings)');
});

test('DJANGO_SETTINGS_MODULE of the environment counts as far as manage.py lets it', async () => {
  const env = { DJANGO_SETTINGS_MODULE: 'proj.test' };
  const kept = await load(managed(SET), { env });
  expect([kept.staticRoot, kept.chosen]).toEqual(['/test', 'DJANGO_SETTINGS_MODULE (proj.test)']);
  const set = await load(managed('os.environ["DJANGO_SETTINGS_MODULE"] = "proj.settings"'), { env });
  expect([set.staticRoot, set.chosen]).toEqual(['/out', 'manage.py (proj.settings)']);
});

test('manage.py counts for --settings too, and not for a config file', async () => {
  const code = `os.environ["OUT"] = "/two"\n${SET}`;
  expect((await load(managed(code), { settings: 'proj.settings' })).staticRoot).toBe('/two');
  const broken = managed('def', { 'collectstatic.config.json': '{"STATIC_ROOT": "/json"}' });
  expect(await load(broken)).toMatchObject({ staticRoot: '/json', problems: [] });
});

test('what can not be followed is said', async () => {
  const unknown = 'import socket\nhost = socket.gethostname()\n';
  const [named] = await problemsOf(managed(`${unknown}${SET.replace('"proj.settings"', 'host')}`));
  expect(named?.cause).toMatch(
    /manage\.py names a settings module that can't be known: .* \(.*manage\.py:\d+\)/,
  );
  const [raises] = await problemsOf(managed('os.environ["GONE"]\nsys.exit("no")'));
  expect(raises?.cause).toContain("manage.py names no settings module: The code raises KeyError: 'GONE'");
  const undecided = await load(
    managed(`${unknown}${SET}\nif host == "a":\n    ${HAND_OVER.split('\n').join('\n    ')}`),
  );
  expect(undecided.problems).toMatchObject([{ code: 'manage-py-undecided', severity: 'warning' }]);
  const broken = await load(managed('def'), { settings: 'proj.settings' });
  expect(broken.problems).toMatchObject([{ code: 'python-syntax', severity: 'warning' }]);
});

test('a variable that manage.py can not tell is unknown in the settings', async () => {
  const code = `import socket\nos.environ["OUT"] = socket.gethostname()\n${SET}`;
  expect(await problemsOf(managed(code))).toMatchObject([{ code: 'setting-unresolved' }]);
});

test('a project in src is found, with its manage.py and without', async () => {
  const settings = 'STATIC_URL = "s/"\nSTATIC_ROOT = "/src"\n';
  const files = {
    'src/proj/__init__.py': '',
    'src/proj/base.py': settings,
    'src/proj/settings.py': 'from .base import *\n',
  };
  const found = await load(tree({ ...files, 'src/manage.py': `import os, sys\n${SET}\n${HAND_OVER}` }));
  expect([found.staticRoot, found.chosen]).toEqual(['/src', 'manage.py (proj.settings)']);
  expect((await load(tree(files), { settings: 'proj.settings' })).staticRoot).toBe('/src');
  expect((await load(tree(files), { settings: 'src/proj/settings.py' })).staticRoot).toBe('/src');
});

test('settings that call a command of Django leave what follows from it unknown', async () => {
  const settings =
    'from django.core.management import call_command\nX = call_command("check")\nSTATIC_ROOT = "/out"\nSTATIC_URL = "s/"\n';
  expect(await rootOf(SET, { 'proj/settings.py': settings })).toBe('/out');
});
