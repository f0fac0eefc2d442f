import { isUtf8 } from 'node:buffer';
import { hashedName } from '../../../hashed-name.ts';
import type { CompiledRule } from '../../../patterns/rule.ts';
import { asBuffer } from '../../../text/buffer.ts';
import { RegexNotFollowed } from '../../../text/regex/not-followed.ts';
import { eachMatch, type Groups, matcherOf } from '../../../text/regex/regex.ts';
import type { Asset, AssetPath } from '../../../types.ts';
import { type Paths, resolve, writtenName } from '../../resolve.ts';
import type { Edit, Missing, Rewrite } from '../../rewrite.ts';
import { insideOf, quotedSpans } from '../quoted.ts';
import type { Syntax } from '../reference.ts';
import { overlapping } from '../spans.ts';
import { foundAgain, noGroup, notMatched, withoutUrl } from './failures.ts';
import { type Change, type Name, type Rewritten, sourceOffset, withChanges } from './text.ts';

export interface Surroundings {
  readonly staticUrl: string;
  readonly paths: Paths;
  readonly isPrehashed: (path: AssetPath) => boolean;
}

/** Stands for a hash that is not known yet, which no later rule may touch. */
const SOME_HASH = '0123456789ab';

/** What one rule may take in one file: far more than a sensible one does, over in some seconds for a megabyte. */
const MOST_STEPS = 5_000_000;
const STEPS_PER_UNIT = 60;

/**
 * Reads a file by the rules of the project's storage, as Django does: each goes over the text as those before have left it.
 * `null` if the file is not UTF-8.
 */
export function substitute(
  asset: Asset,
  bytes: Uint8Array,
  rules: readonly CompiledRule[],
  around: Surroundings,
): Rewrite | null {
  if (!isUtf8(bytes)) return null;
  const source = asBuffer(bytes).toString('utf8');
  const missing: Missing[] = [];
  let state: Rewritten = { text: source, names: [], moved: [] };
  for (const rule of rules)
    state = withChanges(state, changesOf(state, rule, asset, around, missing, source));
  return { ...draftOf(state, source, bytes), missing, unwritten: [], absent: [], source: bytes };
}

function changesOf(
  state: Rewritten,
  rule: CompiledRule,
  asset: Asset,
  around: Surroundings,
  missing: Missing[],
  source: string,
): readonly Change[] {
  const { text } = state;
  const matcher = matcherOf(rule.compiled, text, MOST_STEPS + STEPS_PER_UNIT * text.length);
  const isIgnored = rule.ignores === undefined ? () => false : insideOf(quotedSpans(text, rule.ignores));
  const touchesName = overlapping(state.names);
  const changes: Change[] = [];
  try {
    for (const groups of eachMatch(rule.compiled, matcher, text)) {
      const [start, end] = groups.spans[0] as readonly [number, number];
      const change = changeFor(groups, rule, asset, around, isIgnored(start));
      if (change.text === text.slice(start, end) && change.names.length === 0 && change.lost === null)
        continue;
      if (touchesName({ start, end })) throw foundAgain(asset, rule, text.slice(start, end));
      if (change.lost === null) changes.push({ start, end, ...change });
      else missing.push(missingAt(change.lost, sourceOffset(state, change.at), source, syntaxOf(rule)));
    }
  } catch (error) {
    if (error instanceof RegexNotFollowed) throw notMatched(asset, rule, error.message);
    throw error;
  }
  return changes;
}

type Replacement = Pick<Change, 'text' | 'names'> & {
  /** The URL that leads nowhere, and the path it means. */
  readonly lost: { readonly url: string; readonly path: string } | null;
  /** Offset of the URL. */
  readonly at: number;
};

function changeFor(
  { values, spans }: Groups,
  rule: CompiledRule,
  asset: Asset,
  { staticUrl, paths, isPrehashed }: Surroundings,
  isIgnored: boolean,
): Replacement {
  const [matched, url] = ['matched', 'url'].map((name) => {
    const group = rule.compiled.groups.indexOf(name);
    if (group === -1) throw noGroup(asset, rule, name);
    return group;
  }) as [number, number];
  const at = spans[url]?.[0] ?? 0;
  const asItIs = { text: values[matched] ?? '', names: [], lost: null, at };
  if (isIgnored) return asItIs;
  const target = values[url];
  if (target === undefined) throw withoutUrl(asset, rule);
  const found = resolve(target, asset.path, staticUrl, paths, syntaxOf(rule));
  if (found.kind === 'elsewhere') return asItIs;
  if (found.kind === 'missing') return { ...asItIs, lost: { url: target, path: found.path } };
  if (found.kind === 'unnamed') return { ...filled(rule, values, asset, found.url, null), lost: null, at };
  const { path, head, tail } = found;
  const hashed = isPrehashed(path) ? path : hashedName(path, SOME_HASH);
  const name = writtenName(hashed.slice(hashed.lastIndexOf('/') + 1), syntaxOf(rule));
  const written = { start: head.length, end: head.length + name.length, path };
  return { ...filled(rule, values, asset, head + name + tail, written), lost: null, at };
}

/** Source maps are told from other files, since no page needs them. */
function syntaxOf({ template }: CompiledRule): Syntax {
  return template.includes('sourceMappingURL=') ? 'source-map' : 'pattern';
}

/** `template % groups`, with the new URL in which `name` stands. */
function filled(
  rule: CompiledRule,
  values: Groups['values'],
  asset: Asset,
  url: string,
  name: Name | null,
): Pick<Change, 'text' | 'names'> {
  let text = '';
  const names: Name[] = [];
  for (const part of rule.parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const group = rule.compiled.groups.indexOf(part.group);
    if (group === -1) throw noGroup(asset, rule, part.group);
    if (part.group === 'url' && name !== null)
      names.push({ ...name, start: text.length + name.start, end: text.length + name.end });
    text += part.group === 'url' ? url : (values[group] ?? 'None');
  }
  return { text, names };
}

function missingAt(
  { url, path }: { readonly url: string; readonly path: string },
  offset: number,
  source: string,
  syntax: Syntax,
): Missing {
  const at = Buffer.byteLength(source.slice(0, offset));
  const end = at + Buffer.byteLength(url);
  return { reference: { start: at, end, url, at, before: '', after: '', syntax, certain: true }, path };
}

/** The text without the names, and an edit for each that puts it in. */
function draftOf(
  { text, names }: Rewritten,
  source: string,
  bytes: Uint8Array,
): Pick<Rewrite, 'bytes' | 'edits'> {
  if (names.length === 0 && text === source) return { bytes, edits: [] };
  const edits: Edit[] = [];
  const pieces: Buffer[] = [];
  let [from, at] = [0, 0];
  const keep = (until: number): void => {
    const piece = Buffer.from(text.slice(from, until), 'utf8');
    pieces.push(piece);
    at += piece.length;
  };
  for (const { start, end, path } of names) {
    keep(start);
    edits.push({ start: at, end: at, before: '', after: '', path, syntax: 'pattern' });
    from = end;
  }
  keep(text.length);
  // The bytes are other ones already.
  if (names.length === 0)
    edits.push({ start: 0, end: 0, before: '', after: '', path: null, syntax: 'pattern' });
  return { bytes: Buffer.concat(pieces), edits };
}
