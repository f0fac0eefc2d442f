import { createHash } from 'node:crypto';
import { hashedName } from '../hashed-name.ts';
import type { Asset, AssetPath } from '../types.ts';
import type { Learnt } from './known.ts';
import type { Prepared } from './prepare.ts';
import { type Rewrite, render } from './rewrite.ts';

/** A file made here: the fingerprinted copy of `from`, whose references carry fingerprinted names. */
export interface Rewritten {
  readonly path: AssetPath;
  readonly from: AssetPath;
  readonly bytes: Uint8Array;
}

export interface Fingerprints {
  /**
   * The name each path is served under, in Django's processing order (deepest folders first, within a level as
   * collected), which is also the order in which Django 5.2 writes the manifest.
   */
  readonly hashedNames: ReadonlyMap<AssetPath, AssetPath>;
  /** The hash in the fingerprinted name of a path; `''` if it keeps its name. */
  readonly hashOf: (path: AssetPath) => string;
  /** What the next run may use. */
  readonly known: Learnt;
}

/** First 12 hex digits of the MD5, as Django puts them into a name. */
export function contentHash(bytes: Uint8Array | string): string {
  return createHash('md5').update(bytes).digest('hex').slice(0, 12);
}

/**
 * Rewrites files with references in dependency order and hands each to `write` at once. A file is passed over if the last
 * run left it as it would be now: same source, same names in it, and `isPlaced` says that its copy is in place. `hashes` holds
 * the content hash of each file that is neither in `prepared.links` nor prehashed: of those that others refer to when this is
 * called, of all when the returned function is, which names every asset.
 */
export async function fingerprint(
  prepared: Prepared,
  hashes: ReadonlyMap<AssetPath, string>,
  write: (rewritten: Rewritten) => void,
  isPlaced: (path: AssetPath) => boolean = () => false,
): Promise<() => Fingerprints> {
  const byPath = new Map<AssetPath, Asset>();
  for (const asset of prepared.assets) if (prepared.links.has(asset.path)) byPath.set(asset.path, asset);
  const linked = new Map<AssetPath, string>();
  const hashOf = (path: AssetPath): string => {
    if (prepared.prehashed.has(path)) return '';
    const hash = linked.get(path) ?? hashes.get(path);
    if (hash === undefined) throw new Error(`${path} has not been hashed`);
    return hash;
  };
  const makeName = (path: AssetPath): AssetPath => {
    const hash = hashOf(path);
    return hash === '' ? path : hashedName(path, hash);
  };
  const names = new Map<AssetPath, AssetPath>();
  const nameOf = (path: AssetPath): AssetPath => {
    const name = names.get(path) ?? makeName(path);
    names.set(path, name);
    return name;
  };
  for (const group of prepared.groups) {
    const assets = group.map((path) => byPath.get(path) as Asset);
    if (group === prepared.circle) {
      await rewriteCircle(assets, prepared, linked, nameOf, write);
      continue;
    }
    const unchanged = unchangedHashes(assets, prepared, hashOf);
    if (unchanged?.every(([path, hash]) => isPlaced(hashedName(path, hash)))) {
      for (const [path, hash] of unchanged) linked.set(path, hash);
    } else {
      await rewriteGroup(assets, prepared, linked, nameOf, write);
    }
  }
  return () => {
    const hashedNames = new Map<AssetPath, AssetPath>();
    for (const { path } of processingOrder(prepared.assets))
      hashedNames.set(path, names.get(path) ?? makeName(path));
    return { hashedNames, hashOf, known: remember(prepared, hashOf) };
  };
}

/** Hashes that a group had last time, if neither its sources nor the hashes of what it refers to have changed. */
function unchangedHashes(
  group: readonly Asset[],
  { recalled, known, links }: Prepared,
  hashOf: (path: AssetPath) => string,
): readonly (readonly [AssetPath, string])[] | null {
  const members = new Set(group.map(({ path }) => path));
  const lastHash = (path: AssetPath): string | undefined => known.files.get(path)?.hash;
  const isSame = ({ path }: Asset): boolean =>
    recalled.has(path) &&
    (links.get(path) ?? []).every((to) => members.has(to) || lastHash(to) === hashOf(to));
  return group.every(isSame) ? group.map(({ path }) => [path, lastHash(path) as string] as const) : null;
}

