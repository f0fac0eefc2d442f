import { quote } from '../../text/percent-encoding.ts';
import type { AssetPath, Destination } from '../../types.ts';
import type { Forgotten } from './collapse.ts';

/** What Django's `filepath_to_uri` leaves as it is, besides letters, digits and `_.-~`. */
const SAFE = "/!*()'";

type Places = Pick<Destination, 'publicUrl' | 'prefix'>;

/** URLs of paths, percent-encoded as Django's `filepath_to_uri` does; below the prefix where no URL is known. */
export function publicUrls(paths: readonly AssetPath[], { publicUrl, prefix }: Places): readonly string[] {
  const base = publicUrl ?? `/${quote(prefix, SAFE)}`;
  return paths.map((path) => base + quote(path, SAFE));
}

/** With `*` at the end of a folder. */
export function urlOf(item: Forgotten, { publicUrl, prefix }: Places): string {
  return (publicUrl ?? `/${quote(prefix, SAFE)}`) + patternOf(item, (path) => quote(path, SAFE));
}

/** The path of the URL, from its first slash. */
export function urlPathOf(item: Forgotten, places: Places): string {
  const url = urlOf(item, places);
  const [, path] = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/]*(\/.*)?$/i.exec(url) ?? [];
  return path ?? (url.startsWith('/') ? url : `/${url}`);
}

/** As the bucket has it. */
export function keyOf(item: Forgotten, { prefix }: Places): string {
  return prefix + patternOf(item, (path) => path);
}

function patternOf({ path, isFolder }: Forgotten, written: (path: string) => string): string {
  if (!isFolder) return written(path);
  return path === '' ? '*' : `${written(path)}/*`;
}
