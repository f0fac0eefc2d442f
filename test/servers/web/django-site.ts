import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '../../fake-process.ts';
import { installed } from '../../installs/installed.ts';
import { installPackages, makeVenv } from '../../installs/pip.ts';

/** A real project, and how its application is named. */
export interface DjangoSite {
  readonly folder: string;
  readonly staticRoot: string;
  readonly environment: string;
  /** The environment's Python: modules are started by `-m`. */
  readonly python: string;
  readonly write: (path: string, text: string) => void;
  readonly collect: (...words: readonly string[]) => Promise<void>;
  readonly config: (...words: readonly string[]) => Promise<string>;
  readonly remove: () => void;
}

const PYTHON = '/usr/bin/python3';
const PACKAGES = ['django==5.2.*', 'whitenoise==6.*', 'brotli==1.*', 'gunicorn==23.*', 'uvicorn==0.35.*'];
/** Of Debian's www-data. */
const SERVER_USER = 33;

/** Why the tests can't run here, or the environment they run in. */
export function pythonEnvironment(): { readonly folder: string } | { readonly reason: string } {
  if (process.getuid?.() !== 0) return { reason: 'needs root, to start servers as another user' };
  try {
    const folder = installed('python-web-1', (draft) => {
      chmodSync(draft, 0o755);
      // Debian's modules for uWSGI and Apache are built for Debian's Python.
      makeVenv(draft, PYTHON);
      installPackages(draft, ...PACKAGES);
    });
    return { folder };
  } catch (error) {
    return { reason: `no environment with Django can be made by ${PYTHON}: ${error}` };
  }
}

/** Why mod_wsgi-express can't be had here, or the environment that has it. */
export function modWsgiEnvironment(): { readonly folder: string } | { readonly reason: string } {
  const compiler = '/usr/bin/apxs';
  if (!existsSync(compiler)) return { reason: `mod_wsgi is built with apache2-dev (${compiler})` };
  try {
    const folder = installed('python-mod-wsgi-1', (draft) => {
      chmodSync(draft, 0o755);
      makeVenv(draft, PYTHON);
      installPackages(draft, 'django==5.2.*', 'whitenoise==6.*', 'brotli==1.*', 'mod_wsgi==6.1.1');
    });
    return { folder };
  } catch (error) {
    return { reason: `mod_wsgi can't be built: ${error}` };
  }
}

const SETTINGS = `
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "for a test"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [BASE_DIR / "templates"]}]
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "assets"]
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
`;

const PAGE = `{% load static %}<!doctype html><title>shop</title>
<link rel="stylesheet" href="{% static "css/site.css" %}">
<script type="module" src="{% static "js/mod.mjs" %}"></script>
<link rel="preload" as="font" href="{% static "fonts/a b.woff2" %}">`;

const FILES: Readonly<Record<string, string>> = {
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
  'shop/__init__.py': '',
  'shop/settings.py': SETTINGS,
  'shop/urls.py':
    'from django.shortcuts import render\nfrom django.urls import path\nurlpatterns = [path("", lambda request: render(request, "home.html"))]\n',
  'shop/wsgi.py':
    'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = get_wsgi_application()\n',
  'shop/asgi.py':
    'import os\nfrom django.core.asgi import get_asgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = get_asgi_application()\n',
  'templates/home.html': PAGE,
  'assets/css/site.css': `body { background: url("../img/logo.svg") } ${'a { color: red } '.repeat(40)}`,
  'assets/img/logo.svg': `<svg xmlns="http://www.w3.org/2000/svg">${'<g/>'.repeat(40)}</svg>`,
  'assets/js/mod.mjs': `export const name = "mod"; ${'// module\n'.repeat(40)}`,
  'assets/fonts/a b.woff2': 'wOF2 font',
};

/** Makes the project, and collects it. */
export async function makeDjangoSite(environment: string, ...words: readonly string[]): Promise<DjangoSite> {
  const folder = mkdtempSync(join(tmpdir(), 'collectstatic-django-'));
  chmodSync(folder, 0o755);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  mkdirSync(join(folder, 'run'));
  chownSync(join(folder, 'run'), SERVER_USER, SERVER_USER);
  const run = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runCli([...args, '--venv', environment], { cwd: folder });
    if (code !== 0) throw new Error(`collectstatic ${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  };
  const collect = async (...args: readonly string[]): Promise<void> =>
    void (await run('--no-input', ...args));
  await collect(...words);
  return {
    folder,
    staticRoot: join(folder, 'static'),
    environment,
    python: join(environment, 'bin/python'),
    write,
    collect,
    config: (...args) => run('server-config', '-v', '0', ...args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The URLs of static files in a page. */
export function urlsIn(page: string): readonly string[] {
  return [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, url]) => url as string);
}

/** The stored bytes behind a URL. */
export function fileOf({ staticRoot }: DjangoSite, url: string): Buffer {
  return readFileSync(join(staticRoot, decodeURIComponent(url.replace(/^\/static\//, ''))));
}
