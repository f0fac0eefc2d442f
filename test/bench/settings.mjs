import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const BASE = `import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SECRET_KEY = os.environ.get("SECRET_KEY", "bench")
DEBUG = os.environ.get("DEBUG", "0") == "1"
INSTALLED_APPS = ["django.contrib.staticfiles", "blog"]
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "public"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [os.path.join(BASE_DIR, "templates")],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
`;

/** Statements as settings have them; `index` keeps their names apart. */
const STATEMENTS = [
  (index) => `OPTION_${index} = os.environ.get("OPTION_${index}", "default")`,
  (index) => `LIST_${index} = [\n    "a.b.c${index}",\n    "d.e.f${index}",\n    ("x", ${index}),\n]`,
  (index) => `if DEBUG:\n    FLAG_${index} = True\nelse:\n    FLAG_${index} = False`,
  (index) =>
    `DICT_${index} = {\n    "key": ${index},\n    "path": os.path.join(BASE_DIR, "dir${index}"),\n    "more": {"a": [1, 2, 3]},\n}`,
  (index) => `APPS_${index} = INSTALLED_APPS + ["app${index}"]`,
];
const LINES = 500;

/**
 * A project of 100 static files in `folder`, with its settings written twice: `python` is a module of 500 lines that takes its
 * base by `import *`, `json` a file with the values that count.
 */
export function makeSettings(folder) {
  const lines = ['from .base import *', 'import os', ''];
  for (let index = 0; lines.length < LINES; index++) {
    lines.push(...STATEMENTS[index % STATEMENTS.length](index).split('\n'));
  }
  const files = {
    'mysite/__init__.py': '',
    'mysite/settings/__init__.py': '',
    'mysite/settings/base.py': BASE,
    'mysite/settings/production.py': `${lines.join('\n')}\n`,
    'settings.json': JSON.stringify({
      INSTALLED_APPS: ['django.contrib.staticfiles', 'blog'],
      STATIC_URL: '/static/',
      STATIC_ROOT: 'public',
    }),
    'blog/__init__.py': '',
    'blog/static/blog/site.css': 'body {}\n',
    ...Object.fromEntries(
      Array.from({ length: 99 }, (_, index) => [`blog/static/blog/${index % 9}/${index}.css`, 'p {}\n']),
    ),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, python: 'mysite.settings.production', json: 'settings.json' };
}
