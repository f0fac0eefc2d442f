import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createPythonReader } from '../../../src/python/index.ts';

// What manage.py sets up before it hands over, beside the Python that really runs it.

const { interpreter } = inject('environments');

/** Stands for Django: tells what it is handed over. */
const DJANGO = `
import json, os, sys
def execute_from_command_line(argv=None):
    names = ["DJANGO_SETTINGS_MODULE", "OUT", "MODE"]
    print(json.dumps([[os.environ.get(name) for name in names], os.getcwd(), sys.path[:2]]))
    sys.exit(0)
`;
const SET = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")';
const RUN =
  'from django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)';

const VARIANTS: readonly string[] = [
  SET,
  `os.environ["DJANGO_SETTINGS_MODULE"] = "proj.prod"\nos.environ.setdefault("OUT", "x")`,
  `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "a.b")\n${SET}`,
  `if "test" in sys.argv:\n    os.environ["MODE"] = "test"\nelif sys.argv[1:] == ["collectstatic"]:\n    os.environ["MODE"] = "collect"\n${SET}`,
  `os.chdir(os.path.dirname(os.path.abspath(__file__)) + "/proj")\n${SET}`,
  `sys.path.insert(0, os.path.join(os.getcwd(), "lib"))\nimport names\nos.environ["DJANGO_SETTINGS_MODULE"] = names.NAME`,
  `sys.path.append("x"); sys.path[0] = "first"\n${SET}`,
  `def name(kind):\n    return {"p": "proj"}[kind] + ".settings"\nos.environ.update(DJANGO_SETTINGS_MODULE=name("p"), OUT="u")`,
  `for key, value in {"OUT": "1", "MODE": "2"}.items():\n    os.environ[key] = value * 2\n${SET}`,
  `try:\n    import nothing_of_the_kind\nexcept ImportError:\n    os.environ["MODE"] = "missing"\n${SET}`,
  `os.environ["OUT"] = "a"\ndel os.environ["OUT"]\nos.environ.pop("MODE", None)\n${SET}`,
  `with open(".env") as file:\n    for line in file:\n        key, _, value = line.strip().partition("=")\n        os.environ.setdefault(key, value)\n${SET}`,
  `exec(open("lib/setup_env.py").read())\n${SET}`,
];

test.each(VARIANTS)('%s', async (code) => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'manage-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const files: Readonly<Record<string, string>> = {
    'manage.py': `import os, sys\n${code}\n${RUN}\nos.environ["OUT"] = "never"\n`,
    '.env': 'OUT=file\nMODE=file\n',
    'proj/settings.py': '',
    'lib/names.py': 'NAME = "proj.named"\n',
    'lib/setup_env.py': 'os.environ["OUT"] = "executed"\n',
    'packages/site-packages/django/__init__.py': '',
    'packages/site-packages/django/core/__init__.py': '',
    'packages/site-packages/django/core/management.py': DJANGO,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const packages = join(root, 'packages/site-packages');
  const env = { PATH: process.env.PATH ?? '', PYTHONPATH: packages };
  const told = execFileSync(interpreter, ['manage.py', 'collectstatic'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  const python = createPythonReader({ searchPath: [root, packages], cwd: root, env });
  const end = await python.runProgram(join(root, 'manage.py'));
  const variables = ['DJANGO_SETTINGS_MODULE', 'OUT', 'MODE'].map((name) => python.variable(name) ?? null);
  expect(end).toMatchObject({ handsOver: true, isUndecided: false });
  expect([variables, python.cwd, python.searchPath.slice(0, 2)]).toEqual(JSON.parse(told));
});
