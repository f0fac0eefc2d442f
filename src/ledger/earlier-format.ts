import { isRecord } from '../text/json.ts';
import { type Columns, reasonNumber } from './columns.ts';

/** The format of versions that kept a row for each file, under its path. */
export const EARLIER_FORMAT = 1;

/**
 * The columns of such a list of files: `[since, index of the offerer, size]` of a collected file, `[since, why, of]` of a made
 * one; then, if retired, release and time. What is no row has numbers that no run can have written.
 */
export function columnsOfRows(files: unknown): Columns {
  const paths: string[] = [];
  const since: number[] = [];
  const by: number[] = [];
  const what: (number | string)[] = [];
  const retired: [number, number, string][] = [];
  for (const [path, row] of Object.entries(isRecord(files) ? files : {})) {
    const [from, index, of, release, at] = Array.isArray(row) ? (row as unknown[]) : [];
    if (typeof release === 'number' && typeof at === 'string') retired.push([paths.length, release, at]);
    paths.push(path);
    since.push(typeof from === 'number' ? from : -1);
    by.push(typeof index === 'number' ? index : reasonNumber(String(index)));
    what.push(typeof of === 'number' || typeof of === 'string' ? of : -1);
  }
  return { paths, since, by, what, retired };
}
