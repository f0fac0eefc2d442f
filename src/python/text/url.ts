/** URLs as Python's urllib.parse splits and joins them. */

export interface UrlParts {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** `urlsplit`. `null` if the brackets of an IPv6 address are not a pair. */
export function splitUrl(given: string, scheme: string = ''): UrlParts | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Python strips them too.
  let rest = given.replace(/^[\u0000-\u0020]+/, '').replace(/[\t\r\n]/g, '');
  let found = scheme;
  const head = /^([a-zA-Z][a-zA-Z\d+.-]*):/.exec(rest);
  if (head !== null) {
    found = (head[1] as string).toLowerCase();
    rest = rest.slice(head[0].length);
  }
  let netloc = '';
  if (rest.startsWith('//')) {
    const end = rest.slice(2).search(/[/?#]/);
    netloc = end < 0 ? rest.slice(2) : rest.slice(2, end + 2);
    rest = end < 0 ? '' : rest.slice(end + 2);
    if (netloc.includes('[') !== netloc.includes(']')) return null;
  }
  const hash = rest.indexOf('#');
  const fragment = hash < 0 ? '' : rest.slice(hash + 1);
  const before = hash < 0 ? rest : rest.slice(0, hash);
  const mark = before.indexOf('?');
  const query = mark < 0 ? '' : before.slice(mark + 1);
  return { scheme: found, netloc, path: mark < 0 ? before : before.slice(0, mark), query, fragment };
}

/** Schemes whose URLs have a netloc, so that `//` is kept for an empty one. */
const WITH_NETLOC = new Set(
  'file ftp git git+ssh gopher http https imap itms-services mms nfs nntp prospero rsync rtsp rtsps rtspu sftp shttp sip sips snews svn svn+ssh telnet wais ws wss'.split(
    ' ',
  ),
);

/** `urlunsplit`. */
export function joinUrl({ scheme, netloc, path, query, fragment }: UrlParts): string {
  let url = path;
  if (netloc !== '' || (WITH_NETLOC.has(scheme) && path.startsWith('//'))) {
    url = `//${netloc}${url !== '' && !url.startsWith('/') ? '/' : ''}${url}`;
  }
  if (scheme !== '') url = `${scheme}:${url}`;
  if (query !== '') url += `?${query}`;
  return fragment === '' ? url : `${url}#${fragment}`;
}

const RELATIVE = new Set([
  '',
  ...'file ftp gopher http https imap mms nntp prospero rtsp rtsps rtspu sftp shttp svn svn+ssh wais ws wss'.split(
    ' ',
  ),
]);

/** `urljoin`. */
export function resolveUrl(base: string, url: string): string | null {
  if (base === '') return url;
  if (url === '') return base;
  const from = splitUrl(base);
  const to = from === null ? null : splitUrl(url, from.scheme);
  if (from === null || to === null) return null;
  if (to.scheme !== from.scheme || !RELATIVE.has(to.scheme)) return url;
  if (to.netloc !== '' && to.scheme !== '') return joinUrl(to);
  if (to.netloc !== '') return joinUrl(to);
  const whole = { ...to, netloc: from.netloc };
  if (to.path === '') {
    return joinUrl({ ...whole, path: from.path, query: to.query === '' ? from.query : to.query });
  }
  return joinUrl({ ...whole, path: resolvePath(from.path, to.path) });
}

function resolvePath(base: string, path: string): string {
  const folder = base.split('/');
  if (folder.at(-1) !== '') folder.pop();
  const segments = path.startsWith('/') ? path.split('/') : [...folder, ...path.split('/')];
  const inner = path.startsWith('/')
    ? segments
    : segments.filter((part, at) => part !== '' || at === 0 || at === segments.length - 1);
  const kept: string[] = [];
  for (const part of inner) {
    if (part === '..') kept.pop();
    else if (part !== '.') kept.push(part);
  }
  if (inner.at(-1) === '.' || inner.at(-1) === '..') kept.push('');
  return kept.join('/') || '/';
}

const ALWAYS_SAFE = /[A-Za-z0-9_.~-]/;

/** `quote(text, safe)`. */
export function quote(text: string, safe: string): string {
  return [...text]
    .map((character) => {
      if (ALWAYS_SAFE.test(character) || (safe.includes(character) && character < '\x80')) return character;
      return [...Buffer.from(character)]
        .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
        .join('');
    })
    .join('');
}

/** `unquote(text)`: an invalid escape stays as it is; bytes that are not UTF-8 become U+FFFD. */
export function unquote(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** `parse_qsl(query)`. */
export function parseQuery(query: string, keepBlank: boolean): readonly (readonly [string, string])[] {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return pairs.flatMap((pair): (readonly [string, string])[] => {
    const at = pair.indexOf('=');
    if (at < 0 && !keepBlank) return [];
    const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    if (value === '' && !keepBlank) return [];
    return [[unquote(name.replaceAll('+', ' ')), unquote(value.replaceAll('+', ' '))]];
  });
}
