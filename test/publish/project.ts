import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { collect } from '../../src/collect.ts';
import type { PublishOptions } from '../../src/publish/intent.ts';
import { publishSite } from '../../src/publish/publish-site.ts';
import { loadSettings } from '../../src/settings/index.ts';
import type { RootedSettings } from '../../src/static-root.ts';
import type { Destination, PublishReport } from '../../src/types.ts';
import { put, temporaryFolder } from '../storages/folder.ts';
import { type MemoryOptions, openMemory, type Store } from './memory-bucket.ts';

export const DESTINATION: Destination = {
  store: {
    kind: 's3',
    bucket: 'bucket',
    endpoint: null,
    region: null,
    forcePathStyle: false,
    credentials: null,
    profile: null,
    useSsl: true,
    verify: true as never,
    proxies: {},
    checksums: 'when_required',
    maxAttempts: null,
    multipartThreshold: null,
  },
  isStorage: false,
  prefix: 'static/',
  publicUrl: 'https://cdn.example.com/static/',
  headers: {},
  traits: {},
  mutableCacheControl: 'public, max-age=60',
  gzipTypes: null,
  mediaTypes: {},
  charset: false,
  purge: [],
  from: 'PUBLISH (collectstatic.config.json)',
};

export interface Project {
  readonly folder: string;
  readonly settings: RootedSettings;
  /** Replaces the sources and collects. `null` removes a file. */
  write(files: Readonly<Record<string, string | null>>): Promise<void>;
  publish(
    store: Store,
    options?: PublishOptions & MemoryOptions & Partial<Destination>,
  ): Promise<PublishReport>;
}

export const FILES: Readonly<Record<string, string>> = {
  'css/site.css': '@import "base.css"; body { background: url(../img/logo.svg) }',
  'css/base.css': 'p { color: red }',
  'img/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'js/app.js': 'console.log("app")',
  'index.html': '<p>page</p>',
};

/** A project with a manifest (or another storage), collected. */
export async function makeProject(
  files: Readonly<Record<string, string>> = FILES,
  storage = 'manifest',
): Promise<Project> {
  const folder = temporaryFolder();
  const config = {
    STATIC_URL: '/static/',
    STATIC_ROOT: 'root',
    STATICFILES_DIRS: ['assets'],
    STORAGE: storage,
  };
  put(folder, 'collectstatic.config.json', JSON.stringify(config));
  put(folder, 'assets/.keep', '');
  const settings = (await loadSettings({ cwd: folder, env: {}, requireStaticRoot: true })) as RootedSettings;
  const project: Project = {
    folder,
    settings,
    async write(changed) {
      for (const [path, text] of Object.entries(changed)) {
        if (text === null) rmSync(join(folder, 'assets', path));
        else put(folder, `assets/${path}`, text);
      }
      await collect(settings);
    },
    async publish(store, options = {}) {
      const destination = { ...DESTINATION, ...destinationOf(options) };
      return (await publishSite(settings, destination, openMemory(store, options), options)).report;
    },
  };
  await project.write(files);
  return project;
}

function destinationOf(options: Partial<Destination>): Partial<Destination> {
  const names = Object.keys(DESTINATION).filter((name) => name in options);
  return Object.fromEntries(names.map((name) => [name, options[name as keyof Destination]]));
}

/** What lies in a store, without what is ours: the MD5 of the bytes, and the headers without our metadata. */
export function contentOf(store: Store): Readonly<Record<string, unknown>> {
  const own = [...store].filter(([key]) => !key.includes('~collectstatic'));
  return Object.fromEntries(
    own.sort().map(([key, { bytes, headers }]) => [key, { md5: md5(bytes), headers }]),
  );
}

/** The files of the ledger in a store, without what differs from run to run. */
export function ledgerOf(store: Store, prefix = 'static/'): Readonly<Record<string, unknown>> {
  const { bytes } = store.get(`${prefix}~collectstatic/ledger.json`) ?? {};
  return JSON.parse(Buffer.from(bytes ?? '{}').toString());
}

export function textOf(store: Store, key: string): string {
  return Buffer.from(store.get(key)?.bytes ?? '').toString();
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}
