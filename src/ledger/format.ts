import { encode } from '../batches.ts';
import { toAssetPath } from '../path.ts';
import { isRecord, jsonPieces } from '../text/json.ts';
import type { AssetPath, FinderKind, Offerer, OutputReason, OwnedFile } from '../types.ts';
import type { Ledger } from './ledger.ts';

const FORMAT = 1;

/** `[since, index of the offerer, size]` of a collected file, `[since, why, of]` of a made one; then, if retired, release and time. */
type Row = readonly [since: number, by: number | string, what: number | string, ...retired: unknown[]];

/**
 * JSON on four lines, so that one can be read without the others: what there is, what offered files, the last run, the files.
 * Files stand in the order of `files`.
 */
export function serialiseLedger(ledger: Ledger): Buffer {
  const { release, digest, lastRun, entries = () => ledger.files } = ledger;
  const offerers: Offerers = { rows: [], indices: new Map() };
  for (const [, { from }] of entries()) if (from !== undefined) indexOf(from, offerers);
  return encode(
    (function* lines() {
      yield `${JSON.stringify({ format: FORMAT, release, digest }).slice(0, -1)},\n`;
      yield `"from":[${offerers.rows.join()}],\n"memory":`;
      yield* jsonPieces(lastRun);
      yield ',\n"files":{';
      let comma = '';
      for (const [path, file] of entries()) {
        yield `${comma}${JSON.stringify(path)}:${toRow(file, offerers)}`;
        comma = ',';
      }
      yield '}}\n';
    })(),
  );
}

/** Numbers the offerers. Most files share theirs as one object, which is quicker to find than what it says. */
interface Offerers {
  readonly rows: string[];
  readonly indices: Map<Offerer | string, number>;
}

function toRow({ why, since, from, size, of, retired }: OwnedFile, offerers: Offerers): string {
  const end = retired === undefined ? '' : `,${retired.release},${JSON.stringify(retired.at)}`;
  if (from === undefined) return `[${since},"${why}",${JSON.stringify(of ?? '')}${end}]`;
  return `[${since},${indexOf(from, offerers)},${size ?? 0}${end}]`;
}

function indexOf(from: Offerer, { rows, indices }: Offerers): number {
  const known = indices.get(from);
  if (known !== undefined) return known;
  const row = JSON.stringify([from.finder, from.app]);
  const index = indices.get(row) ?? rows.push(row) - 1;
  indices.set(row, index);
  indices.set(from, index);
  return index;
}

/**
 * `null` for what is no ledger of this format. The list of files is read when it is first asked for; a broken one is empty.
 * Rows that no run can have written are dropped: `onDropped` is told how many, if any.
 */
export function openLedger(text: string, onDropped: (count: number) => void = () => {}): Ledger | null {
  const lines = text.split('\n');
  const head = parse(`${lines[0]?.slice(0, -1)}}`);
  const told = parse(`{${lines[2]?.slice(0, -1)}}`);
  if (lines.length !== 5 || !isRecord(head) || !isRecord(told)) return null;
  const { format, release, digest } = head;
  if (format !== FORMAT || !isCount(release) || typeof digest !== 'string') return null;
  let files: ReadonlyMap<AssetPath, OwnedFile> | undefined;
  return {
    release,
    digest,
    lastRun: told.memory ?? null,
    get files() {
      files ??= readFiles(`{${lines[1]}${lines[3]}`, onDropped) ?? new Map();
      return files;
    },
  };
}

function readFiles(
  text: string,
  onDropped: (count: number) => void,
): ReadonlyMap<AssetPath, OwnedFile> | null {
  const stored = parse(text);
  if (!isRecord(stored) || !Array.isArray(stored.from) || !isRecord(stored.files)) return null;
  if (!stored.from.every(isOfferer)) return null;
  const offerers = stored.from.map(([finder, app]): Offerer => ({ finder, app }));
  const files = new Map<AssetPath, OwnedFile>();
  const rows = Object.entries(stored.files);
  for (const [path, row] of rows) {
    const file = isRow(row) ? fromRow(row, offerers) : null;
    if (file !== null && toAssetPath(path) === path) files.set(path as AssetPath, file);
  }
  if (files.size < rows.length) onDropped(rows.length - files.size);
  return files;
}

function fromRow([since, by, what, release, at]: Row, offerers: readonly Offerer[]): OwnedFile | null {
  const retired = isCount(release) && isDate(at) ? { retired: { release, at } } : {};
  if (typeof by === 'string') {
    if (!isReason(by) || typeof what !== 'string') return null;
    const of = toAssetPath(what);
    // A manifest is made of no single file.
    return of === null && what !== '' ? null : { why: by, since, ...(of !== null && { of }), ...retired };
  }
  const from = offerers[by];
  if (from === undefined || !isCount(what)) return null;
  return { why: 'collected', since, from, size: what, ...retired };
}

const REASONS: ReadonlySet<string> = new Set(['collected', 'hashed', 'compressed', 'manifest']);

function isReason(value: string): value is OutputReason {
  return REASONS.has(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRow(value: unknown): value is Row {
  return Array.isArray(value) && isCount(value[0]) && (typeof value[1] === 'string' || isCount(value[1]));
}

function isOfferer(value: unknown): value is [FinderKind, string] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
