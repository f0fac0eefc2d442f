import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CollectOptions, collect } from '../../src/collect.ts';
import { loadSettings } from '../../src/settings/index.ts';
import type { Report } from '../../src/types.ts';
import { readTree, type Tree } from '../tree.ts';

/** A project whose one folder of static files is `assets`, collected into `out`. */
export interface Site {
  readonly folder: string;
  /** Writes a static file, or a file of `out` by its whole path; `minutes` after the start of time here. */
  write(path: string, content: string | Uint8Array, minutes?: number): void;
  remove(path: string): void;
  read(path: string): Buffer;
  /** What is served. */
  served(root?: string): Tree;
  collect(options?: CollectOptions): Promise<Report>;
  /** Sets settings for the runs to come. */
  set(settings: Readonly<Record<string, unknown>>): void;
}

const START = Date.UTC(2024, 4, 17, 12) / 1000;

export function makeSite(
  settings: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string | Uint8Array>>,
): Site {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-build-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const site: Site = {
    folder,
    write(path, content, minutes = 0) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      utimesSync(file, START + minutes * 60, START + minutes * 60);
    },
    remove: (path) => rmSync(join(folder, path), { force: true }),
    read: (path) => readFileSync(join(folder, path)),
    served(root = 'out') {
      return readTree(join(folder, root), folder);
    },
    async collect(options = {}) {
      const request = { cwd: folder, env: {}, requireStaticRoot: true };
      return collect(await loadSettings(request), options);
    },
    set(more) {
      const whole = { STATIC_ROOT: 'out', STATIC_URL: '/static/', STATICFILES_DIRS: ['assets'], ...more };
      site.write('collectstatic.config.json', JSON.stringify(whole));
    },
  };
  site.set(settings);
  for (const [path, content] of Object.entries(files)) site.write(`assets/${path}`, content);
  return site;
}

/** What a run did with each path it touched, but for what was right already. */
export function changes(report: Report): Readonly<Record<string, string>> {
  const changed = report.outcomes.filter(({ action }) => action !== 'unmodified');
  return Object.fromEntries(changed.map(({ path, action }) => [path, action]));
}
