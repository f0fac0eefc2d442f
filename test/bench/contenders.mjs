import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { has } from './measure.mjs';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Where `npm run test:django` keeps its Django. */
const ENVIRONMENT = at('node_modules/.cache/collectstatic-django/django-5.2');

export const STORAGES = {
  plain: 'django.contrib.staticfiles.storage.StaticFilesStorage',
  manifest: 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage',
  compressed: 'whitenoise.storage.CompressedManifestStaticFilesStorage',
};

/**
 * Who collects a project into a destination: a function from the project, the destination and the storage to a command.
 * Contenders that are not on this machine are left out; `missing` says which and why.
 */
export function findContenders() {
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
  } else missing.push('Django is not there: `npm run test:django` installs it');
  return { contenders, missing };
}

export const VERSION = { program: process.execPath, args: [at('bin/collectstatic.js'), '--version'] };
export const BARE_NODE = { program: process.execPath, args: ['-e', '0'] };
