import type { KnownFile, KnownFiles, Learnt } from '../processors/index.ts';
import { isNumbers, isStrings, Pile, type Piled } from '../text/json.ts';
import type { AssetPath } from '../types.ts';

/**
 * Facts about files as the ledger keeps them: a column for each kind of fact, a row for each file. Numbers and one text are
 * read and held several times faster and smaller than an object for each file.
 */
export interface FileColumns {
  readonly paths: readonly string[];
  /** Bytes. */
  readonly sizes: readonly number[];
  /** `mtimeMs`. */
  readonly times: readonly number[];
  /** `HASH_LENGTH` characters of each file. */
  readonly hashes: string;
  readonly findings: readonly Finding[];
}

/** Files that one refers to by their rows, then `absent` and `unwritten`. `null`: nothing in it is rewritten; 0: not known. */
type Finding =
  | 0
  | null
  | readonly [links: readonly number[] | null, absent?: readonly string[], unwritten?: readonly string[]];

const HASH_LENGTH = 12;
/** How many are looked at together. */
const HASHES = 4096;
const NO_HASH = '-'.repeat(HASH_LENGTH);

/** The columns of `files`, to be written. */
export function toColumns(files: Learnt['files']): Piled<FileColumns> {
  const paths = new Pile<string>();
  const rows = new Map<AssetPath, number>();
  for (const path of files.keys()) {
    rows.set(path, paths.length);
    paths.push(path);
  }
  const sizes = new Pile<number>();
  const times = new Pile<number>();
  const hashes = new Pile<string>();
  const findings = new Pile<Finding>();
  for (const [, file] of files) {
    sizes.push(file.size);
    times.push(file.mtimeMs);
    hashes.push(file.hash === '' ? NO_HASH : file.hash);
    findings.push(toFinding(file, rows));
  }
  return { paths, sizes, times, hashes: hashes.pieces.map((some) => some.join('')).join(''), findings };
}

function toFinding(
  { links, absent = [], unwritten = [] }: KnownFile,
  rows: ReadonlyMap<AssetPath, number>,
): Finding {
  if (links === undefined) return 0;
  const numbers = links?.map((path) => rows.get(path) as number) ?? null;
  if (unwritten.length > 0) return [numbers, absent, unwritten];
  if (absent.length > 0) return [numbers, absent];
  return numbers === null ? null : [numbers];
}

/** True for columns of equally many rows, each such as a run writes. */
export function areColumns(value: Readonly<Record<string, unknown>>): boolean {
  const { paths, sizes, times, hashes, findings } = value;
  return (
    isStrings(paths) &&
    [sizes, times].every((column) => isNumbers(column) && column.length === paths.length) &&
    typeof hashes === 'string' &&
    hashes.length === HASH_LENGTH * paths.length &&
    areHashes(hashes) &&
    Array.isArray(findings) &&
    findings.length === paths.length &&
    findings.every((finding) => isFinding(finding, paths.length))
  );
}

/** Some at a time: an expression that repeats a group is given up on a text of megabytes. */
function areHashes(hashes: string): boolean {
  for (let at = 0; at < hashes.length; at += HASH_LENGTH * HASHES)
    if (!/^(?:[0-9a-f]{12}|-{12})*$/.test(hashes.slice(at, at + HASH_LENGTH * HASHES))) return false;
  return true;
}

function isFinding(value: unknown, rows: number): boolean {
  if (value === 0 || value === null) return true;
  if (!Array.isArray(value)) return false;
  const [links, absent = [], unwritten = []] = value as unknown[];
  const areRows = (list: readonly number[]): boolean => list.every((row) => row >= 0 && row < rows);
  return (
    (links === null || (isNumbers(links) && areRows(links))) && isStrings(absent) && isStrings(unwritten)
  );
}

/** Facts by path. They are mostly asked for in the order in which they were written: then nothing has to be looked up. */
export function recallFiles({ paths, sizes, times, hashes, findings }: FileColumns): KnownFiles {
  let rows: ReadonlyMap<string, number> | undefined;
  let next = 0;
  const rowOf = (path: AssetPath): number | undefined => {
    if (paths[next] === path) return next;
    rows ??= new Map(paths.map((each, row) => [each, row]));
    return rows.get(path);
  };
  return {
    size: paths.length,
    keys: () => paths.values(),
    get(path) {
      const row = rowOf(path);
      if (row === undefined) return undefined;
      next = row + 1;
      const hash = hashes.slice(row * HASH_LENGTH, (row + 1) * HASH_LENGTH);
      const file = {
        size: sizes[row] as number,
        mtimeMs: times[row] as number,
        hash: hash === NO_HASH ? '' : hash,
      };
      const finding = findings[row];
      return finding === 0 || finding === undefined ? file : { ...file, ...fromFinding(finding, paths) };
    },
  };
}

function fromFinding(
  finding: Exclude<Finding, 0>,
  paths: readonly string[],
): Pick<KnownFile, 'links' | 'absent' | 'unwritten'> {
  if (finding === null) return { links: null };
  const [links, absent = [], unwritten = []] = finding;
  return {
    links: links?.map((row) => paths[row] as AssetPath) ?? null,
    ...(absent.length > 0 && { absent }),
    ...(unwritten.length > 0 && { unwritten: unwritten as readonly AssetPath[] }),
  };
}
