/** The files of a report as the page holds them, in columns: short, since there may be many. */
export interface PageData {
  /** Sorted. Each begins with two digits of base 36: how many characters it shares with the one before. */
  readonly paths: readonly string[];
  /** Indexes of `owners`. */
  readonly owner: readonly number[];
  readonly raw: readonly number[];
  /** -1: there is no variant. */
  readonly gzip: readonly number[];
  readonly brotli: readonly number[];
  readonly owners: readonly string[];
}

/** Most characters that two digits can say. */
const MOST_SHARED = 36 * 36 - 1;

/** Shortens sorted paths by what each shares with the one before. */
export function packPaths(paths: readonly string[]): readonly string[] {
  let last = '';
  return paths.map((path) => {
    let shared = 0;
    while (shared < MOST_SHARED && shared < path.length && path[shared] === last[shared]) shared++;
    last = path;
    return shared.toString(36).padStart(2, '0') + path.slice(shared);
  });
}

/** The paths that `packPaths` shortened. */
export function unpackPaths(packed: readonly string[]): readonly string[] {
  let last = '';
  return packed.map((text) => {
    last = last.slice(0, Number.parseInt(text.slice(0, 2), 36)) + text.slice(2);
    return last;
  });
}
