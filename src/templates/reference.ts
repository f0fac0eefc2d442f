import type { Place } from './place.ts';

/**
 * A path or URL that a file names. `static`: a path given to `static`, in a template or in Python. `media`: a path of a form's
 * Media, which may be a URL too. `prefix`: a URL behind `{{ STATIC_URL }}` or `{% get_static_prefix %}`. `url`: the whole URL
 * of a static file, written out.
 */
export interface Reference {
  readonly kind: 'static' | 'media' | 'prefix' | 'url';
  /** As it is passed on at run time; of a `url` the part behind STATIC_URL. */
  readonly name: string;
  /** The place of the words that may be replaced: a literal with its quotes, or a URL. */
  readonly place: Place;
  /** The text in that place. */
  readonly written: string;
  /** Words for what names it: `{% static %}`, `Media.js`. */
  readonly by: string;
  /** True if more text is joined to it at run time, so that it is the beginning of a path only. */
  readonly isPrefix: boolean;
  /** The tag that decides whether it is reached, as written: `{% if debug %}`; `null` for none. */
  readonly condition: string | null;
  /** True inside an HTML comment: the template engine goes there, but no browser follows. */
  readonly isCommented: boolean;
  /** Names of the blocks around it, the outermost first; empty outside of blocks and in other languages. */
  readonly blocks: readonly string[];
  /** Number of `{% load %}` tags before it. */
  readonly loads: number;
}

/** Something that is wrong whatever files there are. */
export interface Slip {
  readonly kind:
    | 'as-misplaced'
    | 'argument-missing'
    | 'argument-broken'
    | 'argument-unquoted'
    | 'in-translation'
    | 'tag-stray'
    | 'tag-unclosed'
    | 'hiding-unclosed'
    | 'media-string'
    | 'static-url-used';
  readonly place: Place;
  readonly by: string;
  /** The words in question. */
  readonly text: string;
}

/** A `{% load %}` of one library. */
export interface Load {
  readonly library: string;
  /** Place of the library's name. */
  readonly place: Place;
  /** The tags it takes (`{% load a b from library %}`); `null` for all of them. */
  readonly tags: readonly string[] | null;
  /** The whole tag is the n-th of the file, from 0: one tag may load several libraries. */
  readonly tag: number;
}

/** A tag of the `static` library in use. */
export interface TagUse {
  readonly name: 'static' | 'get_static_prefix';
  readonly place: Place;
  /** Number of `{% load %}` tags before it. */
  readonly loads: number;
}

/** What a template says of static files. */
export interface TemplateReading {
  readonly references: readonly Reference[];
  readonly slips: readonly Slip[];
  readonly loads: readonly Load[];
  readonly uses: readonly TagUse[];
  /** The template it extends, as written; `undefined` if it extends none, `null` if the name is computed. */
  readonly parent: string | null | undefined;
  readonly blocks: readonly string[];
}
