import { hardCoded } from '../hard-coded.ts';
import { FILLER } from '../html-urls.ts';
import { placesIn } from '../place.ts';
import type { Load, Reference, Slip, TagUse, TemplateReading } from '../reference.ts';
import { literalOf, readArgument } from './argument.ts';
import { type Bit, bitsOf, type Token, tokenize } from './lexer.ts';
import { createScope, type Scope } from './scope.ts';

/** What decides how a template is read. */
export interface ReadingRules {
  readonly staticUrl: string | null;
  /** Tags of the project whose first argument is a static path. */
  readonly staticTags: readonly string[];
  /** Tags that were found to be such, and the library that has to be loaded for each. */
  readonly learntTags: ReadonlyMap<string, string>;
}

/** Django's tags that say something of static files or templates. */
const OURS: ReadonlySet<string> = new Set(['load', 'extends', 'static', 'get_static_prefix']);

/** Names of variables that end so are more likely paths without quotes. */
const ASSET = /\.(?:css|js|mjs|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|map)$/i;

/** Reads what a template of Django's language says of static files, as Django's parser would take it. */
export function readDjangoTemplate(text: string, rules: ReadingRules): TemplateReading {
  const placeOf = placesIn(text);
  const scope = createScope();
  const references: Reference[] = [];
  const slips: Slip[] = [];
  const loads: Load[] = [];
  const loadEnds: number[] = [];
  const uses: TagUse[] = [];
  let parent: TemplateReading['parent'];
  const tokens = tokenize(text);
  const before = (): Scope & Pick<Reference, 'loads'> => ({ ...scope.current(), loads: loadEnds.length });

  const slip = (kind: Slip['kind'], by: string, { text: words, at }: Bit): void => {
    slips.push({ kind, by, text: words, place: placeOf(at, at + words.length) });
  };

  /** A tag whose first argument is a path: `{% static 'a.css' as url %}`. */
  const readPath = (bits: readonly Bit[], next: Token | undefined): void => {
    const [tag, argument] = bits as [Bit, Bit | undefined];
    const by = `{% ${tag.text} %}`;
    const isStatic = tag.text === 'static';
    if (argument === undefined) {
      if (isStatic) slip('argument-missing', by, tag);
      return;
    }
    const isNamed = bits.at(-2)?.text === 'as';
    if (isStatic && isNamed && bits[3] === undefined) {
      slip('argument-missing', by, tag);
      return;
    }
    const read = readArgument(argument.text);
    if (read.kind === 'broken') {
      if (isStatic) slip('argument-broken', by, argument);
      return;
    }
    const misplaced = isNamed && isStatic && bits.length > 4 ? bits[3] : undefined;
    if (misplaced !== undefined) slip('as-misplaced', by, misplaced);
    if (read.kind === 'variable' && isStatic && ASSET.test(read.name))
      slip('argument-unquoted', by, argument);
    if (read.kind !== 'literal') return;
    references.push({
      kind: 'static',
      name: read.value,
      place: placeOf(argument.at, argument.at + argument.text.length),
      written: argument.text,
      by,
      isPrefix: !isNamed && isJoined(next),
      ...before(),
    });
  };

  /** The URL behind `{{ STATIC_URL }}`, up to the first character that can't be in it. */
  const readPrefixed = (by: string, index: number): void => {
    const next = tokens[index + 1];
    if (next?.kind !== 'text') return;
    const [url = ''] = /^[^\s"'<>()\\,;&]*/.exec(next.content) ?? [];
    const isPrefix = url.length === next.content.length && isJoined(tokens[index + 2]);
    if (url === '' || /^[?#]/.test(url)) return;
    const place = placeOf(next.start, next.start + url.length);
    references.push({ kind: 'prefix', name: url, place, written: url, by, isPrefix, ...before() });
  };

  const isLearnt = (name: string): boolean => {
    const library = rules.learntTags.get(name);
    return (
      library !== undefined &&
      loads.some((load) => load.library === library && (load.tags?.includes(name) ?? true))
    );
  };

  const readBlock = (token: Token, index: number): void => {
    const [name = ''] = token.content.split(/\s/, 1);
    const isTag = rules.staticTags.includes(name) || isLearnt(name);
    const isOurs = OURS.has(name) || isTag;
    if (!isOurs && name !== 'block') {
      // Most tags of a template are of these, and of them only the name counts.
      if (/^(?:if|end)/.test(name)) scope.enter(token, [name]);
      return;
    }
    const bits = bitsOf(token);
    const place = placeOf(token.start, token.end);
    if (name === 'load') {
      loads.push(...loadsOf(bits, loadEnds.length, placeOf));
      loadEnds.push(token.end);
    } else if (name === 'extends' && parent === undefined) {
      const given = bits[1] === undefined ? null : readArgument(bits[1].text);
      parent = given?.kind === 'literal' ? given.value : null;
    } else if (name === 'static' || isTag) {
      if (name === 'static') uses.push({ name, place, loads: loadEnds.length });
      readPath(bits, tokens[index + 1]);
    } else if (name === 'get_static_prefix') {
      uses.push({ name, place, loads: loadEnds.length });
      if (bits.length === 1) readPrefixed('{% get_static_prefix %}', index);
    }
    scope.enter(
      token,
      bits.map((bit) => bit.text),
    );
  };

  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    if (token.kind === 'variable' && /^STATIC_URL\b/.test(token.content)) {
      slip('static-url-used', '{{ STATIC_URL }}', { text: 'STATIC_URL', at: token.at });
      if (token.content === 'STATIC_URL') readPrefixed('{{ STATIC_URL }}', index);
    } else if (token.kind === 'block') {
      if (/^comment(?:\s|$)/.test(token.content)) index = endOfComment(tokens, index);
      else readBlock(token, index);
    }
  }
  const loadsAt = (offset: number): number => loadEnds.filter((end) => end <= offset).length;
  const written = hardCoded(text, () => withoutTags(text, tokens), rules.staticUrl, placeOf, loadsAt);
  const standing = slips.filter(
    (each) => each.kind !== 'argument-unquoted' || !isVariable(each.text, tokens),
  );
  return {
    references: [...references, ...written],
    slips: standing,
    loads,
    uses,
    parent,
    blocks: scope.blocks(),
  };
}

/** True if the template uses the name before the first dot elsewhere, which no file name would be. */
function isVariable(text: string, tokens: readonly Token[]): boolean {
  const [name = ''] = text.split('.', 1);
  const uses = new RegExp(String.raw`(?<![\w.'"/])${name}(?![\w'"/])`);
  return tokens.some(
    ({ kind, content }) =>
      (kind === 'block' || kind === 'variable') && !content.startsWith('static') && uses.test(content),
  );
}

/** True if text or another tag follows without anything that ends a URL in between. */
function isJoined(next: Token | undefined): boolean {
  if (next === undefined) return false;
  if (next.kind === 'text') return !/^[\s"'<>()\\,;?#&`}]/.test(next.content);
  return next.kind === 'variable';
}

/** Index of the first `{% endcomment %}`: no comment holds another. Without one, Django refuses the template. */
function endOfComment(tokens: readonly Token[], start: number): number {
  const end = tokens.findIndex(
    ({ kind, content }, index) => index > start && kind === 'block' && content === 'endcomment',
  );
  return end === -1 ? tokens.length : end;
}

function loadsOf(
  bits: readonly Bit[],
  tag: number,
  placeOf: (start: number, end: number) => Load['place'],
): readonly Load[] {
  const loadOf = ({ text, at }: Bit, tags: Load['tags']): Load => ({
    library: text,
    place: placeOf(at, at + text.length),
    tags,
    tag,
  });
  const last = bits.at(-1);
  if (bits.length >= 4 && last !== undefined && bits.at(-2)?.text === 'from') {
    return [
      loadOf(
        last,
        bits.slice(1, -2).map(({ text }) => text),
      ),
    ];
  }
  return bits.slice(1).map((bit) => loadOf(bit, null));
}

/** The text with as many fillers in place of each tag, and without what `{% comment %}` encloses. */
function withoutTags(text: string, tokens: readonly Token[]): string {
  const pieces: string[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const { kind, start, end, content } = tokens[index] as Token;
    if (kind === 'block' && /^comment(?:\s|$)/.test(content)) {
      index = endOfComment(tokens, index);
      const stop = tokens[index]?.end ?? text.length;
      pieces.push(text.slice(start, stop).replace(/[^\n]/g, FILLER));
    } else pieces.push(kind === 'text' ? content : FILLER.repeat(end - start));
  }
  return pieces.join('');
}

/** The literal in a place, without its quotes; used to write another in its stead. */
export function quoted(path: string, before: string): string {
  const quote = literalOf(before) === null ? "'" : (before[0] as string);
  return quote + path.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}
