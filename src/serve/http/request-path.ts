/**
 * Returns the path that a request asks for, decoded and without its query: `/static/a b.css`. Escapes are undone once. An
 * invalid escape stays as it is. Returns `null` for what no file and no page can be called: a NUL, or bytes that are not UTF-8.
 */
export function requestPath(url: string): string | null {
  if (PLAIN.test(url)) return url;
  const raw = withoutOrigin(url).split(/[?#]/, 1)[0] as string;
  const path = /^[!-$&-~]*$/.test(raw) ? raw : decode(raw);
  return path === null || path.includes('\0') ? null : path;
}

/** A URL that is its own path. */
const PLAIN = /^\/[!-"$&->@-~]*$/;

/**
 * Returns the part of `path` below `base`, which ends with a slash; `null` if the path lies elsewhere, or is not the one way to
 * write it: parts that are empty, `.` or `..` name nothing here, so that nothing leads out.
 */
export function pathBelow(base: string, path: string): string | null {
  if (!path.startsWith(base)) return null;
  const below = path.slice(base.length);
  const parts = below.split('/');
  // A slash at the end names a folder.
  if (parts.at(-1) === '') parts.pop();
  return parts.some((part) => part === '' || part === '.' || part === '..') ? null : below;
}

/** Drops scheme and host of `GET http://host/path`, as a client writes it to a proxy. */
function withoutOrigin(url: string): string {
  return url.startsWith('/') ? url : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '') || '/';
}

/** Undoes the escapes of a text that is ASCII: Node refuses a request line that is not. */
function decode(raw: string): string | null {
  const latin1 = raw.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(latin1, 'latin1'));
  } catch {
    return null;
  }
}
