/**
 * A URL in a file, and what to write in its place. Texts are latin1: one character a byte, so that offsets are byte
 * offsets and whatever is not rewritten keeps its bytes.
 */
export interface Reference {
  /** What is replaced: `before`, the new URL, `after` take the place of these bytes. */
  readonly start: number;
  readonly end: number;
  /** The URL as the file has it, and where it stands. */
  readonly url: string;
  readonly at: number;
  readonly before: string;
  readonly after: string;
  readonly syntax: Syntax;
  /**
   * Whether it is known to be a reference. Django's patterns also match in comments and in strings: there a file that
   * exists is rewritten as Django does, and one that does not is none of our business.
   */
  readonly certain: boolean;
  /** Where a keyword stands that Django writes back in lower case, when the file has it otherwise. */
  readonly keyword?: Keyword;
}

export interface Keyword {
  readonly at: number;
  readonly text: string;
}

/**
 * `css`, `module` and `source-map` are written back as Django writes them: percent-decoded.
 * `markup` keeps what surrounds the file name as it was written.
 */
export type Syntax = 'css' | 'module' | 'source-map' | 'markup';

/** Which of Django's rules for references hold: each flag names the version that brought the rule. */
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
}

/** `djangoVersion` is `major.minor`. */
export function dialectOf(djangoVersion: string, modules: boolean): Dialect {
  const [major = 0, minor = 0] = djangoVersion.split('.').map(Number);
  const since = (first: number, second: number): boolean =>
    major > first || (major === first && minor >= second);
  return {
    scriptMaps: since(4, 0),
    styleMaps: since(4, 1),
    foreignMaps: since(5, 0),
    tightStars: since(5, 2),
    sameQuote: since(6, 0),
    skipsQuoted: since(6, 1),
    modules,
  };
}

/** Python's `\s` within ASCII, for use inside a character class; JavaScript's `\s` knows other ones. */
export const SPACE = '\\t-\\r\\x1c-\\x20';
