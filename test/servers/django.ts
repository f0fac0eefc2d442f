import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installed } from '../installs/installed.ts';
import { installPackages, makeVenv } from '../installs/pip.ts';

const PACKAGES = [
  'django==5.2.19',
  'whitenoise==6.12.0',
  'uvicorn==0.54.0',
  'websockets==16.0',
  'watchfiles==1.1.1',
  'gunicorn==23.0.0',
];

/** A Django project with a database and a user `ann`, whose password is `secret`. */
export interface DjangoSite {
  readonly folder: string;
  readonly venv: string;
  remove(): void;
}

/** Makes a project from `test/servers/site`. */
export function makeDjangoSite(): DjangoSite {
  const venv = installed('django-site-3', (folder) => {
    makeVenv(folder);
    installPackages(folder, ...PACKAGES);
  });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-site-')));
  cpSync(new URL('./site', import.meta.url).pathname, folder, { recursive: true });
  const manage = (...args: readonly string[]): void => {
    execFileSync(join(venv, 'bin/python'), ['manage.py', ...args], {
      cwd: folder,
      env: { DJANGO_SUPERUSER_PASSWORD: 'secret' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  };
  manage('migrate', '-v', '0');
  manage('createsuperuser', '--noinput', '--username', 'ann', '--email', 'ann@example.com');
  return siteIn(folder, venv);
}

/** Copies a project, so that a test may change it. */
export function copySite({ folder, venv }: DjangoSite): DjangoSite {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-site-')));
  cpSync(folder, copy, { recursive: true });
  return siteIn(copy, venv);
}

function siteIn(folder: string, venv: string): DjangoSite {
  return { folder, venv, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
