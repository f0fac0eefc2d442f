import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Ended } from './environment.ts';
import { run } from './environment.ts';

const SETTINGS = `
import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "nobody is to read this"
DEBUG = False
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "blog",
]
if "DJANGOS_OWN" not in os.environ:
    INSTALLED_APPS.insert(0, "collectstatic")
SILENCED_SYSTEM_CHECKS = ["admin.E403", "admin.E408", "admin.E409", "admin.E410"]
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {"staticfiles": {"BACKEND": os.environ.get("BACKEND", "django.contrib.staticfiles.storage.StaticFilesStorage")}}
`;

const STORAGES = `
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from storages_of_a_package import Base


class Private(Base, ManifestStaticFilesStorage):
    file_permissions_mode = property(lambda self: 0o600)
    manifest_strict = False


class Hashing(ManifestStaticFilesStorage):
    def file_hash(self, name, content=None):
        return "0123456789ab"
`;

const FILES: Readonly<Record<string, string>> = {
  'manage.py': `import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`,
  'shop/__init__.py': '',
  'shop/storage.py': STORAGES,
  'storages_of_a_package.py': 'class Base:\n    pass\n',
  'blog/__init__.py': '',
  'blog/static/blog/site.css': 'body { background: url(logo.svg) }\n',
  'blog/static/blog/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
};

/** Writes a project whose settings end with `settings`; returns its folder. DJANGOS_OWN in the environment leaves our app out. */
export function makeProject(settings: string = '', files: Readonly<Record<string, string>> = {}): string {
  const folder = emptyFolder();
  const all = { ...FILES, 'shop/settings.py': `${SETTINGS}${settings}\n`, ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'collectstatic-manage-'));
}

/** Runs `manage.py` of a project by the Python of an environment. */
export function manage(
  environment: string,
  cwd: string,
  args: readonly string[],
  more: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Ended {
  return run(join(environment, 'bin/python'), ['manage.py', ...args], { cwd, ...more });
}

/** Runs Python code in a project that is set up. */
export function shell(
  environment: string,
  cwd: string,
  code: string,
  env: Readonly<Record<string, string>> = {},
): Ended {
  const head = 'import django; django.setup()\nfrom django.core.management import call_command\n';
  const all = { DJANGO_SETTINGS_MODULE: 'shop.settings', ...env };
  return run(join(environment, 'bin/python'), ['-c', head + code], { cwd, env: all });
}
