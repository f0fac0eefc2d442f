import { hardCoded } from '../hard-coded.ts';
import { commentsOf } from '../html-comments.ts';
import { placesIn } from '../place.ts';
import type { Load, Reference, Slip, TagUse, TemplateReading } from '../reference.ts';
import { literalOf, readArgument } from './argument.ts';
import { type Bit, bitsOf, contentOf, type Tag, tagsIn } from './lexer.ts';
import { endOfComment, strayTags, withoutTags } from './markup.ts';
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
const OURS: ReadonlySet<string> = new Set(['load', 'extends', 'block', 'static', 'get_static_prefix']);
const TRANSLATION = /^blocktrans(?:late)?$/;
const STATIC_URL = /^\{\{\s*(STATIC_URL)\b/;

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
  // The tag around this place that takes text and variables only.
  let translation: string | null = null;
  const tags = tagsIn(text);
  let masked: string | undefined;
  const withoutMarks = (): string => {
    masked ??= withoutTags(text, tags);
    return masked;
  };
  const isCommented = text.includes('<!--') ? commentsOf(withoutMarks) : () => false;
  const around = (at: number): Scope & Pick<Reference, 'loads' | 'isCommented'> => ({
    ...scope.current(),
    loads: loadEnds.length,
    isCommented: isCommented(at),
  });

  const slip = (kind: Slip['kind'], by: string, { text: words, at }: Bit): void => {
    slips.push({ kind, by, text: words, place: placeOf(at, at + words.length) });
  };

  const unclosed = (kind: Slip['kind'], tag: Tag): void => {
    slip(kind, tag.name, { text: text.slice(tag.start, tag.end), at: tag.start });
  };

  /** A tag whose first argument is a path: `{% static 'a.css' as url %}`. */
  const readPath = (bits: readonly Bit[], index: number): void => {
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
      isPrefix: !isNamed && isJoined(text, tags, index),
      ...around(argument.at),
    });
  };

  /** The URL behind `{{ STATIC_URL }}`, up to the first character that can't be in it. */
  const readPrefixed = (by: string, index: number): void => {
    const start = (tags[index] as Tag).end;
    const behind = text.slice(start, tags[index + 1]?.start);
    const [url = ''] = /^[^\s"'<>()\\,;&]*/.exec(behind) ?? [];
    if (url === '' || /^[?#]/.test(url)) return;
    const isPrefix = url.length === behind.length && tags[index + 1]?.kind === 'variable';
    const place = placeOf(start, start + url.length);
    references.push({ kind: 'prefix', name: url, place, written: url, by, isPrefix, ...around(start) });
  };

  const isLearnt = (name: string): boolean => {
    const library = rules.learntTags.get(name);
    return (
      library !== undefined &&
      loads.some((load) => load.library === library && (load.tags?.includes(name) ?? true))
    );
  };

  const readBlock = (tag: Tag, index: number): void => {
    const { name } = tag;
    const isTag = rules.staticTags.includes(name) || isLearnt(name);
    if (!isTag && !OURS.has(name)) {
      // Most tags of a template are of these, and of them only the name counts.
      if (TRANSLATION.test(name)) translation = name;
      else if (name === `end${translation}`) translation = null;
      else if (/^(?:if|end|for$|empty$|partialdef$)/.test(name))
        scope.enter(tag, undefined, () => contentOf(text, tag));
      return;
    }
    const bits = bitsOf(text, tag);
    if (name === 'load') {
      loads.push(...loadsOf(bits, loadEnds.length, placeOf));
      loadEnds.push(tag.end);
    } else if (name === 'extends' && parent === undefined) {
      const given = bits[1] === undefined ? null : readArgument(bits[1].text);
      parent = given?.kind === 'literal' ? given.value : null;
    } else if (name === 'block') {
      scope.enter(tag, bits[1]?.text, () => contentOf(text, tag));
    } else if (name === 'static' || isTag) {
      if (name === 'static') use(name, tag);
      readPath(bits, index);
    } else if (name === 'get_static_prefix') {
      use(name, tag);
      if (bits.length === 1) readPrefixed('{% get_static_prefix %}', index);
    }
  };
  const use = (name: TagUse['name'], { start, end }: Tag): void => {
    if (translation !== null) slip('in-translation', translation, { text: `{% ${name} %}`, at: start });
    uses.push({ name, place: placeOf(start, end), loads: loadEnds.length });
  };

  for (let index = 0; index < tags.length; index++) {
    const tag = tags[index] as Tag;
    if (tag.kind === 'variable') {
      const [said, name = ''] = STATIC_URL.exec(text.slice(tag.start, tag.end)) ?? [];
      if (said === undefined) continue;
      slip('static-url-used', '{{ STATIC_URL }}', { text: name, at: tag.start + said.length - name.length });
      if (contentOf(text, tag) === name) readPrefixed('{{ STATIC_URL }}', index);
    } else if (tag.kind === 'block') {
      if (tag.name === 'comment') {
        index = endOfComment(text, tags, index);
        if (index === tags.length) unclosed('hiding-unclosed', tag);
      } else readBlock(tag, index);
    }
  }
  // The lexer takes what follows for its text, so that nothing can come after it.
  const last = tags.at(-1);
  if (last?.kind === 'block' && last.name === 'verbatim') unclosed('hiding-unclosed', last);
  for (const tag of scope.open()) unclosed('tag-unclosed', tag);
  for (const bit of strayTags(text, tags)) slip('tag-stray', bit.text, bit);
  const loadsAt = (offset: number): number => loadEnds.filter((end) => end <= offset).length;
  const written = hardCoded(text, withoutMarks, rules.staticUrl, placeOf, loadsAt);
  const isVariable = variablesOf(text, tags);
  const standing = slips.filter((each) => each.kind !== 'argument-unquoted' || !isVariable(each.text));
  return {
    references: [...references, ...written],
    slips: standing,
    loads,
    uses,
    parent,
    blocks: scope.blocks(),
  };
}

/** Makes a function that tells whether a template uses the name before the first dot elsewhere, which no file name would be. */
function variablesOf(text: string, tags: readonly Tag[]): (path: string) => boolean {
  let names: ReadonlySet<string> | undefined;
  return (path) => {
    names ??= new Set(
      tags
        .filter(({ kind, name }) => kind !== 'comment' && !name.startsWith('static'))
        .flatMap((tag) => contentOf(text, tag).match(/(?<![\w.'"/])\w+(?![\w'"/])/g) ?? []),
    );
    return names.has(path.split('.', 1)[0] ?? '');
  };
}

/** True if text or another tag follows without anything that ends a URL in between. */
function isJoined(text: string, tags: readonly Tag[], index: number): boolean {
  const { end } = tags[index] as Tag;
  const next = tags[index + 1];
  if (next?.start === end) return next.kind === 'variable';
  return end < text.length && !/[\s"'<>()\\,;?#&`}]/.test(text[end] as string);
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

/** The literal in a place, without its quotes; used to write another in its stead. */
export function quoted(path: string, before: string): string {
  const quote = literalOf(before) === null ? "'" : (before[0] as string);
  return quote + path.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}
