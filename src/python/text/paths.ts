import { platform } from 'node:os';

/**
 * Python's posixpath as far as it needs no file system; os.path and pathlib share it. On Windows paths are written with
 * slashes, which Python takes there, and may begin with a drive or a share.
 */
const HERE: NodeJS.Platform = platform();

/** On Windows, turns backslashes into slashes; elsewhere a backslash is a character like any other. */
export function slashed(path: string, system: NodeJS.Platform = HERE): string {
  return system === 'win32' ? path.replaceAll('\\', '/') : path;
}

/** Root of an absolute path: `/`, `//` (in POSIX exactly two may have their own meaning), `C:/`, `//server/share/`; or `''`. */
export function rootOf(path: string, system: NodeJS.Platform = HERE): string {
  if (system === 'win32') return /^(?:[A-Za-z]:\/|\/\/[^/]+\/[^/]+\/|\/)/.exec(path)?.[0] ?? '';
  const slashes = /^\/*/.exec(path)?.[0].length ?? 0;
  return slashes === 2 ? '//' : slashes > 0 ? '/' : '';
}

/** `posixpath.join`: an absolute part starts anew. */
export function joinPath(first: string, ...rest: readonly string[]): string {
  return joinOn(HERE, first, ...rest);
}

export function joinOn(system: NodeJS.Platform, ...parts: readonly string[]): string {
  const [first = '', ...rest] = parts.map((part) => slashed(part, system));
  let path = first;
  for (const part of rest) {
    if (rootOf(part, system) !== '') path = part;
    else if (path === '' || path.endsWith('/')) path += part;
    else path += `/${part}`;
  }
  return path;
}

/** `posixpath.split`: the head loses its slashes at the end unless it is nothing but slashes. */
export function splitPath(path: string, system: NodeJS.Platform = HERE): readonly [string, string] {
  const text = slashed(path, system);
  const at = text.lastIndexOf('/') + 1;
  const head = text.slice(0, at);
  const tail = text.slice(at);
  const isTop = /^\/*$/.test(head) || head === rootOf(head, system);
  return [isTop ? head : head.replace(/\/+$/, ''), tail];
}

/** `posixpath.splitext`: dots at the start of the name are no extension. */
export function splitExtension(path: string): readonly [string, string] {
  const nameAt = slashed(path).lastIndexOf('/') + 1;
  const dot = path.lastIndexOf('.');
  if (dot < nameAt || /^\.*$/.test(path.slice(nameAt, dot))) return [path, ''];
  return [path.slice(0, dot), path.slice(dot)];
}

/** `posixpath.normpath`: exactly two slashes at the start are kept, as POSIX allows. */
export function normalPath(path: string, system: NodeJS.Platform = HERE): string {
  if (path === '') return '.';
  const text = slashed(path, system);
  const lead = rootOf(text, system);
  const parts: string[] = [];
  for (const part of text.slice(lead.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (lead === '' && parts.length === 0) || parts.at(-1) === '..') parts.push(part);
    else if (parts.length > 0) parts.pop();
  }
  return lead + parts.join('/') || '.';
}

export function absolutePath(path: string, cwd: string): string {
  return normalPath(joinPath(cwd, path));
}

/** `posixpath.relpath` of two absolute normal paths. */
export function relativePath(path: string, start: string): string {
  const to = slashed(path)
    .split('/')
    .filter((part) => part !== '');
  const from = slashed(start)
    .split('/')
    .filter((part) => part !== '');
  let common = 0;
  while (common < to.length && common < from.length && to[common] === from[common]) common += 1;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/') || '.';
}
