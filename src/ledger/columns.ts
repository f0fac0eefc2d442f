import { toAssetPath } from '../path.ts';
import { isCount, isNumbers, isRecord, isStrings, Pile, type Piled } from '../text/json.ts';
import type { AssetPath, FinderKind, Offerer, OutputReason, OwnedFile, Retirement } from '../types.ts';
import type { OwnedFiles } from './ledger.ts';

/**
 * The list of files as the ledger keeps it: a column for each thing it says, a row for each file. It is read several times
 * faster than an object for each file.
 */
export interface Columns {
  readonly paths: readonly string[];
  /** Release that brought it. */
  readonly since: readonly number[];
  /** Index of the offerer of a collected file; below zero for what has none: see `REASONS`. */
  readonly by: readonly number[];
  /** Size of a collected file. Of a made one, what it was made from: a row, or a path that has none; `''` for nothing. */
  readonly what: readonly (number | string)[];
  readonly retired: readonly (readonly [row: number, release: number, at: string])[];
}

/** Offerers, by their index in `by`. */
export type Offerers = readonly (readonly [finder: string, app: string])[];

const REASONS: readonly string[] = ['collected', 'hashed', 'compressed', 'manifest'] satisfies OutputReason[];

/** What stands in `by` for a file that nothing offered: -1 for the first reason, no count for what is none. */
export function reasonNumber(why: string): number {
  const index = REASONS.indexOf(why);
  return index < 0 ? Number.NEGATIVE_INFINITY : -1 - index;
}

/** The columns of `files`, to be written. */
export function toColumns(files: Iterable<readonly [AssetPath, OwnedFile]>): {
  readonly columns: Piled<Columns>;
  readonly offerers: Offerers;
} {
  const offerers = numberOfferers();
  const paths = new Pile<AssetPath>();
  const since = new Pile<number>();
  const by = new Pile<number>();
  const what = new Pile<number | string>();
  const retired = new Pile<readonly [row: number, release: number, at: string]>();
  let rows: Map<AssetPath, number> | undefined;
  for (const [path, file] of files) {
    const { why, from, size = 0, of = '' } = file;
    if (from === undefined) rows ??= rowsIn(paths);
    if (file.retired !== undefined) retired.push([paths.length, file.retired.release, file.retired.at]);
    paths.push(path);
    since.push(file.since);
    by.push(from === undefined ? reasonNumber(why) : offerers.indexOf(from));
    what.push(from === undefined ? (rows?.get(of as AssetPath) ?? of) : size);
  }
  return { columns: { paths, since, by, what, retired }, offerers: offerers.rows };
}

function rowsIn({ pieces }: Pile<AssetPath>): Map<AssetPath, number> {
  const rows = new Map<AssetPath, number>();
  for (const piece of pieces) for (const path of piece) rows.set(path, rows.size);
  return rows;
}

/** Most files share their offerer as one object, which is quicker to find than what it says. */
function numberOfferers(): { readonly rows: Offerers; readonly indexOf: (from: Offerer) => number } {
  const rows: (readonly [string, string])[] = [];
  const indices = new Map<Offerer | string, number>();
  return {
    rows,
    indexOf(from) {
      const known = indices.get(from);
      if (known !== undefined) return known;
      const text = `${from.finder}\0${from.app}`;
      const index = indices.get(text) ?? rows.push([from.finder, from.app]) - 1;
      indices.set(text, index);
      indices.set(from, index);
      return index;
    },
  };
}

export function areColumns(value: unknown): value is Columns {
  if (!isRecord(value)) return false;
  const { paths, since, by, what, retired } = value;
  return (
    isStrings(paths) &&
    [since, by].every((column) => isNumbers(column) && column.length === paths.length) &&
    Array.isArray(what) &&
    what.length === paths.length &&
    what.every((item) => typeof item === 'string' || typeof item === 'number') &&
    Array.isArray(retired) &&
    retired.every((row) => Array.isArray(row) && row.length === 3)
  );
}

export function areOfferers(value: unknown): value is Offerers {
  return Array.isArray(value) && value.every((row) => isStrings(row) && row.length === 2);
}

/**
 * Makes an entry when it is asked for. Leaves out rows that no run can have written, and tells `onDropped` how many, if any.
 * If a path has two rows, the last one holds.
 */
export function filesOf(
  columns: Columns,
  offerers: Offerers,
  onDropped: (count: number) => void,
): OwnedFiles {
  const { paths, since, by, what } = columns;
  const from = offerers.map(([finder, app]): Offerer => ({ finder: finder as FinderKind, app }));
  const retired = new Map(
    columns.retired.map(([row, release, at]): [number, Retirement] => [row, { release, at }]),
  );
  const originOf = (row: number): string => {
    const of = what[row];
    return typeof of === 'number' ? (paths[of] ?? '/') : (of ?? '/');
  };
  const isRetirement = ({ release, at }: Retirement): boolean => isCount(release) && isDate(at);
  const unsound = new Set([...retired].flatMap(([row, gone]) => (isRetirement(gone) ? [] : row)));
  const isSound = (path: string, row: number): boolean => {
    const index = by[row] as number;
    if (toAssetPath(path) !== path || !isCount(since[row]) || unsound.has(row)) return false;
    if (index >= 0) return index < from.length && isCount(what[row]);
    const origin = originOf(row);
    // A manifest is made of no single file.
    return REASONS[-1 - index] !== undefined && (origin === '' || toAssetPath(origin) === origin);
  };
  const rows = new Map<AssetPath, number>();
  let dropped = 0;
  for (const [row, path] of paths.entries()) {
    if (isSound(path, row)) rows.set(path as AssetPath, row);
    else dropped++;
  }
  if (dropped > 0) onDropped(dropped);
  const fileAt = (row: number): OwnedFile => {
    const index = by[row] as number;
    const gone = retired.get(row);
    const origin = index < 0 ? originOf(row) : '';
    return {
      why: index < 0 ? (REASONS[-1 - index] as OutputReason) : 'collected',
      since: since[row] as number,
      ...(index >= 0 && { from: from[index] as Offerer, size: what[row] as number }),
      ...(origin !== '' && { of: origin as AssetPath }),
      ...(gone !== undefined && { retired: gone }),
    };
  };
  return {
    size: rows.size,
    has: (path) => rows.has(path),
    keys: () => rows.keys(),
    get(path) {
      const row = rows.get(path);
      return row === undefined ? undefined : fileAt(row);
    },
    *[Symbol.iterator]() {
      for (const [path, row] of rows) yield [path, fileAt(row)];
    },
  };
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
