import { toAssetPath } from '../path.ts';
import { type Known, type KnownFile, type Learnt, NOTHING_KNOWN, SUFFIXES } from '../processors/index.ts';
import { isRecord, isStrings } from '../text/json.ts';
import type { AssetPath, CompressionFormat } from '../types.ts';
import { areColumns, type FileColumns, recallFiles, toColumns } from './known-files.ts';
import type { KnownShipped, Verdict } from './shipped-variants.ts';
import { type KnownVariants, NO_VARIANTS } from './variants.ts';

/** Facts that one run leaves for the next. Losing them costs time, never correctness. */
export interface LastRun {
  readonly known: Known;
  /** Size in bytes of each copy that was rewritten: a copy of another size is broken. */
  readonly rewritten: ReadonlyMap<AssetPath, number>;
  readonly variants: KnownVariants;
  readonly shipped: KnownShipped;
  readonly beside: KnownBeside;
  readonly manifest: KnownManifest;
}

/** The same, as a run leaves it. */
export interface ThisRun extends Omit<LastRun, 'known'> {
  readonly known: Learnt;
}

/** How a run left the manifest. */
export interface KnownManifest {
  /** The one it was written for, `major.minor`: each writes the same names in another way. */
  readonly djangoVersion: string;
  readonly hash: string;
}

export const NO_MANIFEST: KnownManifest = { djangoVersion: '', hash: '' };

const NO_RUN: LastRun = {
  known: NOTHING_KNOWN,
  rewritten: new Map(),
  variants: NO_VARIANTS,
  shipped: new Map(),
  beside: new Map(),
  manifest: NO_MANIFEST,
};

interface Stored extends FileColumns {
  readonly rules: string;
  readonly rewritten: Readonly<Record<string, number>>;
  readonly compression: string;
  readonly levels: string;
  readonly variants: Readonly<Record<string, readonly CompressionFormat[]>>;
  readonly shipped: Readonly<Record<string, Verdict>>;
  readonly beside: Readonly<Record<string, string>>;
  readonly manifest: KnownManifest;
}

/** Turns it into what the ledger writes as a `Stored`: see `jsonPieces`. */
export function storeLastRun({
  known,
  rewritten,
  variants,
  shipped,
  beside,
  manifest,
}: ThisRun): Readonly<Record<keyof Stored, unknown>> {
  const { rules: compression, levels, formats } = variants;
  return {
    rules: known.rules,
    ...toColumns(known.files),
    rewritten,
    compression,
    levels,
    variants: formats,
    shipped,
    beside,
    manifest,
  };
}

/**
 * Reads it from a ledger; empty if the ledger holds anything else. Entries with a path that is none, such as no run writes,
 * are left out; `dropped` counts them.
 */
export function recallLastRun(stored: unknown): { readonly last: LastRun; readonly dropped: number } {
  if (stored === null || isEmpty(stored)) return { last: NO_RUN, dropped: 0 };
  if (!isStored(stored)) return { last: NO_RUN, dropped: 1 };
  let dropped = 0;
  function entries<Value, Kept>(
    record: Readonly<Record<string, Value>>,
    toKept: (value: Value) => Kept | null,
  ): ReadonlyMap<AssetPath, Kept> {
    const map = new Map<AssetPath, Kept>();
    // No list of all entries: there are as many as files.
    for (const path in record) {
      const kept = isPath(path) ? toKept(record[path] as Value) : null;
      if (kept === null) dropped++;
      else map.set(path as AssetPath, kept);
    }
    return map;
  }
  const last: LastRun = {
    known: { rules: stored.rules, files: recallFiles(stored) },
    rewritten: entries(stored.rewritten, (size) => size),
    variants: {
      rules: stored.compression,
      levels: stored.levels,
      formats: entries(stored.variants, (formats) => (formats.every(isFormat) ? formats : null)),
    },
    shipped: entries(stored.shipped, (verdict) => verdict),
    beside: entries(stored.beside, (hash) => hash),
    manifest: stored.manifest,
  };
  return { last, dropped };
}

