import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Ended, run } from './environment.ts';
import { emptyFolder, makeProject, manage, shell } from './project.ts';
import { collectedTree } from './tree.ts';

// Sites as people have them, by each way in, with each way to a Node: beside Django's own command.

const { environment, withNode } = inject('wheel');

/** Puts our app first, but where Django's own command is to run, and lets the environment say where to collect. */
const OURS = `
import os
if "DJANGOS_OWN" not in os.environ:
    INSTALLED_APPS.insert(0, "collectstatic")
STATIC_ROOT = os.environ.get("COLLECT_TO") or BASE_DIR / "staticfiles"
`;

/** Makes a site by the program that makes such sites. */
function started(program: string, args: readonly string[], settings: string): string {
  const folder = emptyFolder();
  const { code, stderr } = run(join(environment, 'bin', program), [...args, folder], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const file = join(folder, settings);
  writeFileSync(file, readFileSync(file, 'utf8') + OURS);
  return folder;
}

const STORAGE = `
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

class Lenient(ManifestStaticFilesStorage):
    manifest_name = "names.json"
    manifest_strict = False
`;

/** A site: the folder it lies in, and its settings module. */
const SITES: Readonly<Record<string, () => readonly [folder: string, module: string]>> = {
  startproject: () => [
    started('django-admin', ['startproject', 'shop'], 'shop/settings.py'),
    'shop.settings',
  ],
  'wagtail start': () => [
    started('wagtail', ['start', 'shop'], 'shop/settings/base.py'),
    'shop.settings.dev',
  ],
  'a storage of its own': () => {
    const settings = `${OURS.replace(/^if .*\n.*\n/m, '')}STORAGES = {"staticfiles": {"BACKEND": "shop.storage.Lenient"}}`;
    return [makeProject(settings, { 'shop/storage.py': STORAGE }), 'shop.settings'];
  },
};

describe.each(Object.entries(SITES))('%s', (_, make) => {
  let folder = '';
  let module = '';
  let told: Ended;
  let expected: ReadonlyMap<string, string>;
  const root = (name: string): string => join(folder, 'collected', name);
  /** Where every collected file lies in the same folder, what is said of it is the same too. */
  const alike = ({ code, stdout, stderr }: Ended, name: string): Ended => ({
    code,
    stdout: stdout.replaceAll(root(name), root('theirs')),
    stderr,
  });

  beforeAll(() => {
    [folder, module] = make();
    const env = { COLLECT_TO: root('theirs'), DJANGOS_OWN: '1' };
    told = manage(environment, folder, ['collectstatic', '--noinput'], { env });
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expected = collectedTree(root('theirs'));
    expect(expected.size).toBeGreaterThan(100);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    ['with node on PATH', environment, {}],
    ['with the extra, and no node on PATH', withNode, { PATH: '/nowhere' }],
  ])('%s', (way, venv, path) => {
    const name = (command: string): string => `${command} ${way}`;
    const envFor = (command: string) => ({ ...path, COLLECT_TO: root(name(command)) });
    const python = (command: string): Ended => {
      const env = envFor(command);
      if (command === 'manage.py') return manage(venv, folder, ['collectstatic', '--noinput'], { env });
      if (command === 'collectstatic')
        return run(join(venv, 'bin/collectstatic'), ['--noinput'], { cwd: folder, env });
      const code = 'call_command("collectstatic", interactive=False)';
      return shell(venv, folder, code, { ...env, DJANGO_SETTINGS_MODULE: module });
    };
    for (const command of ['manage.py', 'collectstatic', 'call_command']) {
      expect(alike(python(command), name(command))).toEqual(told);
      expect(collectedTree(root(name(command)))).toEqual(expected);
    }
  });

  test('without any node: each way in says so, and nothing is written', () => {
    const env = { PATH: '/nowhere', COLLECT_TO: root('none') };
    const ended = [
      manage(environment, folder, ['collectstatic', '--noinput'], { env }),
      run(join(environment, 'bin/collectstatic'), ['--noinput'], { cwd: folder, env }),
      shell(environment, folder, 'call_command("collectstatic", interactive=False)', {
        ...env,
        DJANGO_SETTINGS_MODULE: module,
      }),
    ];
    for (const each of ended)
      expect(each).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('[node-missing]') });
    expect(collectedTree(root('none')).size).toBe(0);
  });
});
