import { splitUrl, type UrlParts } from './url.ts';

/** Schemes whose URLs have a host, so that `//` is written for an empty one. */
const WITH_NETLOC = new Set(
  'file ftp git git+ssh gopher http https imap itms-services mms nfs nntp prospero rsync rtsp rtsps rtspu sftp shttp sip sips snews svn svn+ssh telnet wais ws wss'.split(
    ' ',
  ),
);

/** Joins as `urlunsplit`. `null` without a host where Python's versions differ: `http:x`, or a path that starts with `//`. */
export function joinUrl({ scheme, netloc, path, query, fragment }: UrlParts): string | null {
  const takesHost = WITH_NETLOC.has(scheme);
  const isRooted = path === '' || path.startsWith('/');
  if (netloc === '' && (path.startsWith('//') || (takesHost && !isRooted))) return null;
  const host = netloc !== '' || takesHost ? `//${netloc}${isRooted ? '' : '/'}` : '';
  const head = scheme === '' ? '' : `${scheme}:`;
  return head + host + path + (query && `?${query}`) + (fragment && `#${fragment}`);
}

const RELATIVE = new Set([
  '',
  ...'file ftp gopher http https imap mms nntp prospero rtsp rtsps rtspu sftp shttp svn svn+ssh wais ws wss'.split(
    ' ',
  ),
]);

/** Resolves as `urljoin`. `null` where `joinUrl` is, where `splitUrl` is, and for parameters (`;`). */
export function resolveUrl(base: string, url: string): string | null {
  if (base === '') return url;
  if (url === '') return base;
  if (base.includes(';') || url.includes(';')) return null;
  const from = splitUrl(base);
  const to = from === null ? null : splitUrl(url, from.scheme);
  if (from === null || to === null) return null;
  if (to.scheme !== from.scheme || !RELATIVE.has(to.scheme)) return url;
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
