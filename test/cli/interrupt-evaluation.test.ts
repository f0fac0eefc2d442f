import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleCli } from '../cli-bundle.ts';
import { makeProject } from './project.ts';

// Evaluation is synchronous, so that no listener hears a signal meanwhile: the system's own answer has to end the process.

let script: string;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  script = await bundleCli(bundle);
  return () => rmSync(bundle, { recursive: true });
});

const SETTINGS = "STATIC_URL = 'static/'\nSTATIC_ROOT = 'public'\nSTATICFILES_DIRS = ['assets']\n";
const FILES = { 'assets/a.css': 'a {}', 'shop/__init__.py': '', 'shop/marker.py': 'M = 0\n' };
const HOOK = new URL('signal-at.mjs', import.meta.url).href;
const MARK = 'from shop.marker import M\n';
const MANAGE = "import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'shop.settings'\n";
const HAND_OVER =
  'from django.core.management import execute_from_command_line\nexecute_from_command_line([])\n';

// Each statement of a module that is read for a class has a bound of its own: several take long.
const LONG = Array.from(
  { length: 12 },
  (_, index) => `N${index} = ${index === 0 ? 'M' : `N${index - 1}`} + sum(1 for i in range(10**6))\n`,
).join('');

const PROJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'settings.py': { 'shop/settings.py': `${SETTINGS}${MARK}while True: X = 1\n` },
  'a regular expression in settings.py': {
    'shop/settings.py': `${SETTINGS}${MARK}import re\nwhile True: re.match('(a|a)+$', 'a' * 40 + 'b')\n`,
  },
  'a native in settings.py': {
    'shop/settings.py': `${SETTINGS}${MARK}L = list(range(10**5))\nwhile True: L == L[:]\n`,
  },
  'manage.py': {
    'manage.py': `${MANAGE}${MARK}while True: X = 1\n${HAND_OVER}`,
    'shop/settings.py': SETTINGS,
  },
  'the module of a storage': {
    'shop/settings.py': `${SETTINGS}STORAGES = {'staticfiles': {'BACKEND': 'shop.storage.Own'}}\n`,
    'shop/storage.py': `from django.contrib.staticfiles.storage import StaticFilesStorage\n${MARK}${LONG}class Own(StaticFilesStorage):\n    manifest_name = N11\n`,
  },
};

function everythingIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true }).map(String).sort();
}

/** Sends the signal when the module before the long part is read: the evaluation goes on then. */
function interrupted(cwd: string, signal: NodeJS.Signals): Promise<unknown> {
  const args = ['--import', HOOK, script, '--no-input', '--pythonpath', '.'];
  const env = { ...process.env, SIGNAL: signal, SIGNAL_AT: 'shop/marker.py' };
  const child = spawn(process.execPath, args, { cwd, env });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      written += chunk;
    });
  return new Promise((resolve) => child.once('close', (code, by) => resolve({ code, by, written })));
}

describe.each(Object.entries(PROJECTS))('while %s is evaluated', (_, files) => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the run, and nothing was written', async (signal) => {
    const cwd = makeProject({ 'manage.py': `${MANAGE}${HAND_OVER}`, ...FILES, ...files });
    const before = everythingIn(cwd);
    expect(await interrupted(cwd, signal)).toEqual({ code: null, by: signal, written: '' });
    expect(everythingIn(cwd)).toEqual(before);
  });
});
