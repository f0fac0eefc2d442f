import { readArgument } from './argument.ts';
import { type Draft, noteReference, noteSlip } from './draft.ts';
import type { Bit, Tag } from './lexer.ts';

/** Names of variables that end so are more likely paths without quotes. */
const ASSET = /\.(?:css|js|mjs|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|map)$/i;

/** Reads a tag whose first argument is a path: `{% static 'a.css' as url %}`. */
export function readPath(draft: Draft, bits: readonly Bit[], index: number): void {
  const [tag, argument] = bits as [Bit, Bit | undefined];
  const by = `{% ${tag.text} %}`;
  const isStatic = tag.text === 'static';
  const isNamed = bits.at(-2)?.text === 'as';
  if (argument === undefined || (isStatic && isNamed && bits[3] === undefined)) {
    if (isStatic) noteSlip(draft, 'argument-missing', by, tag);
    return;
  }
  const read = readArgument(argument.text);
  if (read.kind === 'broken') {
    if (isStatic) noteSlip(draft, 'argument-broken', by, argument);
    return;
  }
  const misplaced = isNamed && isStatic && bits.length > 4 ? bits[3] : undefined;
  if (misplaced !== undefined) noteSlip(draft, 'as-misplaced', by, misplaced);
  if (read.kind === 'variable' && isStatic && ASSET.test(read.name))
    noteSlip(draft, 'argument-unquoted', by, argument);
  if (read.kind !== 'literal') return;
  noteReference(draft, {
    kind: 'static',
    name: read.value,
    at: argument.at,
    written: argument.text,
    by,
    isPrefix: !isNamed && isJoined(draft, index),
  });
}

/** Reads the URL behind `{{ STATIC_URL }}`, up to the first character that can't be in it. */
export function readPrefixed(draft: Draft, by: string, index: number): void {
  const { text, tags } = draft;
  const at = (tags[index] as Tag).end;
  const behind = text.slice(at, tags[index + 1]?.start);
  const [url = ''] = /^[^\s"'<>()\\,;&]*/.exec(behind) ?? [];
  if (url === '' || /^[?#]/.test(url)) return;
  const isPrefix = url.length === behind.length && tags[index + 1]?.kind === 'variable';
  noteReference(draft, { kind: 'prefix', name: url, at, written: url, by, isPrefix });
}

/** True if text or another tag follows without anything that ends a URL in between. */
function isJoined({ text, tags }: Draft, index: number): boolean {
  const { end } = tags[index] as Tag;
  const next = tags[index + 1];
  if (next?.start === end) return next.kind === 'variable';
  return end < text.length && !/[\s"'<>()\\,;?#&`}]/.test(text[end] as string);
}
