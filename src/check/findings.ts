import type { Place } from '../templates/index.ts';
import { identities } from '../text/identity.ts';
import type { Edit, Finding } from '../types.ts';
import { isInstalled } from './files.ts';

/** A finding before it has its identity. */
export interface Draft extends Omit<Finding, 'fingerprint' | 'fix' | 'at' | 'excerpt'> {
  readonly file: string;
  readonly place: Partial<Place>;
  /** What it is about, for its identity: the name referred to, or the tag. */
  readonly subject: string;
  readonly excerpt?: string | undefined;
  /** The folder of STATICFILES_DIRS that does not exist, and so keeps paths from being judged. */
  readonly unbuiltRoot?: string;
  /** The text to write in its place. */
  readonly replacement?: string;
}

/** Sorts drafts by file and place, those of packages last, and gives each its identity, which no line number is part of. */
export function asFindings(drafts: readonly Draft[], cwd: string): readonly Finding[] {
  const identityOf = identities(cwd);
  return [...drafts]
    .sort(inOrder)
    .map(({ file, place, subject, replacement, excerpt, unbuiltRoot: _, ...rest }) => {
      const fingerprint = identityOf(rest.code, file, subject);
      const fix = replacement === undefined ? undefined : editOf(file, place, replacement);
      const quote = excerpt === undefined ? {} : { excerpt };
      return { ...rest, ...quote, at: { file, ...place }, fingerprint, ...(fix !== undefined && { fix }) };
    });
}

function editOf(file: string, place: Partial<Place>, text: string): Edit | undefined {
  const { line, column, endLine, endColumn } = place;
  const isWhole = line && column && endLine && endColumn;
  return isWhole ? { file, line, column, endLine, endColumn, text } : undefined;
}

function inOrder(a: Draft, b: Draft): number {
  return (
    Number(isInstalled(a.file)) - Number(isInstalled(b.file)) ||
    (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
    (a.place.line ?? 0) - (b.place.line ?? 0) ||
    (a.place.column ?? 0) - (b.place.column ?? 0)
  );
}
