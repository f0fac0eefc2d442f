import { hardCoded } from '../hard-coded.ts';
import type { Slip, TemplateReading } from '../reference.ts';
import { readBlock } from './blocks.ts';
import { type Draft, noteSlip, type ReadingRules, startDraft } from './draft.ts';
import { contentOf, type Tag } from './lexer.ts';
import { endOfComment, strayTags } from './markup.ts';
import { readPrefixed } from './paths.ts';

export type { ReadingRules } from './draft.ts';

const STATIC_URL = /^\{\{\s*(STATIC_URL)\b/;

/** Reads what a template of Django's language says of static files, as Django's parser would take it. */
export function readDjangoTemplate(text: string, rules: ReadingRules): TemplateReading {
  const draft = startDraft(text, rules);
  readTags(draft);
  noteUnclosed(draft);
  const { references, slips, loads, loadEnds, uses, parent, scope, tags, markup, placeOf } = draft;
  const loadsAt = (offset: number): number => loadEnds.filter((end) => end <= offset).length;
  const written = hardCoded(text, markup, rules.staticUrl, placeOf, loadsAt);
  const isVariable = variablesOf(text, tags);
  return {
    references: [...references, ...written],
    slips: slips.filter((each) => each.kind !== 'argument-unquoted' || !isVariable(each.text)),
    loads,
    uses,
    parent,
    blocks: scope.blocks(),
  };
}

function readTags(draft: Draft): void {
  const { text, tags } = draft;
  for (let index = 0; index < tags.length; index++) {
    const tag = tags[index] as Tag;
    if (tag.kind === 'variable') readVariable(draft, tag, index);
    else if (tag.kind === 'block' && tag.name === 'comment') {
      index = endOfComment(text, tags, index);
      if (index === tags.length) noteTag(draft, 'hiding-unclosed', tag);
    } else if (tag.kind === 'block') readBlock(draft, tag, index);
  }
}

function readVariable(draft: Draft, tag: Tag, index: number): void {
  const { text } = draft;
  const [said, name = ''] = STATIC_URL.exec(text.slice(tag.start, tag.end)) ?? [];
  if (said === undefined) return;
  const at = tag.start + said.length - name.length;
  noteSlip(draft, 'static-url-used', '{{ STATIC_URL }}', { text: name, at });
  if (contentOf(text, tag) === name) readPrefixed(draft, '{{ STATIC_URL }}', index);
}

function noteUnclosed(draft: Draft): void {
  const { text, tags, scope } = draft;
  // The lexer takes what follows for its text, so that nothing can come after it.
  const last = tags.at(-1);
  if (last?.kind === 'block' && last.name === 'verbatim') noteTag(draft, 'hiding-unclosed', last);
  for (const tag of scope.open()) noteTag(draft, 'tag-unclosed', tag);
  for (const bit of strayTags(text, tags)) noteSlip(draft, 'tag-stray', bit.text, bit);
}

function noteTag(draft: Draft, kind: Slip['kind'], { name, start, end }: Tag): void {
  noteSlip(draft, kind, name, { text: draft.text.slice(start, end), at: start });
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
