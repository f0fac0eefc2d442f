import { asBuffer } from '../text/buffer.ts';
import type { Asset, AssetPath } from '../types.ts';
import { latin1Text, toLatin1 } from './latin1.ts';
import { findReferences, type Language } from './references/find.ts';
import { miswritten } from './references/js.ts';
import type { BrowserReference, Dialect, Reference, Syntax } from './references/reference.ts';
import { overlapping } from './references/spans.ts';
import { type Paths, resolve, resolveInPlace, writtenName } from './resolve.ts';

/** Needed to read references: Django's rules, and the files there are. */
export interface Reading {
  readonly dialect: Dialect;
  /** STATIC_URL: begins and ends with a slash, or names a host; `''` for none. */
  readonly staticUrl: string;
  readonly paths: Paths;
}

/** Bytes to replace by `before`, the last part of the hashed name of `path`, and `after`. Texts are latin1. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
  readonly path: AssetPath | null;
  readonly syntax: Syntax;
}

/** A reference that leads nowhere. */
export interface Missing {
  readonly reference: Reference;
  readonly path: string;
}

/** A reference in a form that Django does not rewrite. */
export interface Unwritten {
  readonly reference: BrowserReference;
  /** The file it leads to, under its plain name; where no file is, the path it should have had. */
  readonly path: string;
  readonly isThere: boolean;
}

/** A file that has been read, with the edits to make in it, in order and without overlaps. */
export interface Rewrite {
  readonly bytes: Uint8Array;
  readonly edits: readonly Edit[];
  readonly missing: readonly Missing[];
  readonly unwritten: readonly Unwritten[];
  /** Paths that a comment or a string mentions, and where no file is. */
  readonly absent: readonly string[];
  /** The file as it is, where `bytes` are rewritten in part: what `missing` counts its offsets in. */
  readonly source?: Uint8Array;
}

/** A draft that may need a closer look: see `settle`. */
export interface OpenRewrite extends Rewrite {
  /** URLs that lead nowhere and may or may not be references. */
  readonly doubtful: readonly Missing[];
  /** Everything that Django's patterns found. */
  readonly references: readonly Reference[];
  readonly mayHoldMore: boolean;
}

/** Reads the references of a file; `null` if it is not UTF-8. */
export function draft(
  asset: Asset,
  bytes: Uint8Array,
  language: Language,
  reading: Reading,
): OpenRewrite | null {
  const found = findReferences(bytes, language, reading.dialect);
  if (found === null) return null;
  const { references, mayHoldMore } = found;
  const nothing = { bytes, edits: [], missing: [], unwritten: [], absent: [], doubtful: [] };
  if (references.length === 0) return { ...nothing, references, mayHoldMore };
  const { edits, missing } = follow(asset.path, references, reading);
  const lowered = references.some(({ keyword }) => keyword !== undefined)
    ? keywords(references, edits, latin1Text(bytes))
    : [];
  return {
    ...nothing,
    edits: inOrder([...edits.values(), ...lowered]),
    missing: sorted(missing.filter(({ reference }) => reference.certain)),
    doubtful: missing.filter(({ reference }) => !reference.certain),
    references,
    mayHoldMore,
  };
}

/**
 * Settles doubtful URLs with a real tokenizer. One in a comment or a string is not reported if it leads nowhere. One with
 * escapes or blanks that Django's patterns do not understand may lead to a file after all. The same look finds the
 * references that Django's patterns do not match.
 */
export async function settle(
  asset: Asset,
  open: OpenRewrite,
  language: Language,
  reading: Reading,
): Promise<Rewrite> {
  const { bytes, doubtful, references, mayHoldMore } = open;
  // What is kept is small: references would keep the whole text with them.
  if (doubtful.length === 0 && !mayHoldMore) {
    return { bytes, edits: open.edits, missing: open.missing, unwritten: [], absent: [] };
  }
  const { browserReferences } = await import('./references/browser.ts');
  const seen = await browserReferences(bytes, language, reading.dialect.enhanced !== undefined);
  const isDoubtful = overlapping(doubtful.map(({ reference }) => reference));
  const isFound = overlapping(references);
  const { edits, missing } = follow(asset.path, seen.filter(isDoubtful), reading);
  const others = mayHoldMore ? seen.filter((reference) => !isFound(reference)) : [];
  return {
    bytes,
    edits: inOrder([...open.edits, ...edits.values()]),
    missing: sorted([...open.missing, ...missing]),
    unwritten: others.flatMap((reference) => unwritten(asset.path, reference, reading)),
    absent: [...new Set(doubtful.map(({ path }) => path))].sort(),
  };
}

