import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** What every file of a project gets, so that nothing depends on the clock. */
const MTIME = new Date('2024-05-17T12:00:00Z');

/** Writes files (path -> text) into a new folder, which the running test removes when it ends. Returns it, absolute. */
export function makeProject(files: Readonly<Record<string, string>>): string {
  const folder = writeProject(files);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files (path -> text) into a new folder, which the caller removes. Returns it, absolute. */
export function writeProject(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-cli-')));
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    utimesSync(file, MTIME, MTIME);
  }
  return folder;
}

const SETTINGS = [
  'INSTALLED_APPS = ["apples", "pears"]',
  'STATIC_URL = "static/"',
  'STATIC_ROOT = "public"',
  '',
].join('\n');

/** A Django project of two apps which disagree about `css/page.css`. */
export const ORCHARD: Readonly<Record<string, string>> = {
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "orchard.settings")\n',
  'orchard/__init__.py': '',
  'orchard/settings.py': SETTINGS,
  'apples/__init__.py': '',
  'apples/static/css/page.css': 'body { color: red; }\n',
  'apples/static/apples/cox.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
  'pears/__init__.py': '',
  'pears/static/css/page.css': 'body { color: yellowgreen; }\n',
};
