import { posix } from 'node:path';

/** A text that may name static files. `path` is its own, if it is a static file itself. */
export interface Text {
  readonly path: string | null;
  readonly text: string;
}

export type Evidence = 'used' | 'named' | 'unreferenced';

/** What may be a path, a name, or a pattern of one. */
const TOKEN = /[\w@%+~./\-${}\u0080-\uffff]+/g;
/** Longer runs are data. */
const LONGEST_TOKEN = 300;

/** What stands in a pattern for a part that is computed: `%s`, `${name}`, `{name}`, `{}`. */
const HOLE = /%[sd]|\$?\{+[^{}/]*\}+/g;
/** A folder that is given to `static`, of one name only, which elsewhere may be the path of a page. */
const STATIC_FOLDER = /\bstatic\b\s*\(?\s*["']\/?([\w.-]+)\/["']/g;

/**
 * Finds how much the texts say of each path. `used`: the whole path occurs, perhaps behind a prefix. `named`: its file name
 * does, or a pattern or a folder that may lead to it. A file says nothing of itself, nor its map and its minified twin of it.
 */
export function evidenceOf(paths: readonly string[], texts: Iterable<Text>): ReadonlyMap<string, Evidence> {
  const evidence = new Map<string, Evidence>(paths.map((path) => [path, 'unreferenced']));
  const byName = new Map<string, string[]>();
  const folders = new Set<string>();
  for (const path of paths) {
    push(byName, posix.basename(path), path);
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      folders.add(path.slice(0, end));
  }
  const patterns = new Set<string>();
  const named = new Set<string>();
  for (const { path: self, text } of texts) {
    for (const [, folder = ''] of text.matchAll(STATIC_FOLDER)) named.add(folder);
    for (const [raw] of text.matchAll(TOKEN)) {
      if (raw.length > LONGEST_TOKEN || raw.length < MIN_TOKEN) continue;
      const token = raw.replace(/^\.*\/+|\.+$/g, '');
      if (/[$%{]/.test(token) && /\.\w+$/.test(token)) patterns.add(token);
      if (token.endsWith('/')) {
        for (const folder of endsOf(token.slice(0, -1))) if (folders.has(folder)) named.add(folder);
        continue;
      }
      for (const path of byName.get(token.slice(token.lastIndexOf('/') + 1)) ?? []) {
        if (self !== null && isTwin(self, path)) continue;
        if (token === path || token.endsWith(`/${path}`)) evidence.set(path, 'used');
        else if (evidence.get(path) === 'unreferenced') evidence.set(path, 'named');
      }
    }
  }
  const left = [...evidence].filter(([, word]) => word === 'unreferenced').map(([path]) => path);
  const endings = new Set(left.map(posix.extname));
  const matchers = [...patterns]
    .filter((pattern) => endings.has(posix.extname(pattern)))
    .flatMap((pattern) => matcherOf(pattern) ?? []);
  for (const path of left)
    if (isBelow(path, named) || matchers.some((leadsTo) => leadsTo(path))) evidence.set(path, 'named');
  return evidence;
}

const MIN_TOKEN = 3;

/** The ends of a path of at least two names: `a/b/c` and `b/c`. */
function endsOf(path: string): readonly string[] {
  const names = path.split('/');
  return names.slice(0, -1).map((_, index) => names.slice(index).join('/'));
}

/** True if one of the folders around a path is named. */
function isBelow(path: string, named: ReadonlySet<string>): boolean {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    if (named.has(path.slice(0, end))) return true;
  return false;
}

/** Tells which paths a pattern may lead to; `null` for a pattern that says nothing but an ending. */
function matcherOf(pattern: string): ((path: string) => boolean) | null {
  if (pattern.split(HOLE).length - 1 > MOST_HOLES) return null;
  const parts = pattern.split('/').map(partOf);
  return parts.every(({ letters }) => letters < MIN_TOKEN) || !HOLE_AT.test(pattern)
    ? null
    : (path) => {
        // Either may have more in front: the pattern a prefix, the path a folder.
        const names = path.split('/');
        const count = Math.min(names.length, parts.length);
        const [ends, tail] = [parts.slice(-count), names.slice(-count)];
        return (
          ends.some(({ letters }) => letters >= MIN_TOKEN) &&
          ends.every(({ form }, index) => form.test(tail[index] ?? ''))
        );
      };
}

/** More of them are code, and costly to match. */
const MOST_HOLES = 4;
const HOLE_AT = new RegExp(HOLE.source);

/** One part of a pattern, and how many letters and digits it has besides its holes and its ending. */
function partOf(text: string): { readonly form: RegExp; readonly letters: number } {
  const literals = text.split(HOLE);
  const letters = literals
    .join('')
    .replace(/\.\w+$/, '')
    .replace(/[^\p{L}\p{N}]/gu, '').length;
  const source = literals.map((literal) => literal.replace(/[.+?^${}()|[\]\\*]/g, '\\$&')).join('.*');
  return { form: new RegExp(`^${source}$`), letters };
}

/** True for a path itself, and for one that differs in `.min` and `.map` only. */
function isTwin(a: string, b: string): boolean {
  return a === b || stem(a) === stem(b);
}

function stem(path: string): string {
  return path.replace(/\.map$/, '').replace(/\.min(?=\.\w+$)/, '');
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
