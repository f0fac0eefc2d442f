import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { evaluate, simple } from './project.ts';

const NAMES = 'nu kappa eta alpha omega zeta Beta iota mid theta x1 x2 ä'.split(' ');
const FILES = Object.fromEntries(
  NAMES.flatMap((name) => [
    [`apps/${name}/__init__.py`, ''],
    [`apps/${name}.py`, ''],
    [`apps/${name}/deep/a${name}.py`, ''],
  ]),
);

const LISTINGS: readonly string[] = [
  "os.listdir('apps')",
  "list(next(os.walk('apps')))",
  "[[a, b, c] for a, b, c in os.walk('apps')]",
  "[[a, b, c] for a, b, c in os.walk('apps', topdown=False)]",
  "glob.glob('apps/*')",
  "glob.glob('apps/*/*.py')",
  "glob.glob('apps/**/*.py', recursive=True)",
  "glob.glob('apps/**', recursive=True)",
  "list(glob.iglob('apps/?[!x]*'))",
  "[str(p) for p in Path('apps').iterdir()]",
  "[str(p) for p in Path('apps').glob('*.py')]",
  "[str(p) for p in Path('apps').glob('*/*.py')]",
  "sorted(str(p) for p in Path('apps').rglob('*.py'))",
];

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)('a folder is listed in the order python3 lists it', () => {
  const text = `import glob, os\nfrom pathlib import Path\n${LISTINGS.map((listing, index) => `R${index} = ${listing}\n`).join('')}`;

  test('by every way to list one', async () => {
    const { root, value } = await evaluate({ ...FILES, 'settings.py': text });
    const names = LISTINGS.map((_, index) => `R${index}`);
    const run = spawnSync(
      'python3',
      [
        '-c',
        `import json, settings\nprint(json.dumps([${names.map((name) => `settings.${name}`).join(', ')}]))`,
      ],
      { cwd: root, encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    const wanted = JSON.parse(run.stdout) as readonly unknown[];
    for (const [index, name] of names.entries())
      expect(simple(value(name)), LISTINGS[index]).toEqual(wanted[index]);
  });

  test('what ** finds comes in an order that depends on the version', async () => {
    const { reason } = await evaluate({
      ...FILES,
      'settings.py': "from pathlib import Path\nR = [str(p) for p in Path('apps').rglob('*.py')]\n",
    });
    expect(reason('R')).toContain('version');
  });

  test('files that split_settings includes', async () => {
    const parts = Object.fromEntries(NAMES.map((name) => [`parts/${name}.py`, `SEEN += ['${name}']\n`]));
    const settings = "from split_settings.tools import include\nSEEN = []\ninclude('parts/*.py')\n";
    const { root, value } = await evaluate({ ...parts, 'settings.py': settings });
    const run = spawnSync(
      'python3',
      ['-c', "import json, glob\nprint(json.dumps(glob.glob('parts/*.py')))"],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    const wanted = (JSON.parse(run.stdout) as readonly string[]).map((path) => path.slice(6, -3));
    expect(simple(value('SEEN'))).toEqual(wanted);
  });
});
