/** The text side of Python's posixpath: no file system, so shared by os.path and pathlib. */

/** `posixpath.join`: an absolute part starts anew. */
export function joinPath(first: string, ...rest: readonly string[]): string {
  let path = first;
  for (const part of rest) {
    if (part.startsWith('/')) path = part;
    else if (path === '' || path.endsWith('/')) path += part;
    else path += `/${part}`;
  }
  return path;
}

/** `posixpath.split`: the head loses its slashes at the end unless it is nothing but slashes. */
export function splitPath(path: string): readonly [string, string] {
  const at = path.lastIndexOf('/') + 1;
  const head = path.slice(0, at);
  const tail = path.slice(at);
  return [/^\/*$/.test(head) ? head : head.replace(/\/+$/, ''), tail];
}

/** `posixpath.splitext`: dots at the start of the name are no extension. */
export function splitExtension(path: string): readonly [string, string] {
  const nameAt = path.lastIndexOf('/') + 1;
  const dot = path.lastIndexOf('.');
  if (dot < nameAt || /^\.*$/.test(path.slice(nameAt, dot))) return [path, ''];
  return [path.slice(0, dot), path.slice(dot)];
}

/** `posixpath.normpath`: exactly two slashes at the start are kept, as POSIX allows. */
export function normalPath(path: string): string {
  if (path === '') return '.';
  const slashes = /^\/*/.exec(path)?.[0].length ?? 0;
  const lead = slashes === 2 ? '//' : slashes > 0 ? '/' : '';
  const parts: string[] = [];
  for (const part of path.split('/')) {
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
  const to = path.split('/').filter((part) => part !== '');
  const from = start.split('/').filter((part) => part !== '');
  let common = 0;
  while (common < to.length && common < from.length && to[common] === from[common]) common += 1;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/') || '.';
}
