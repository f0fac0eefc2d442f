import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load, problemsOf } from '../ask.ts';
import { MANAGE } from '../project.ts';
import { tree } from '../tree.ts';

const reading = (path: string): string =>
  `from pathlib import Path\nSTATIC_URL = "/s/"\nSTATIC_ROOT = Path(${JSON.stringify(path)}).read_text().strip()\n`;

/** A project in `app`, a folder of secrets beside it. */
function place(settings: (root: string) => string, more: Readonly<Record<string, string>> = {}): string {
  const root = tree({
    'app/manage.py': MANAGE,
    'app/mysite/__init__.py': '',
    'secrets/root': '/srv/static\n',
    ...more,
  });
  writeFileSync(join(root, 'app/mysite/settings.py'), settings(root));
  return root;
}

test('a file outside of the project is not read, and the way out is named', async () => {
  const root = place((folder) => reading(join(folder, 'secrets/root')));
  const [problem] = await problemsOf(join(root, 'app'));
  expect(problem).toMatchObject({
    code: 'setting-unresolved',
    cause: expect.stringContaining('lies outside the project and its packages'),
    hint: expect.stringContaining(`Say --allow-read ${join(root, 'secrets')}, or`),
  });
});

test('--allow-read lets it be read', async () => {
  const root = place((folder) => reading(join(folder, 'secrets/root')));
  const settings = await load(join(root, 'app'), { allowRead: ['../secrets'] });
  expect(settings.staticRoot).toBe('/srv/static');
});

test('a link out of the allowed folder is refused', async () => {
  const root = place((folder) => reading(join(folder, 'secrets/link')), { 'other/root': '/srv/other' });
  symlinkSync(join(root, 'other/root'), join(root, 'secrets/link'));
  const [problem] = await problemsOf(join(root, 'app'), { allowRead: ['../secrets'] });
  expect(problem?.hint).toContain(`Say --allow-read ${join(root, 'other')}, or`);
});

test('secrets of pydantic, and a field that only they can give', async () => {
  const settings = (folder: string): string =>
    [
      'from pydantic_settings import BaseSettings',
      `class Secrets(BaseSettings, secrets_dir=${JSON.stringify(join(folder, 'secrets'))}):`,
      '    root: str = "/srv/default"',
      'STATIC_URL = "/s/"',
      'STATIC_ROOT = Secrets().root',
    ].join('\n');
  const root = place(settings);
  const [problem] = await problemsOf(join(root, 'app'));
  expect(problem?.hint).toContain(`--allow-read ${join(root, 'secrets')}`);
  expect((await load(join(root, 'app'), { allowRead: ['../secrets'] })).staticRoot).toBe('/srv/static');
});

test.each(['.git/HEAD', 'pyproject.toml'])('the repository is the folder above with %s', async (mark) => {
  const root = tree({
    [`repository/${mark}`]: '',
    'repository/root.txt': '/srv/static\n',
    'repository/src/manage.py': MANAGE,
    'repository/src/mysite/__init__.py': '',
    'repository/src/mysite/settings.py': reading('../root.txt'),
    'root.txt': '/srv/wrong\n',
  });
  expect((await load(join(root, 'repository/src'))).staticRoot).toBe('/srv/static');
});