function sorted(missing: readonly Missing[]): readonly Missing[] {
  return [...missing].sort((a, b) => a.reference.at - b.reference.at);
}

/** Looks up a reference that stays as it is; nothing if it leads to no static file. */
function unwritten(from: AssetPath, reference: BrowserReference, reading: Reading): readonly Unwritten[] {
  const found = resolve(reference.url, from, reading.staticUrl, reading.paths, reference.syntax);
  if (found.kind !== 'file' && found.kind !== 'missing') return [];
  return [{ reference, path: found.path, isThere: found.kind === 'file' }];
}

function follow(
  from: AssetPath,
  references: readonly Reference[],
  reading: Reading,
): { readonly edits: ReadonlyMap<Reference, Edit>; readonly missing: readonly Missing[] } {
  const edits = new Map<Reference, Edit>();
  const missing: Missing[] = [];
  for (const reference of references) {
    const { start, end, before, after, syntax } = reference;
    const look = reading.dialect.enhanced === undefined || syntax === 'markup' ? resolve : resolveInPlace;
    const found = look(reference.url, from, reading.staticUrl, reading.paths, syntax);
    if (found.kind === 'missing') missing.push({ reference, path: found.path });
    if (found.kind === 'file') {
      // Markup keeps the text around the name.
      const [head, tail] = syntax === 'markup' ? ['', ''] : [toLatin1(found.head), toLatin1(found.tail)];
      edits.set(reference, {
        start,
        end,
        before: before + detached(head),
        after: detached(tail) + after,
        path: found.path,
        syntax,
      });
    }
    if (found.kind === 'elsewhere' && syntax === 'source-map' && !reading.dialect.foreignMaps) {
      edits.set(reference, { start, end, before: '', after: '', path: null, syntax });
    }
    if (found.kind === 'unnamed' && syntax !== 'markup') {
      edits.set(reference, { start, end, before: before + toLatin1(found.url), after, path: null, syntax });
    }
  }
  return { edits, missing };
}

/** Length from which V8 makes a piece of text a view of the whole, which would then live as long as the draft. */
const LONG = 13;

function detached(piece: string): string {
  return piece.length < LONG ? piece : Buffer.from(piece, 'latin1').toString('latin1');
}

function keywords(
  references: readonly Reference[],
  edits: ReadonlyMap<Reference, Edit>,
  text: string,
): Edit[] {
  return references.flatMap((reference) => {
    const keyword = edits.has(reference) ? miswritten(reference, text) : null;
    if (keyword === null) return [];
    const end = keyword.at + keyword.text.length;
    return [{ start: keyword.at, end, before: keyword.text, after: '', path: null, syntax: 'module' }];
  });
}

/** Sorts edits by offset. If two edits want the same bytes, keeps the one that was found first. */
function inOrder(edits: readonly Edit[]): readonly Edit[] {
  if (edits.every((edit, index) => index === 0 || edit.start >= (edits[index - 1] as Edit).end)) return edits;
  const rank = new Map(edits.map((edit, index) => [edit, index]));
  const sorted = [...edits].sort(
    (a, b) => a.start - b.start || (rank.get(a) as number) - (rank.get(b) as number),
  );
  const kept: Edit[] = [];
  for (const edit of sorted) {
    const last = kept.at(-1);
    if (last === undefined || edit.start >= last.end) kept.push(edit);
    else if ((rank.get(edit) as number) < (rank.get(last) as number)) kept[kept.length - 1] = edit;
  }
  return kept;
}

/** Renders the rewritten bytes. `nameOf` gives the last part of a file's hashed name. */
export function render(draft: Rewrite, nameOf: (path: AssetPath) => string): Buffer {
  const source = asBuffer(draft.bytes);
  const pieces = draft.edits.map(({ before, after, path, syntax }) =>
    path === null ? before + after : before + toLatin1(writtenName(nameOf(path), syntax)) + after,
  );
  const removed = draft.edits.reduce((sum, { start, end }) => sum + end - start, 0);
  const added = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const rendered = Buffer.allocUnsafe(source.length - removed + added);
  let from = 0;
  let to = 0;
  for (const [index, { start, end }] of draft.edits.entries()) {
    to += source.copy(rendered, to, from, start);
    to += rendered.write(pieces[index] as string, to, 'latin1');
    from = end;
  }
  source.copy(rendered, to, from);
  return rendered;
}
