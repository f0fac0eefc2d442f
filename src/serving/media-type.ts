import { lookup } from 'mime-types';

/** Media types by extension (`.css`) or by a whole name in lower case (`crossdomain.xml`), as WHITENOISE_MIMETYPES has them. */
export type OwnTypes = Readonly<Record<string, string>>;

/** What a browser is told of a file that has no known extension. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/**
 * Types that differ from those of mime-types, or that it lacks. Browsers run a script under `text/javascript` only where
 * `nosniff` is sent; `.topojson` is JSON as `.geojson` is.
 */
const TYPES: OwnTypes = {
  '.cjs': 'text/javascript',
  '.cur': 'image/vnd.microsoft.icon',
  '.tgz': 'application/gzip',
  '.topojson': 'application/json',
  '.zst': 'application/zstd',
};

/**
 * Returns the media type of a path by its name alone, the same on every machine. `own` has precedence, a whole name over an
 * extension. What no table knows is `application/octet-stream`.
 */
export function mediaType(path: string, own: OwnTypes = {}): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const extension = extensionOf(name);
  const said = [name, extension].find((key) => key !== '' && Object.hasOwn(own, key));
  if (said !== undefined) return own[said] as string;
  if (extension === '') return UNKNOWN_TYPE;
  return Object.hasOwn(TYPES, extension) ? (TYPES[extension] as string) : lookup(extension) || UNKNOWN_TYPE;
}

/** Returns the extension of a path with its dot, in lower case; `''` if there is none. Dots at the front begin none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/^\.+/, '');
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot).toLowerCase();
}

/**
 * Returns the charset of a media type; `null` for types that have none, and for those that say one already. Text and scripts
 * have one. JSON is UTF-8 by its own rules, and SVG says its encoding itself.
 */
export function charsetOf(type: string, charset = 'utf-8'): string | null {
  if (/;\s*charset\s*=/i.test(type)) return null;
  return /^(?:text\/|application\/(?:x-)?(?:javascript|ecmascript)\b)/i.test(type) ? charset : null;
}

/** Returns the value of Content-Type: the media type, and its charset if it has one. */
export function contentType(type: string, charset = 'utf-8'): string {
  const name = charsetOf(type, charset);
  return name === null ? type : `${type}; charset=${name}`;
}
