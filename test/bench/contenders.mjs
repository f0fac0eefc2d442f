import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from '../bundle/bundle.mjs';
import { has } from './measure.mjs';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Where `npm run test:django` keeps its Django. */
const ENVIRONMENT = at('node_modules/.cache/collectstatic-django/django-5.2');

export const STORAGES = {
  plain: 'django.contrib.staticfiles.storage.StaticFilesStorage',
  manifest: 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage',
  compressed: 'whitenoise.storage.CompressedManifestStaticFilesStorage',
};

/** WhiteNoise has compressed on all cores since 6.8; before that, and here, on one. */
const ONE_THREAD = 'site_of_the_bench.one_thread.OneThread';

/**
 * Who collects a project into a destination: a function from the project, the destination and the storage to a command.
 * Contenders that are not on this machine are left out; `missing` says which and why. `programs`: a folder for bundles.
 */
export async function findContenders(programs) {
  await bundleProgram(programs, { without: 'test/bench/without.ts' });
  const python = `${ENVIRONMENT}/bin/python`;
  const hasDjango = existsSync(python);
  const contenders = {
    ours: (project, destination, storage) => ({
      program: process.execPath,
      args: [
        at('bin/collectstatic.js'),
        '--no-input',
        '--settings',
        'site_of_the_bench.settings',
        ...(hasDjango ? ['--venv', ENVIRONMENT] : ['--skip-missing-apps']),
      ],
      cwd: project.folder,
      env: { DESTINATION: destination, STORAGE: storage },
    }),
    // What a run would be without part of what makes it safe: see without.ts.
    ...Object.fromEntries(
      ['nothing', 'ledger', 'staging'].map((mode) => [
        `without ${mode}`,
        (project, destination, storage) => ({
          program: process.execPath,
          args: [
            join(programs, 'without.cjs'),
            mode,
            '--settings',
            'site_of_the_bench.settings',
            ...(hasDjango ? ['--venv', ENVIRONMENT] : []),
          ],
          cwd: project.folder,
          env: { DESTINATION: destination, STORAGE: storage },
        }),
      ]),
    ),
    'cp -r': (project, destination) => ({ program: 'cp', args: ['-r', ...project.roots, destination] }),
  };
  const missing = [];
  if (has('rsync')) {
    contenders['rsync -a'] = (project, destination) => ({
      program: 'rsync',
      args: ['-a', ...project.roots, destination],
    });
  } else missing.push('rsync is not installed');
  if (hasDjango) {
    contenders.Django = (project, destination, storage) => ({
      program: python,
      args: ['-m', 'django', 'collectstatic', '--no-input', '--settings', 'site_of_the_bench.settings'],
      cwd: project.folder,
      env: { DESTINATION: destination, STORAGE: storage, PYTHONPATH: project.folder },
    });
    contenders.WhiteNoise = contenders.Django;
    contenders['WhiteNoise on one thread'] = (project, destination) =>
      contenders.Django(project, destination, ONE_THREAD);
  } else missing.push('Django is not there: `npm run test:django` installs it');
  return { contenders, missing };
}

export const COMMAND = { program: process.execPath, args: [at('bin/collectstatic.js')] };
export const VERSION = { ...COMMAND, args: [...COMMAND.args, '--version'] };
export const BARE_NODE = { program: process.execPath, args: ['-e', '0'] };