function isEmpty(stored: unknown): boolean {
  return isRecord(stored) && Object.keys(stored).length === 0;
}

function isPath(path: string): boolean {
  return toAssetPath(path) === path;
}

function isFormat(format: string): boolean {
  return Object.hasOwn(SUFFIXES, format);
}

function isStored(value: unknown): value is Stored {
  if (!isRecord(value) || ![value.rules, value.compression, value.levels].every(isString)) return false;
  return (
    areColumns(value) &&
    isRecordOf(value.rewritten, (size) => typeof size === 'number') &&
    isRecordOf(value.variants, isStrings) &&
    isRecordOf(value.shipped, isVerdict) &&
    isRecordOf(value.beside, isString) &&
    isRecord(value.manifest) &&
    [value.manifest.djangoVersion, value.manifest.hash].every(isString)
  );
}

function isVerdict(value: unknown): boolean {
  return isRecord(value) && isString(value.stamp) && typeof value.belongs === 'boolean';
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecordOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  if (!isRecord(value)) return false;
  for (const name in value) if (!isItem(value[name])) return false;
  return true;
}

/** What a run has found as the last one left it. */
export interface Sameness {
  /** Every file is named as before, and they come in the same order. */
  readonly names: boolean;
  /** The facts about all files are the same as well. */
  readonly facts: boolean;
}

export function compareFiles({ files }: Learnt, { files: before }: Known): Sameness {
  if (files.size !== before.size) return { names: false, facts: false };
  const paths = before.keys();
  let [names, facts] = [true, true];
  for (const [path, file] of files) {
    const known = before.get(path);
    // A name tells nothing but the path and the hash.
    names &&= paths.next().value === path && known?.hash === file.hash;
    facts &&= known !== undefined && isSameFile(file, known);
    if (!names && !facts) break;
  }
  return { names, facts };
}

/** True if a run has learnt nothing new. */
export function isSameRun(a: ThisRun, b: LastRun, { facts }: Sameness): boolean {
  return (
    facts &&
    a.known.rules === b.known.rules &&
    a.variants.rules === b.variants.rules &&
    isSameMap(a.rewritten, b.rewritten, Object.is) &&
    a.variants.levels === b.variants.levels &&
    isSameMap(a.variants.formats, b.variants.formats, isSameList) &&
    isSameMap(a.shipped, b.shipped, isSameVerdict) &&
    isSameMap(a.beside, b.beside, Object.is) &&
    isSameManifest(a.manifest, b.manifest)
  );
}

function isSameFile(a: KnownFile, b: KnownFile): boolean {
  return (
    a.size === b.size &&
    a.mtimeMs === b.mtimeMs &&
    a.hash === b.hash &&
    isSameIfAny(a.links, b.links) &&
    isSameIfAny(a.absent, b.absent) &&
    isSameIfAny(a.unwritten, b.unwritten)
  );
}

function isSameVerdict(a: Verdict, b: Verdict): boolean {
  return a.stamp === b.stamp && a.belongs === b.belongs;
}

function isSameIfAny(a: readonly string[] | null | undefined, b: typeof a): boolean {
  return a && b ? isSameList(a, b) : a === b;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]));
}

function isSameMap<Value>(
  a: Iterable<readonly [AssetPath, Value]> & { readonly size: number },
  b: ReadonlyMap<AssetPath, Value>,
  isSame: (a: Value, b: Value) => boolean,
): boolean {
  if (a.size !== b.size) return false;
  for (const [path, value] of a) {
    const other = b.get(path);
    if (other === undefined || !isSame(value, other)) return false;
  }
  return true;
}

export function isSameManifest(a: KnownManifest, b: KnownManifest): boolean {
  return a.djangoVersion === b.djangoVersion && a.hash === b.hash;
}

/** Hash of each file beside the manifest, by name, as the last run left it. */
export type KnownBeside = ReadonlyMap<AssetPath, string>;
