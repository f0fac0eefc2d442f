import { posix } from 'node:path';
import { strip } from '../text/blanks.ts';
import { unquote } from '../text/percent-encoding.ts';
import { splitFragment, splitUrl } from '../text/url.ts';
import type { Site } from './site.ts';

/**
 * What Django makes of a path that is given to `static`. `served`: a URL that leads to a file, or to a folder (`isFolder`).
 * `lost`: a URL that leads to nothing. `outside`: a URL that is not below STATIC_URL. `raises`: ValueError, an HTTP 500.
 */
export type Outcome =
  | { readonly kind: 'served'; readonly isFolder: boolean }
  | { readonly kind: 'lost' | 'outside' | 'raises' };

/** Foretells the outcome as `StaticFilesStorage.url` and `HashedFilesMixin.url` decide it. */
export function outcomeOf(name: string, site: Site): Outcome {
  if (!site.hasManifest || !site.usesStaticfiles) return plainOutcome(name, site);
  return site.debug ? debugOutcome(name, site) : manifestOutcome(name, site);
}

/** The whole name is encoded, so that a query becomes a part of the file's name. */
function plainOutcome(name: string, site: Site): Outcome {
  if (!site.usesStaticfiles && name.startsWith('/')) return { kind: 'outside' };
  return found(name.replaceAll('\\', '/').replace(/^\/+/, ''), site);
}

/** With DEBUG the name is not looked up, but decoded once it is a URL, of which browsers strip blanks. */
function debugOutcome(name: string, site: Site): Outcome {
  const [path = ''] = name.trimEnd().split(/[?#]/, 1);
  return found(unquote(path).replaceAll('\\', '/').replace(/^\/+/, ''), site);
}

function manifestOutcome(name: string, site: Site): Outcome {
  const [clean] = splitFragment(name);
  const [outer, inner] = [splitUrl(clean), splitUrl(unquote(clean))];
  if (outer === null || inner === null) return { kind: 'raises' };
  // Folders are not hashed.
  if (outer.path.endsWith('/')) return debugOutcome(name, site);
  const key = strip(inner.path);
  if (site.has(key)) return { kind: 'served', isFolder: false };
  if (site.isStrict) return { kind: 'raises' };
  const normal = posix.normalize(key === '' ? '.' : key);
  if (key.startsWith('/') || normal.startsWith('..')) return { kind: 'raises' };
  if (site.has(normal)) return { kind: 'served', isFolder: false };
  return site.isFolder(normal === '.' ? '' : normal)
    ? { kind: 'served', isFolder: true }
    : { kind: 'raises' };
}

function found(path: string, site: Site): Outcome {
  const normal = posix.normalize(path === '' ? '.' : path);
  if (normal === '..' || normal.startsWith('../')) return { kind: 'outside' };
  const below = normal === '.' || normal === './' ? '' : normal;
  if (site.has(below)) return { kind: 'served', isFolder: false };
  const folder = below.replace(/\/$/, '');
  return site.isFolder(folder) ? { kind: 'served', isFolder: true } : { kind: 'lost' };
}

/** True for a path that leads above the folder it starts in. */
export function leadsOut(name: string): boolean {
  const normal = posix.normalize(name.trim() || '.');
  return normal === '..' || normal.startsWith('../');
}

/** The path that was probably meant: without slashes in front, dots, blanks, query and fragment. */
export function intended(name: string): string {
  const [path = ''] = name.split(/[?#]/, 1);
  const normal = posix.normalize(path.trim().replaceAll('\\', '/').replace(/^\/+/, '') || '.');
  return normal === '.' ? '' : normal.replace(/^(?:\.\.\/)+/, '');
}
