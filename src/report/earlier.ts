import { errnoOf, errnoWords, fail } from '../errors.ts';
import type { Ledger } from '../ledger/index.ts';
import { readWrittenText } from '../regular-file.ts';
import { isRecord } from '../text/json.ts';
import type { Budget, Measure } from '../types.ts';
import type { GzipSizes, Weighed } from './gzip.ts';
import { totalOf } from './total.ts';

/** What there was before: the last release, or a saved document. */
export interface Earlier {
  /** Words for it: `the last release`. */
  readonly label: string;
  /** Bytes of each file, by path. */
  readonly files: ReadonlyMap<string, number>;
  /** Bytes of the files that a budget is about; `null` if they are not known, or there were none. */
  readonly sizeOf: (budget: Budget, isIn: (path: string) => boolean) => Promise<number | null>;
  /** Why `sizeOf` knows nothing. */
  readonly lacks: (measure: Measure) => string;
}

/** The files of the last release, of which the ledger tells; `null` before the first. `folder`: STATIC_ROOT. */
export function lastRelease(ledger: Ledger, folder: string, gzipSizes: GzipSizes): Earlier | null {
  const owned = [...ledger.files].filter(
    ([, { why, retired, size }]) => why === 'collected' && retired === undefined && size !== undefined,
  );
  if (owned.length === 0) return null;
  const files = owned.map(([path, { size = 0 }]): Weighed => ({ path, file: `${folder}/${path}`, size }));
  return {
    label: 'the last release',
    files: new Map(files.map(({ path, size }) => [path, size])),
    async sizeOf({ measure }, isIn) {
      const before = files.filter(({ path }) => isIn(path));
      if (before.length === 0) return null;
      const sizes = measure === 'raw' ? before.map(({ size }) => size) : await sizesThere(before, gzipSizes);
      return sizes === null ? null : totalOf(sizes);
    },
    lacks: (measure) =>
      measure === 'raw'
        ? 'the last release had no such file'
        : 'the last release had no such file, or its plain files are not in STATIC_ROOT',
  };
}

/** The sizes of files by gzip; `null` if one of them is not there any more. */
async function sizesThere(
  files: readonly Weighed[],
  gzipSizes: GzipSizes,
): Promise<readonly number[] | null> {
  try {
    return await gzipSizes(files);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Reads what `collectstatic report --format json` or `list --format json` wrote. Throws CollectstaticError `against-invalid` for
 * anything else.
 */
export function readEarlier(file: string): Earlier {
  const { files, budgets = [] } = parse(file);
  const sizes = new Map(files.map(({ path, size }) => [path, size]));
  return {
    label: file,
    files: sizes,
    async sizeOf({ glob, measure }, isIn) {
      if (measure === 'gzip')
        return budgets.find((each) => each.glob === glob && each.measure === measure)?.size ?? null;
      const before = files.filter(({ path }) => isIn(path));
      return before.length === 0 ? null : totalOf(before.map(({ size }) => size));
    },
    lacks: (measure) =>
      measure === 'raw' ? `${file} has no such file` : `${file} has no gzip size of that glob`,
  };
}

interface Saved {
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly budgets?: readonly { readonly glob: string; readonly measure: string; readonly size: number }[];
}

function parse(file: string): Saved {
  let value: unknown;
  try {
    value = JSON.parse(readWrittenText(file));
  } catch (error) {
    throw invalid(file, errnoWords(error));
  }
  if (!isRecord(value) || value.version !== 1) throw invalid(file, 'it is no document of this tool');
  const { files, budgets } = value;
  if (!isList(files, { path: 'string', size: 'number' }))
    throw invalid(file, 'it has no list of files with their sizes');
  const saved = isList(budgets, { glob: 'string', measure: 'string', size: 'number' }) ? budgets : [];
  return { files, budgets: saved } as unknown as Saved;
}

/** True for a list of objects whose fields have these types. */
function isList(
  value: unknown,
  fields: Readonly<Record<string, string>>,
): value is readonly Record<string, unknown>[] {
  return (
    Array.isArray(value) &&
    value.every(
      (item) => isRecord(item) && Object.entries(fields).every(([name, type]) => typeof item[name] === type),
    )
  );
}

function invalid(file: string, cause: string): Error {
  return fail({
    code: 'against-invalid',
    message: `${file} can't be compared with`,
    at: { file },
    cause,
    hint: 'Save one with `collectstatic report --format json`.',
  });
}
