import { commentsOf } from '../html-comments.ts';
import { placesIn } from '../place.ts';
import type { Load, Reference, Slip, TagUse, TemplateReading } from '../reference.ts';
import { type Bit, type Tag, tagsIn } from './lexer.ts';
import { withoutTags } from './markup.ts';
import { createScope, type ScopeReader } from './scope.ts';

/** What decides how a template is read. */
export interface ReadingRules {
  readonly staticUrl: string | null;
  /** Tags of the project whose first argument is a static path. */
  readonly staticTags: readonly string[];
  /** Tags that were found to be such, and the library that has to be loaded for each. */
  readonly learntTags: ReadonlyMap<string, string>;
}

/** A template that is being read: what it has said so far, and what holds at the place that is reached. */
export interface Draft {
  readonly text: string;
  readonly rules: ReadingRules;
  readonly tags: readonly Tag[];
  readonly placeOf: ReturnType<typeof placesIn>;
  readonly scope: ScopeReader;
  /** The text with blanks in place of what Django takes for its own. */
  readonly markup: () => string;
  readonly isCommented: (offset: number) => boolean;
  readonly references: Reference[];
  readonly slips: Slip[];
  readonly loads: Load[];
  /** Where each `{% load %}` ends. */
  readonly loadEnds: number[];
  readonly uses: TagUse[];
  parent: TemplateReading['parent'];
  /** The tag around this place that takes text and variables only. */
  translation: string | null;
}

export function startDraft(text: string, rules: ReadingRules): Draft {
  const tags = tagsIn(text);
  let masked: string | undefined;
  const markup = (): string => {
    masked ??= withoutTags(text, tags);
    return masked;
  };
  return {
    text,
    rules,
    tags,
    placeOf: placesIn(text),
    scope: createScope(),
    markup,
    isCommented: text.includes('<!--') ? commentsOf(markup) : () => false,
    references: [],
    slips: [],
    loads: [],
    loadEnds: [],
    uses: [],
    parent: undefined,
    translation: null,
  };
}

export function noteSlip({ slips, placeOf }: Draft, kind: Slip['kind'], by: string, { text, at }: Bit): void {
  slips.push({ kind, by, text, place: placeOf(at, at + text.length) });
}

/** What a reference says by itself, and where it is written. */
export type Found = Pick<Reference, 'kind' | 'name' | 'written' | 'by' | 'isPrefix'> & {
  readonly at: number;
};

export function noteReference(draft: Draft, { at, ...found }: Found): void {
  const { references, placeOf, scope, loadEnds, isCommented } = draft;
  references.push({
    ...found,
    place: placeOf(at, at + found.written.length),
    ...scope.current(),
    loads: loadEnds.length,
    isCommented: isCommented(at),
  });
}
