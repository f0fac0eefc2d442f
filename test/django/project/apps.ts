import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Random } from './random.ts';

/** An entry of INSTALLED_APPS and where its static files are. */
export interface App {
  readonly entry: string;
  /** Where its `static/` belongs, absolute. */
  readonly staticFolder: string;
}

/** Writes the Python side of one app, in one of the ways apps are declared. `name` is no other app's. */
export function writeApp(random: Random, project: string, name: string): App {
  switch (random.int(8)) {
    case 0:
      return explicitConfig(random, project, name);
    case 1:
      return implicitConfig(project, name);
    case 2:
      return nested(project, name);
    case 3:
      return namespacePackage(project, name);
    case 4:
      return ownPath(random, project, name);
    case 5:
      return onPythonPath(project, name);
    default:
      return plain(project, name);
  }
}

function plain(project: string, name: string): App {
  writePackage(join(project, name));
  return { entry: name, staticFolder: join(project, name, 'static') };
}

/** `blog.apps.BlogConfig` */
function explicitConfig(random: Random, project: string, name: string): App {
  const app = plain(project, name);
  const label = random.chance(0.5) ? [`    label = "the_${name}"`] : [];
  writeConfig(join(project, name), [`    name = "${name}"`, ...label, '    verbose_name = _("An app")']);
  return { ...app, entry: `${name}.apps.AppConf` };
}

/** `blog`, with the one config that Django finds by itself. */
function implicitConfig(project: string, name: string): App {
  const app = plain(project, name);
  writeConfig(join(project, name), [
    `    name = "${name}"`,
    '    default_auto_field = "django.db.models.BigAutoField"',
  ]);
  return app;
}

/** `apps.blog` */
function nested(project: string, name: string): App {
  writePackage(join(project, 'apps'));
  writePackage(join(project, 'apps', name));
  return { entry: `apps.${name}`, staticFolder: join(project, 'apps', name, 'static') };
}

/** A folder without `__init__.py` */
function namespacePackage(project: string, name: string): App {
  mkdirSync(join(project, name), { recursive: true });
  writeFileSync(join(project, name, 'models.py'), '');
  return { entry: name, staticFolder: join(project, name, 'static') };
}

/** A config whose `path` says that the app lies elsewhere. */
function ownPath(random: Random, project: string, name: string): App {
  const elsewhere = join(project, 'frontend', name);
  mkdirSync(elsewhere, { recursive: true });
  const app = plain(project, name);
  const path = random.chance(0.5)
    ? JSON.stringify(elsewhere)
    : `os.path.join(os.path.dirname(os.path.dirname(__file__)), "frontend", "${name}")`;
  writeConfig(join(project, name), [`    name = "${name}"`, `    path = ${path}`]);
  return {
    entry: random.chance(0.5) ? name : `${app.entry}.apps.AppConf`,
    staticFolder: join(elsewhere, 'static'),
  };
}

/** Importable because the settings put `lib/` on `sys.path`. */
function onPythonPath(project: string, name: string): App {
  return plain(join(project, 'lib'), name);
}

function writePackage(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '__init__.py'), '');
}

function writeConfig(folder: string, body: readonly string[]): void {
  const lines = [
    'import os',
    'from django.apps import AppConfig',
    'from django.utils.translation import gettext_lazy as _',
    '',
    '',
    'class AppConf(AppConfig):',
    ...body,
  ];
  writeFileSync(join(folder, 'apps.py'), `${lines.join('\n')}\n`);
}

/** The folders of a project in which `sys.path` must look for its apps, besides the project itself. */
export function pythonPath(project: string, apps: readonly App[]): string[] {
  const lib = join(project, 'lib');
  return apps.some(({ staticFolder }) => dirname(dirname(staticFolder)) === lib) ? [basename(lib)] : [];
}
