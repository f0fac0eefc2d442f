import { compareNames } from '../../../../text/order.ts';
/** The text side of pathlib's posix paths. A path is its normal text: `.` for the empty one, no `//`, no `.` parts. */

import { rootOf, slashed } from '../../../text/paths.ts';

export interface ParsedPath {
  /** As `rootOf` tells it. */
  readonly root: string;
  readonly names: readonly string[];
}

export function parsePath(path: string, system?: NodeJS.Platform): ParsedPath {
  const text = slashed(path, system);
  const root = rootOf(text, system);
  const names = text.slice(root.length).split('/');
  return { root, names: names.filter((name) => name !== '' && name !== '.') };
}

export function formatPath({ root, names }: ParsedPath): string {
  return root + names.join('/') || '.';
}

/** The last part; `''` for `/` and `.`. */
export function nameOf(path: string): string {
  return parsePath(path).names.at(-1) ?? '';
}

/** From the last dot of a name, unless it is the first or the last character. */
export function suffixOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 && dot < name.length - 1 ? name.slice(dot) : '';
}

export function suffixesOf(name: string): readonly string[] {
  if (name.endsWith('.')) return [];
  return name
    .replace(/^\.+/, '')
    .split('.')
    .slice(1)
    .map((part) => `.${part}`);
}

export function parentOf(path: string): string {
  const { root, names } = parsePath(path);
  return formatPath({ root, names: names.slice(0, -1) });
}

/** With the last part replaced; `null` for a path without one. */
export function replaceName(path: string, name: string): string | null {
  const { root, names } = parsePath(path);
  if (names.length === 0) return null;
  return formatPath({ root, names: [...names.slice(0, -1), name] });
}

/** `path` as seen from `base`: climbing with `..` only where `climb` says so. `null` where there is no way. */
export function pathFrom(path: string, base: string, climb: boolean): string | null {
  const [to, from] = [parsePath(path), parsePath(base)];
  if (to.root !== from.root) return null;
  let common = 0;
  while (common < from.names.length && to.names[common] === from.names[common]) common += 1;
  const above = from.names.slice(common);
  if (above.length > 0 && (!climb || above.includes('..'))) return null;
  return formatPath({ root: '', names: [...above.map(() => '..'), ...to.names.slice(common)] });
}

/** Compares paths as they sort: part by part. */
export function comparePaths(left: string, right: string): number {
  const [ours, theirs] = [left, right].map((path) => {
    const { root, names } = parsePath(path);
    return root === '' ? names : [root, ...names];
  }) as [readonly string[], readonly string[]];
  for (let index = 0; index < Math.min(ours.length, theirs.length); index += 1) {
    const order = compareNames(ours[index] as string, theirs[index] as string);
    if (order !== 0) return order;
  }
  return ours.length - theirs.length;
}
