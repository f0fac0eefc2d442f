import type { EnhancedSpec } from '../../types.ts';

/**
 * A URL in a file, and the text to write in its place. Texts are latin1, one character a byte, so that offsets are byte
 * offsets and bytes that are not rewritten stay as they are.
 */
export interface Reference {
  /** Offset of the bytes that are replaced by `before`, the new URL and `after`. */
  readonly start: number;
  readonly end: number;
  /** The URL as it stands in the file, and its offset. */
  readonly url: string;
  readonly at: number;
  readonly before: string;
  readonly after: string;
  readonly syntax: Syntax;
  /**
   * True if it is known to be a reference. Django's patterns also match in comments and strings: a URL there is rewritten
   * if its file exists, as Django does, and passed over if not.
   */
  readonly certain: boolean;
  /** A keyword that Django writes back in lower case, if the file has it otherwise. */
  readonly keyword?: Keyword;
}

/** References that Django's patterns find in a file. */
export interface Found {
  readonly references: readonly Reference[];
  /** True if the file may hold references in forms that Django's patterns do not find: see `browserReferences`. */
  readonly mayHoldMore: boolean;
}

/** A URL that a browser would ask for, found by a real tokenizer. */
export interface BrowserReference extends Reference {
  /** Offset after the URL, in the text that was read. */
  readonly urlEnd: number;
  /** What it is written with, for messages: `image-set()`. */
  readonly form: string;
  /** Address that a browser completes it by: that of the file, or that of the page or worker which runs the file. */
  readonly base: 'file' | 'page';
  /** True if an import map of the page leads it to another file. */
  readonly isMapped: boolean;
}

export interface Keyword {
  readonly at: number;
  readonly text: string;
}

/**
 * Kind of text a reference stands in. `css`, `module` and `source-map` are written back percent-decoded, as Django does.
 * `pattern`: as a pattern of the project's own finds and writes it. `markup` keeps what surrounds the file name as it was written. The last four tell what surrounds a URL that is replaced
 * without its quotes.
 */
export type Syntax =
  | 'css'
  | 'module'
  | 'source-map'
  | 'markup'
  | 'pattern'
  | 'in-double-quotes'
  | 'in-single-quotes'
  | 'in-backquotes'
  | 'unquoted';

/** Django's rules for references that hold; each flag names the version that brought the rule. */
export interface Dialect {
  /** 4.0: source maps of scripts. */
  readonly scriptMaps: boolean;
  /** 4.1: source maps of style sheets. */
  readonly styleMaps: boolean;
  /** 5.0: the comment of a source map that lies elsewhere (`data:`) is left in the file. */
  readonly foreignMaps: boolean;
  /** 5.2: `import*as x`, without a blank. */
  readonly tightStars: boolean;
  /** 6.0: a quote that opens `url(` must also close it. */
  readonly sameQuote: boolean;
  /** 6.1: what lies in comments and strings is left alone; import statements need no semicolon. */
  readonly skipsQuoted: boolean;
  /** The storage's `support_js_module_import_aggregation`. */
  readonly modules: boolean;
  /** The storage is of django-manifeststaticfiles-enhanced, which has rules of its own and replaces nothing but the URL. */
  readonly enhanced?: EnhancedSpec;
}

/** Rules of a Django version, given as `major.minor`, or of the storage that goes its own way. */
export function dialectOf(djangoVersion: string, modules: boolean, enhanced?: EnhancedSpec): Dialect {
  const [major = 0, minor = 0] = djangoVersion.split('.').map(Number);
  const since = (first: number, second: number): boolean =>
    major > first || (major === first && minor >= second);
  return {
    scriptMaps: since(4, 0),
    styleMaps: since(4, 1),
    foreignMaps: since(5, 0) || enhanced !== undefined,
    tightStars: since(5, 2),
    sameQuote: since(6, 0),
    skipsQuoted: since(6, 1),
    modules,
    ...(enhanced && { enhanced }),
  };
}

/** Python's `\s` within ASCII, for use inside a character class; JavaScript's `\s` knows other ones. */
export const SPACE = '\\t-\\r\\x1c-\\x20';