/** Rewrites a group. A single file is hashed by its rewritten bytes, as in Django; files in a circle by the bytes of all. */
async function rewriteGroup(
  group: readonly Asset[],
  prepared: Prepared,
  linked: Map<AssetPath, string>,
  nameOf: (path: AssetPath) => AssetPath,
  write: (rewritten: Rewritten) => void,
): Promise<void> {
  const members = new Set(group.map(({ path }) => path));
  const drafts: Rewrite[] = [];
  for (const asset of group) drafts.push(await prepared.draftOf(asset));
  const isCircle = group.some(({ path }) => prepared.links.get(path)?.some((to) => members.has(to)));
  // Within a circle, a name can't carry the hash of bytes that hold that name, so plain names are hashed instead.
  const contents = drafts.map((draft) => render(draft, (to) => lastPart(members.has(to) ? to : nameOf(to))));
  const whole = isCircle ? contentHash(contents.map(contentHash).join('\n')) : '';
  group.forEach(({ path }, index) => {
    const own = contentHash(contents[index] as Buffer);
    linked.set(path, isCircle ? contentHash(`${whole}\n${own}`) : own);
  });
  group.forEach(({ path }, index) => {
    const draft = drafts[index];
    const content =
      isCircle && draft ? render(draft, (to) => lastPart(nameOf(to))) : (contents[index] as Buffer);
    write({ path: nameOf(path), from: path, bytes: content });
  });
}

/**
 * Rewrites files that share one hash: of the bytes of all, one after the other, in which what they refer to among themselves
 * stands as it is written. Which files those are is told by all files together, so the last run says nothing of them.
 */
async function rewriteCircle(
  group: readonly Asset[],
  prepared: Prepared,
  linked: Map<AssetPath, string>,
  nameOf: (path: AssetPath) => AssetPath,
  write: (rewritten: Rewritten) => void,
): Promise<void> {
  const members = new Set<AssetPath | null>(group.map(({ path }) => path));
  const drafts: Rewrite[] = [];
  for (const asset of group) drafts.push(await prepared.draftOf(asset));
  const rendered = (draft: Rewrite): Buffer => render(draft, (to) => lastPart(nameOf(to)));
  const outward = drafts.map((draft) => {
    const edits = draft.edits.filter(({ path }) => !members.has(path));
    return rendered({ ...draft, edits });
  });
  const hash = contentHash(Buffer.concat(outward));
  for (const { path } of group) linked.set(path, hash);
  group.forEach(({ path }, index) => {
    write({ path: nameOf(path), from: path, bytes: rendered(drafts[index] as Rewrite) });
  });
}

function lastPart(path: AssetPath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Sorts as Django does: most folders first, otherwise as collected. */
function processingOrder(assets: readonly Asset[]): readonly Asset[] {
  const levels: Asset[][] = [];
  for (const asset of assets) {
    const level = levelOf(asset.path);
    levels[level] ??= [];
    levels[level].push(asset);
  }
  return levels.reverse().flat();
}

function levelOf(path: AssetPath): number {
  let level = 0;
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) level++;
  return level;
}

function remember({ assets, findings, rules }: Prepared, hashOf: Fingerprints['hashOf']): Learnt {
  return {
    rules,
    files: {
      size: assets.length,
      *keys() {
        for (const { path } of assets) yield path;
      },
      *[Symbol.iterator]() {
        for (const { path, source } of assets) {
          const { size, mtimeMs } = source;
          const file = { size, mtimeMs, hash: hashOf(path) };
          const finding = findings.get(path);
          // Most files have none, and to spread nothing takes as long as the rest.
          yield [path, finding === undefined ? file : { ...file, ...finding }];
        }
      },
    },
  };
}
