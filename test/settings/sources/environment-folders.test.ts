import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load, problemsOf } from '../ask.ts';
import { project } from '../project.ts';

// What a virtual environment of CPython 3.11 answers; `python -c` of one says the same.
const ANSWERS: readonly (readonly [expression: string, answer: string])[] = [
  ['site.getsitepackages()[0]', '<venv>/lib/python3.11/site-packages'],
  ['repr(site.getsitepackages())', "['<venv>/lib/python3.11/site-packages']"],
  ['site.getusersitepackages()', '/home/somebody/.local/lib/python3.11/site-packages'],
  ['sysconfig.get_path("purelib")', '<venv>/lib/python3.11/site-packages'],
  ['sysconfig.get_paths()["scripts"]', '<venv>/bin'],
  ['sysconfig.get_paths()["data"] + sys.prefix', '<venv><venv>'],
  ['sysconfig.get_python_version()', '3.11'],
];

// STATIC_ROOT is made absolute, so what stands behind the slash is kept as it is.
const settings = (expression: string): string =>
  `import site, sys, sysconfig\nSTATIC_URL = "/s/"\nSTATIC_ROOT = "/at-" + ${expression}\n`;

test.each(ANSWERS)('%s', async (expression, answer) => {
  const root = project(settings(expression));
  const venv = join(root, 'venv');
  mkdirSync(join(venv, 'lib/python3.11/site-packages'), { recursive: true });
  const { staticRoot } = await load(root, { venv, env: { HOME: '/home/somebody' } });
  expect(staticRoot?.replaceAll(venv, '<venv>')).toBe(`/at-${answer}`);
});

test('without an environment nobody knows', async () => {
  const [problem] = await problemsOf(project(settings('site.getsitepackages()[0]')));
  expect(problem).toMatchObject({
    code: 'setting-unresolved',
    cause: expect.stringContaining('--venv names one'),
  });
});
