import { relative, sep } from 'node:path';
import type { Ledger } from '../ledger/index.ts';
import type { Asset, Entry, Owner, Source, StaticReport, WeighedFile } from '../types.ts';
import { groupOf } from './groups.ts';

/** What lies in STATIC_ROOT, and what is known of it. */
export interface Collected {
  readonly entries: readonly Entry[];
  readonly ledger: Ledger;
  /** The name under which a path is served. */
  readonly names: ReadonlyMap<string, string>;
  /** The path of the manifest, and of what lies beside it for programs. */
  readonly companions: ReadonlySet<string>;
}

export interface Weights extends Pick<StaticReport, 'files' | 'owners' | 'leftovers'> {}

/** Weighs each file of the plan as it lies in STATIC_ROOT; where it is not there, as its source is. */
export function weigh(
  assets: readonly Asset[],
  { entries, ledger, names, companions }: Collected,
  isOwn: (file: string) => boolean,
  cwd: string,
): Weights {
  const sizes = new Map<string, number>();
  for (const { path, kind, size } of entries) if (kind === 'file') sizes.set(path, size);
  const owners = new Map<string, Owner & { readonly index: number }>();
  const known = new Set<string>(companions);
  const files = assets.map(({ path, source }): WeighedFile => {
    const served = names.get(path) ?? path;
    for (const name of [path, served])
      for (const suffix of ['', '.gz', '.br', '.zst']) known.add(name + suffix);
    return {
      path,
      owner: ownerIn(owners, source, isOwn, cwd),
      // A link has the size of its name.
      size: sizes.get(served) ?? source.size,
      gzip: sizes.get(`${served}.gz`) ?? sizes.get(`${path}.gz`) ?? null,
      brotli: sizes.get(`${served}.br`) ?? sizes.get(`${path}.br`) ?? null,
    };
  });
  const left = [...sizes].filter(([path]) => !known.has(path)).map(([path, size]) => ({ path, size }));
  const owned = ledger.files as ReadonlyMap<string, unknown>;
  return {
    owners: [...owners.values()].map(({ name, isOwn: own }) => ({ name, isOwn: own })),
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    leftovers: {
      retired: groupOf(
        'of earlier releases',
        left.filter(({ path }) => owned.has(path)),
      ),
      foreign: groupOf(
        'not ours',
        left.filter(({ path }) => !owned.has(path)),
      ),
    },
  };
}

function ownerIn(
  owners: Map<string, Owner & { readonly index: number }>,
  { file, location }: Source,
  isOwn: (file: string) => boolean,
  cwd: string,
): number {
  const name = ownerName(location, cwd);
  const known = owners.get(name);
  if (known !== undefined) return known.index;
  const owner = { name, isOwn: isOwn(file), index: owners.size };
  owners.set(name, owner);
  return owner.index;
}

/** Names a location in the words of the settings: `app shop`, `STATICFILES_DIRS assets`. */
export function ownerName({ finder, name, root }: Source['location'], cwd: string): string {
  switch (finder) {
    case 'apps':
      return `app ${name}`;
    case 'directories':
      // As it was written, or, of an absolute folder, from here.
      return `STATICFILES_DIRS ${name === root ? relative(cwd, root).replaceAll(sep, '/') || '.' : name}`;
    case 'media':
      return 'MEDIA_ROOT';
    case 'npm':
      return 'node_modules';
  }
}
