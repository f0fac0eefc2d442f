import { tree } from './tree.ts';

export const MANAGE: string =
  'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\n';

/** A project as `startproject` lays it out, with this settings module. */
export function project(settings: string, more: Readonly<Record<string, string>> = {}): string {
  return tree({
    'manage.py': MANAGE,
    'mysite/__init__.py': '',
    'mysite/settings.py': settings,
    'assets/': '',
    ...more,
  });
}

/** A module in which nothing has to be computed. */
export const LITERAL: string = `
DEBUG = False
INSTALLED_APPS = ["django.contrib.staticfiles", "blog"]
STATIC_URL = "static/"
STATIC_ROOT = "/srv/static"
STATICFILES_DIRS = ["assets", ("vendor", "assets")]
`;
