import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { readTree } from '../contenders/tree.ts';
import { makeEnvironment } from '../environment.ts';

// Whole applications as PyPI gives them, with the settings they ship: the first command, in an empty environment, gives Django's
// tree, and the same twenty times while something else keeps the processor busy.

const BIN = new URL('../../../bin/collectstatic.js', import.meta.url).pathname;
const RUNS = 20;

const APPLICATIONS = [
  { requirement: 'mezzanine==6.1.1', settings: 'mezzanine.project_template.project_name.settings' },
  { requirement: 'evennia==5.0.1', settings: 'evennia.settings_default' },
];

const DJANGO = `
import os, sys
os.environ['DJANGO_SETTINGS_MODULE'] = sys.argv[1]
from django.conf import settings
settings.STATIC_ROOT = sys.argv[2]
from django.core.management import execute_from_command_line
execute_from_command_line(['manage.py', 'collectstatic', '--noinput', '-v0'])
`;

test.each(APPLICATIONS)('$requirement', { timeout: 900_000 }, ({ requirement, settings }) => {
  const { interpreter } = inject('environments');
  const environment = makeEnvironment(`application-${requirement}`, interpreter, [requirement]);
  const cwd = mkdtempSync(join(tmpdir(), 'application-'));
  const busy = spawn(process.execPath, ['-e', 'for (;;);']);
  onTestFinished(() => {
    busy.kill('SIGKILL');
    rmSync(cwd, { recursive: true, force: true });
  });
  const env = { PATH: process.env.PATH ?? '', HOME: homedir() };
  const django = spawnSync(environment.python, ['-c', DJANGO, settings, join(cwd, 'django')], {
    cwd,
    env,
    encoding: 'utf8',
  });
  expect({ status: django.status, stderr: django.stderr.split('\n').slice(-3) }).toMatchObject({ status: 0 });
  const collected = (): object => {
    const args = ['--settings', settings, '--venv', environment.folder, '--static-root', 'out', '--no-input'];
    rmSync(join(cwd, 'out'), { recursive: true, force: true });
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
      cwd,
      env: { PATH: env.PATH },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const first = collected();
  expect(first).toMatchObject({ status: 0 });
  expect(readTree(join(cwd, 'out'))).toEqual(readTree(join(cwd, 'django')));
  for (let run = 1; run < RUNS; run += 1) expect(collected()).toEqual(first);
});
