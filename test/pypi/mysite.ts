import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SETTINGS = `
import os
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = os.environ["SECRET_KEY"]
DATABASES = {"default": {"NAME": os.environ["DATABASE_NAME"]}}
INSTALLED_APPS = [
    "django.contrib." + name for name in ("staticfiles", "admin", "auth", "contenttypes", "sessions", "messages")
] + ["blog"]
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
COLLECTSTATIC = {"PREHASHED": ["assets/**"]}
`;

/**
 * Writes a site whose settings demand a SECRET_KEY, with Vite's output in an app. The app `collectstatic` stands first if
 * it is among the requirements.
 */
export function makeSite(folder: string, requirements: readonly string[]): void {
  const ours = requirements.some((each) => each.includes('collectstatic'));
  const files = {
    'manage.py': `import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`,
    'mysite/__init__.py': '',
    'mysite/settings.py': ours ? `${SETTINGS}INSTALLED_APPS.insert(0, "collectstatic")\n` : SETTINGS,
    'requirements.txt': `${requirements.join('\n')}\n`,
    'blog/__init__.py': '',
    'blog/static/assets/main-B1xCDe3f.js': 'export default 1;\n',
    'blog/static/blog.css': 'a {}\n',
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
