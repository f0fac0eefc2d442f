import { relative, sep } from 'node:path';
import type { Finding } from '../../types.ts';

/** The file of a finding, relative to the checkout, with slashes; `null` if it lies elsewhere, where no annotation can point. */
export function pathOf({ at }: Finding, root: string): string | null {
  if (at === undefined) return null;
  const path = relative(root, at.file).replaceAll(sep, '/');
  return path === '' || path.startsWith('../') || /^[a-z]:/i.test(path) ? null : path;
}

/** Message, reason and hint as one text. */
export function textOf({ message, cause, hint }: Finding): string {
  return [`${message}.`, cause && `${sentence(cause)}.`, hint].filter((part) => part).join(' ');
}

function sentence(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}
