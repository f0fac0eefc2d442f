import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { pythonPath, writeApp } from './apps.ts';
import { type Filled, fillFolder, writeSource } from './files.ts';
import { APPS, PREFIXES } from './names.ts';
import { createRandom, type Random } from './random.ts';
import { writeSettings } from './settings.ts';
import { writeWeb } from './web.ts';

/** A Django project on disk, made from a seed. All paths absolute. */
export interface Project {
  readonly seed: number;
  /** The temporary folder that holds the project and nothing else. */
  readonly home: string;
  readonly folder: string;
  readonly settings: string;
  readonly env: Readonly<Record<string, string>>;
  readonly staticRoot: string;
  /** Regular source files, and those among them that may go without another taking their place. */
  readonly files: readonly string[];
  readonly lonely: readonly string[];
  /** The folders files are collected from. */
  readonly sources: readonly string[];
}

const FINDERS = {
  directories: 'django.contrib.staticfiles.finders.FileSystemFinder',
  apps: 'django.contrib.staticfiles.finders.AppDirectoriesFinder',
  media: 'django.contrib.staticfiles.finders.DefaultStorageFinder',
};

/** A project whose files refer to each other. */
export interface WebOptions {
  /** Lines for the settings: the storage. */
  readonly more: readonly string[];
  /** Scripts import each other. */
  readonly modules: boolean;
}

/** Makes the project of a seed in a new temporary folder. */
export function generateProject(seed: number, options?: WebOptions): Project {
  const random = createRandom(seed);
  const home = mkdtempSync(join(tmpdir(), `collectstatic-${seed}-`));
  const folder = join(home, random.pick(['site', 'my site', 'größe']));
  mkdirSync(folder);
  const shared = join(folder, 'shared');
  // Style sheets that are no UTF-8 end a run of Django's with a manifest.
  const text = options !== undefined;
  writeSource(join(shared, 'shared.txt'), 'linked to by others\n', Date.UTC(2020, 1, 29));
  const filled: Filled[] = [fillFolder(random, shared, 3, null, text)];
  const fill = (into: string): void =>
    void filled.push(fillFolder(random, into, random.int(14), shared, text));

  const apps = random.some(APPS, random.int(5)).map((name) => writeApp(random, folder, name));
  const withFiles = apps.filter(() => random.chance(0.85));
  for (const { staticFolder } of withFiles) fill(staticFolder);

  const directories = someDirectories(
    random,
    fill,
    folder,
    withFiles.map((app) => app.staticFolder),
  );
  const mediaRoot = random.chance(0.15) ? 'media' : null;
  if (mediaRoot !== null) fill(join(folder, mediaRoot));
  const staticRoot = random.pick([
    'staticfiles',
    'var/www/static',
    '../out/static',
    'public files',
    'mysite/../built',
  ]);

  const web = options === undefined ? undefined : writeWeb(random, folder, options.modules);
  if (web !== undefined) directories.push({ prefix: null, folder: web.directory });

  const { module, env } = writeSettings(random, {
    project: folder,
    apps: [
      'django.contrib.staticfiles',
      ...apps.map((app) => app.entry),
      ...(web === undefined ? [] : [web.app]),
    ],
    pythonPath: pythonPath(folder, apps),
    directories,
    staticRoot,
    mediaRoot,
    finders: someFinders(random, mediaRoot !== null, web !== undefined),
    more: options?.more ?? [],
  });
  const sources = [
    ...withFiles.map((app) => app.staticFolder),
    ...directories.map((entry) => join(folder, entry.folder)),
  ];
  return {
    seed,
    home,
    folder,
    settings: module,
    env,
    staticRoot: normalize(join(folder, staticRoot)),
    files: [...filled.flatMap((each) => each.files), ...(web?.files ?? [])],
    lonely: filled.flatMap((each) => each.lonely),
    sources: sources.filter(existsSync),
  };
}

type Directory = { readonly prefix: string | null; readonly folder: string };

/** STATICFILES_DIRS: real folders, now and then one that is missing, listed twice, or an app's own. */
function someDirectories(
  random: Random,
  fill: (folder: string) => void,
  project: string,
  appFolders: readonly string[],
): Directory[] {
  const directories: Directory[] = [];
  const count = random.int(4);
  for (let index = 0; index < count; index++) {
    const folder = random.pick([`assets${index}`, `frontend/dist${index}`, `große dateien ${index}`]);
    fill(join(project, folder));
    directories.push({ prefix: random.chance(0.4) ? random.pick([...PREFIXES, '']) : null, folder });
  }
  const [first] = directories;
  if (first !== undefined && random.chance(0.1)) directories.push(first);
  if (random.chance(0.1)) directories.push({ prefix: null, folder: 'missing' });
  const own = appFolders.find((folder) => folder.startsWith(`${project}/`));
  if (own !== undefined && random.chance(0.1))
    directories.push({ prefix: null, folder: own.slice(project.length + 1) });
  return directories;
}

function someFinders(random: Random, media: boolean, both: boolean): readonly string[] | null {
  const { directories, apps } = FINDERS;
  if (media)
    return random.pick([
      [directories, apps, FINDERS.media],
      [FINDERS.media, apps, directories],
    ]);
  if (both) return random.pick([null, [directories, apps], [apps, directories]]);
  return random.pick([null, null, [directories, apps], [apps, directories], [apps], [directories]]);
}
