import type { Unknown } from './values.ts';

/** `os.environ` for natives: reading a name records that what is being computed depends on it. */
export interface EnvironmentView {
  /** The working directory, absolute; Unknown if the code went to a folder that is not known. */
  cwd: string | Unknown;
  /** A str, or Unknown where the code put one there. */
  get(name: string): string | Unknown | undefined;
  /** Like `get` without recording: for going over all of them. */
  peek(name: string): string | Unknown | undefined;
  /** Sets a variable as the code itself does: from then on, reading it depends on nothing outside. */
  set(name: string, value: string | Unknown): void;
  /** Sets a variable from a file of variables: reading it depends on it as on one from outside. `file`: absolute. */
  load(name: string, value: string, file: string): void;
  /** For packages that look into a file for what is not set: the value of the name, where it is asked for, is from there. */
  lookedUpIn(name: string, file: string): void;
  delete(name: string): void;
  /**
   * For a file of variables that can't be read: from here on a name that is not set is Unknown, and with `overrides` also
   * one that the caller set.
   */
  doubt(unknown: Unknown, overrides: boolean): void;
  /** Sorted. Recorded as a dependency on none of them: name the ones you use. */
  names(): readonly string[];
}

/** The disk as evaluated code sees it: it may look everywhere, but read only below the allowed folders. */
export interface Files {
  /** Kind of what stands there, links followed; `null` if nothing does, or it can't be reached. */
  kind(path: string): 'file' | 'directory' | 'other' | null;
  /** Bytes; `null` where there is no file. */
  size(path: string): number | null;
  /** Names in a folder, in its own order; `null` where it is none. `NotModelled` outside the allowed folders. */
  list(path: string): readonly string[] | null;
  /** The bytes; `null` where there is no file. `NotModelled` outside the allowed folders or beyond the bound on bytes. */
  read(path: string): Uint8Array | null;
  /** With every link resolved; the path itself, normalised, where nothing is there. */
  real(path: string): string;
}
