import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installed } from '../../installs/installed.ts';
import { installInto } from '../../installs/pip.ts';

/** A folder of packages: Django 5.2, and django-storages 1.14.6 with what it needs for S3 and Azure. */
export function djangoPackages(): string {
  const home = installed('django-5.2-storages-1.14.6', (folder) => {
    installInto(join(folder, 'packages'), 'django==5.2.*', 'django-storages[s3,azure]==1.14.6');
  });
  return join(home, 'packages');
}

/** Runs Python in a project that has those packages. Resolves with what it printed. */
export async function runPython(
  project: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  // Not the synchronous one: a proxy of this process has to answer meanwhile.
  const { stdout } = await promisify(execFile)('python3', [...args], {
    cwd: project,
    timeout: 500_000,
    env: {
      PATH,
      HOME,
      PYTHONPATH: [project, djangoPackages()].join(':'),
      PYTHONDONTWRITEBYTECODE: '1',
      DJANGO_SETTINGS_MODULE: 'settings',
      ...env,
    },
  });
  return stdout;
}
