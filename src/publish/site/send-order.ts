import { readFileSync } from 'node:fs';
import { components } from '../../processors/graph.ts';
import { findReferences } from '../../processors/references/find.ts';
import { dialectOf } from '../../processors/references/reference.ts';
import { resolve } from '../../processors/resolve.ts';
import type { AssetPath, WantedObject } from '../../types.ts';

/** Bytes. A larger text is taken to refer to nothing; nobody writes one by hand. */
const LONGEST_TEXT = 8 * 1024 * 1024;
const DIALECT = dialectOf('6.1', true);

/**
 * Groups of objects that may be sent at the same time, one group after the other. First what never changes, the biggest first,
 * which keeps all connections busy to the end. Then what replaces a file: what is referred to before what refers to it, and
 * pages after all that. Then what comes with the manifest. The manifest itself is none of these.
 */
export function sendingOrder(
  objects: readonly WantedObject[],
  staticUrl: string,
): readonly (readonly WantedObject[])[] {
  const of = (lifetime: WantedObject['lifetime']): readonly WantedObject[] =>
    objects.filter((object) => object.lifetime === lifetime).sort(biggestFirst);
  const levels = new Map<number, WantedObject[]>();
  const mutable = of('mutable');
  const levelOf = levelsOf(mutable, staticUrl);
  for (const object of mutable) {
    const level = levelOf(object);
    const group = levels.get(level);
    if (group === undefined) levels.set(level, [object]);
    else group.push(object);
  }
  const replacing = [...levels].sort(([a], [b]) => a - b).map(([, group]) => group);
  return [of('immutable'), ...replacing, of('companion')].filter((group) => group.length > 0);
}

function biggestFirst(one: WantedObject, other: WantedObject): number {
  return other.size - one.size || (one.path < other.path ? -1 : 1);
}

function levelsOf(objects: readonly WantedObject[], staticUrl: string): (object: WantedObject) => number {
  const byPath = new Map(objects.map((object) => [object.path, object]));
  const edges = new Map(objects.map((object) => [object.path, referencesOf(object, byPath, staticUrl)]));
  const levels = new Map<AssetPath, number>();
  for (const group of components(edges)) {
    const below = group.flatMap((path) => edges.get(path) ?? []).filter((path) => !group.includes(path));
    const level = Math.max(0, ...below.map((path) => (levels.get(path) ?? 0) + 1));
    for (const path of group) levels.set(path, level);
  }
  return ({ path }) => (isPage(path) ? Number.POSITIVE_INFINITY : (levels.get(path) ?? 0));
}

function referencesOf(
  { path, source, size }: WantedObject,
  byPath: ReadonlyMap<AssetPath, WantedObject>,
  staticUrl: string,
): readonly AssetPath[] {
  const language = path.endsWith('.css') ? 'css' : /\.m?js$/.test(path) ? 'js' : null;
  if (language === null || source.kind === 'bytes' || size > LONGEST_TEXT) return [];
  const found = findReferences(readFileSync(source.file), language, DIALECT);
  const paths = { has: (to: string) => byPath.has(to as AssetPath), isFolder: () => false };
  return (found?.references ?? []).flatMap(({ url, syntax }) => {
    const to = resolve(url, path, staticUrl, paths, syntax);
    return to.kind === 'file' && to.path !== path ? [to.path] : [];
  });
}

function isPage(path: string): boolean {
  return /\.(?:html?|xhtml)$/i.test(path);
}
