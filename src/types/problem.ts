/** A place in a file the user wrote. Lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The place after the last character, where it is known. */
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** Something wrong, as data: reporters word and colour it. */
export interface Problem {
  /** Stable and documented: `static-root-missing`, or Django's own id such as `staticfiles.E002`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** One sentence that names the thing, without colour and without a trailing newline. */
  readonly message: string;
  /** A file or folder, absolute, and the line if one is known. */
  readonly at?: Position;
  /** What to do about it. */
  readonly hint?: string;
  /** The words of the operating system, or of a parser, behind the problem. */
  readonly cause?: string;
  /** The source line `at` points to, shown with a marker under `at.column`. */
  readonly excerpt?: string;
}
