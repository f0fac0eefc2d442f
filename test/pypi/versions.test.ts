import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { summaryFor } from '../django/contenders/tolerated.ts';
import { type Ended, makeEnvironment, pipInstall, pythonOf, run } from './environment.ts';
import { makeProject, manage, shell } from './project.ts';
import { collectedTree } from './tree.ts';

// Each Python, and each Django, that src/pypi/README.md names; a Python that is not at hand is skipped, and can be had by uv.

const { file: wheel } = inject('wheel');
const MANIFEST = 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage';

const PAIRS = [
  ['3.9', '4.2'],
  ['3.10', '5.0'],
  ['3.11', '5.1'],
  ['3.12', '6.0'],
  ['3.13', '5.2'],
  ['3.14', '6.1'],
] as const;

describe.each(PAIRS)('Python %s with Django %s', (version, django) => {
  const python = pythonOf(version);
  const title = `the same tree, the same words${python === undefined ? ` (no Python ${version} here: uv python install ${version})` : ''}`;

  test.skipIf(python === undefined)(title, () => {
    const [theirs, mine, alone] = [makeProject(), makeProject(), makeProject()];
    onTestFinished(() => {
      for (const folder of [theirs, mine, alone]) rmSync(folder, { recursive: true, force: true });
    });
    const venv = makeEnvironment(join(theirs, '.venv'), [`django==${django}.*`], python);
    pipInstall(venv, ['--no-index', wheel]);
    const env = { BACKEND: MANIFEST };
    const alike = (folder: string): string =>
      JSON.stringify([...collectedTree(join(folder, 'staticfiles'))]).replaceAll(folder, theirs);
    for (const [index, args] of [['-v', '1'], [], ['--clear'], ['--link']].entries()) {
      const line = ['collectstatic', '--noinput', ...args];
      const told = manage(venv, theirs, line, { env: { ...env, DJANGOS_OWN: '1' } });
      const ours = manage(venv, mine, line, { env });
      expect({ code: ours.code, stderr: ours.stderr }).toEqual({ code: 0, stderr: '' });
      const summary = ({ stdout }: Ended): string =>
        summaryFor({ args, first: index === 0 }, stdout.trimEnd().split('\n').at(-1) ?? '');
      expect(summary(ours).replaceAll(mine, theirs)).toBe(summary(told));
      expect(alike(mine)).toEqual(alike(theirs));
    }
    // By the command alone, by python -m, and by a call.
    const command = run(join(venv, 'bin/collectstatic'), ['--noinput'], { cwd: alone, env });
    expect(command).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(join(alone, 'staticfiles')).sort()).toEqual(
      readdirSync(join(theirs, 'staticfiles')).sort(),
    );
    const asked = run(join(venv, 'bin/python'), ['-m', 'collectstatic', '--version'], { cwd: alone });
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    const call = 'call_command("collectstatic", interactive=False, verbosity=0)';
    expect(shell(venv, alone, call, env)).toEqual({ code: 0, stdout: '', stderr: '' });
    const line = ['findstatic', 'blog/site.css'];
    expect(manage(venv, alone, line)).toEqual(manage(venv, alone, line, { env: { DJANGOS_OWN: '1' } }));
  });
});
