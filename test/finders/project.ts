import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Location, Settings } from '../../src/types.ts';

/** A temporary folder with these files (path to content; a path that ends with a slash is an empty folder). */
export function project(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'finders-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(path.endsWith('/') ? file : dirname(file), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(file, content);
  }
  return root;
}

export function directory(root: string, more: Partial<Location> = {}): Location {
  return { finder: 'directories', name: root, root, prefix: '', ...more };
}

/** Settings of a project in `cwd`: Django's finders and ignore patterns, apps looked for in the project. */
export function settingsOf(cwd: string, more: Partial<Settings> = {}): Settings {
  return {
    cwd,
    staticRoot: join(cwd, 'staticfiles'),
    staticUrl: '/static/',
    staticDirs: [],
    finders: [
      { kind: 'directories', className: 'django.contrib.staticfiles.finders.FileSystemFinder' },
      { kind: 'apps', className: 'django.contrib.staticfiles.finders.AppDirectoriesFinder' },
    ],
    installedApps: [],
    locatedApps: null,
    appDirs: [],
    mediaRoot: null,
    npm: null,
    usesWhiteNoise: false,
    destination: null,
    storage: {
      kind: 'plain',
      className: 'django.contrib.staticfiles.storage.StaticFilesStorage',
      manifestName: 'staticfiles.json',
      manifestStrict: true,
      moduleAggregation: false,
      keepOnlyHashed: false,
      compression: {
        formats: [],
        levels: { br: 11, gzip: 9, zstd: 19 },
        skipExtensions: [],
        minSize: 0,
      },
      integrityName: null,
      importMapName: null,
    },
    ignore: ['CVS', '.*', '*~'],
    precedence: [],
    allowConflicts: [],
    failOnConflict: false,
    skipMissingApps: false,
    searchPath: [cwd],
    djangoVersion: '5.2',
    missingReferences: 'error',
    allowMissing: [],
    prehashed: 'auto',
    staticTags: [],
    check: null,
    serving: null,
    budgets: [],
    rewrite: [],
    jobs: 2,
    fileMode: null,
    directoryMode: null,
    origins: {},
    chosen: 'settings',
    passedOver: [],
    problems: [],
    notes: [],
    ...more,
  };
}
