import type { Load, TagUse } from '../reference.ts';
import { readArgument } from './argument.ts';
import { type Draft, noteSlip } from './draft.ts';
import { type Bit, bitsOf, contentOf, type Tag } from './lexer.ts';
import { readPath, readPrefixed } from './paths.ts';

/** Django's tags that say something of static files or templates. */
const OURS: ReadonlySet<string> = new Set(['load', 'extends', 'block', 'static', 'get_static_prefix']);
const TRANSLATION = /^blocktrans(?:late)?$/;

/** Reads a tag in `{% %}`, the one at `index`. */
export function readBlock(draft: Draft, tag: Tag, index: number): void {
  const { text, rules, scope } = draft;
  const { name } = tag;
  const isTag = rules.staticTags.includes(name) || isLearnt(draft, name);
  // Most tags of a template are of these, and of them only the name counts.
  if (!isTag && !OURS.has(name)) {
    readOther(draft, tag);
    return;
  }
  const bits = bitsOf(text, tag);
  if (name === 'load') {
    draft.loads.push(...loadsOf(draft, bits));
    draft.loadEnds.push(tag.end);
  } else if (name === 'extends' && draft.parent === undefined) {
    const given = bits[1] === undefined ? null : readArgument(bits[1].text);
    draft.parent = given?.kind === 'literal' ? given.value : null;
  } else if (name === 'block') {
    scope.enter(tag, bits[1]?.text, () => contentOf(text, tag));
  } else if (name === 'static' || isTag) {
    if (name === 'static') noteUse(draft, name, tag);
    readPath(draft, bits, index);
  } else if (name === 'get_static_prefix') {
    noteUse(draft, name, tag);
    if (bits.length === 1) readPrefixed(draft, '{% get_static_prefix %}', index);
  }
}

function readOther(draft: Draft, tag: Tag): void {
  const { name } = tag;
  if (TRANSLATION.test(name)) draft.translation = name;
  else if (name === `end${draft.translation}`) draft.translation = null;
  else if (/^(?:if|end|for$|empty$|partialdef$)/.test(name))
    draft.scope.enter(tag, undefined, () => contentOf(draft.text, tag));
}

function isLearnt({ rules, loads }: Draft, name: string): boolean {
  const library = rules.learntTags.get(name);
  return (
    library !== undefined &&
    loads.some((load) => load.library === library && (load.tags?.includes(name) ?? true))
  );
}

function noteUse(draft: Draft, name: TagUse['name'], { start, end }: Tag): void {
  const { translation, uses, placeOf, loadEnds } = draft;
  if (translation !== null)
    noteSlip(draft, 'in-translation', translation, { text: `{% ${name} %}`, at: start });
  uses.push({ name, place: placeOf(start, end), loads: loadEnds.length });
}

function loadsOf({ loadEnds, placeOf }: Draft, bits: readonly Bit[]): readonly Load[] {
  const loadOf = ({ text, at }: Bit, tags: Load['tags']): Load => ({
    library: text,
    place: placeOf(at, at + text.length),
    tags,
    tag: loadEnds.length,
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
