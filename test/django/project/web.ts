import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSource } from './files.ts';
import type { Random } from './random.ts';
import { writeScript } from './script.ts';
import { type Targets, writeStyleSheet } from './stylesheet.ts';

/** Style sheets, scripts, images and maps that refer to each other, without circles: those end Django's run. */
export interface Web {
  /** Where they are: an app with its static folder, and a folder for STATICFILES_DIRS. */
  readonly app: string;
  readonly directory: string;
  /** All files, absolute. */
  readonly files: readonly string[];
}

const FOLDERS = ['', 'css', 'img', 'css/deep/er', 'with space', 'größe', 'v1.2', '日本語', 'a+b'];
const LEAVES = [
  'logo.svg',
  'ä.png',
  'with space.gif',
  'dotted.name.v2.woff2',
  '😀.svg',
  'at@2x.png',
  'e\u0301.eot',
  'and&.svg',
  'comma,x.png',
  'noext',
  'eq=1.ttf',
];

/** How deep files may refer to files that refer to files: Django gives up after five passes. */
const LEVELS = 4;
const STORAGE = `from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class ModuleStorage(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
`;
const TIME = Date.UTC(2020, 5, 1);

export function writeWeb(random: Random, project: string, modules: boolean): Web {
  const directory = 'web root';
  const roots = [join(project, directory), join(project, 'pages/static')];
  const files = new Map<string, string>();
  mkdirSync(join(project, 'pages/static'), { recursive: true });
  mkdirSync(join(project, directory), { recursive: true });
  writeFileSync(join(project, 'pages/__init__.py'), '');
  mkdirSync(join(project, 'mysite'), { recursive: true });
  writeFileSync(join(project, 'mysite/storage.py'), STORAGE);
  const write = (path: string, content: string | Buffer): void => {
    const file = join(random.pick(roots), path);
    if (files.has(path)) return;
    writeSource(file, content, TIME + random.int(1e9));
    files.set(path, file);
  };
  const somewhere = (name: string): string => join('web', random.pick(FOLDERS), name);

  const leaves = Array.from({ length: 3 + random.int(6) }, () => somewhere(random.pick(LEAVES)));
  for (const leaf of leaves) write(leaf, random.bytes(1 + random.int(200)));
  for (const extension of ['css', 'js']) {
    const levels: string[][] = [];
    for (let level = 0; level < LEVELS; level++) {
      const lower = levels.flat();
      const paths = Array.from({ length: 1 + random.int(3) }, (_, index) =>
        somewhere(`${nameOf(random)}${level}${index}.${extension}`),
      );
      for (const path of paths) {
        const map = random.chance(0.3) ? `${path}.map` : null;
        if (map !== null) write(map, '{"version":3}');
        const targets: Targets = { leaves, lower, map };
        write(
          path,
          extension === 'css'
            ? writeStyleSheet(random, path, targets)
            : writeScript(random, path, targets, modules),
        );
      }
      levels.push(paths);
    }
  }
  return { app: 'pages', directory, files: [...files.values()] };
}

function nameOf(random: Random): string {
  return random.pick(['site', 'main.min', 'theme', 'über', 'with space', 'X', 'a.b']);
}
