import { setImmediate as breathe } from 'node:timers/promises';
import { errnoOf } from '../../errors.ts';
import { makeScan, type Scan, type ScanSettings } from '../../processors/index.ts';
import { readRegularFile, WRITTEN_LIMIT } from '../../regular-file.ts';
import type { Asset, AssetPath } from '../../types.ts';

/** Knows which style sheets reach a file, by url() and @import, directly or by way of another sheet. */
export interface Stylesheets {
  /** Returns the style sheets that reach `path`, sorted; not the path itself. */
  reaching(path: string): Promise<readonly AssetPath[]>;
  /** Takes over the files that there are now. Reads the sheets that are new, little by little. */
  set(assets: readonly Asset[]): Promise<void>;
  /** Reads those of the files that are sheets: their contents are others now. */
  update(assets: readonly Asset[]): Promise<void>;
}

interface Sheet {
  readonly size: number;
  readonly mtimeMs: number;
  /** The paths that it mentions, whether or not a file is there. */
  readonly targets: ReadonlySet<string>;
}

export function makeStylesheets(settings: ScanSettings): Stylesheets {
  const read = new Map<AssetPath, Sheet>();
  let scan = scanOf([], settings);
  // A sheet is read once, also if it is asked for meanwhile.
  let reading: Promise<void> = Promise.resolve();

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    reading = reading.catch(() => undefined).then(work);
    return reading;
  };
  const readSheets = async (sheets: readonly Asset[]): Promise<void> => {
    const stale = sheets.filter(({ path, source }) => {
      const known = read.get(path);
      return known?.size !== source.size || known.mtimeMs !== source.mtimeMs;
    });
    for (const [index, asset] of stale.entries()) {
      const { size, mtimeMs } = asset.source;
      read.set(asset.path, { size, mtimeMs, targets: await targetsOf(asset, scan) });
      // Requests come first.
      if (index < stale.length - 1) await breathe();
    }
  };
  return {
    async reaching(path) {
      await reading;
      const found = new Set<AssetPath>();
      const waiting: string[] = [path];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        for (const [sheet, { targets }] of read) {
          if (found.has(sheet) || !targets.has(next)) continue;
          found.add(sheet);
          waiting.push(sheet);
        }
      }
      return [...found].filter((sheet) => sheet !== path).sort();
    },
    set(assets) {
      return inTurn(() => {
        const sheets = assets.filter(isSheet);
        const paths = new Set(sheets.map(({ path }) => path));
        for (const path of read.keys()) if (!paths.has(path)) read.delete(path);
        scan = scanOf(assets, settings);
        return readSheets(sheets);
      });
    },
    update(assets) {
      return inTurn(() => readSheets(assets.filter(isSheet)));
    },
  };
}

function isSheet({ path }: Asset): boolean {
  return path.endsWith('.css');
}

function scanOf(assets: readonly Asset[], settings: ScanSettings): Scan {
  // A sheet with a hash in its name refers to files as any other does.
  return makeScan(assets, { ...settings, prehashed: [] }, ({ source }) =>
    readRegularFile(source.file, { limit: WRITTEN_LIMIT }),
  );
}

/** A sheet that is gone, or is no text, refers to nothing. */
async function targetsOf(asset: Asset, scan: Pick<Scan, 'draft'>): Promise<ReadonlySet<string>> {
  try {
    const draft = await scan.draft(asset);
    if (draft === null) return new Set();
    const { edits, unwritten, missing, absent } = draft;
    return new Set([
      ...edits.flatMap(({ path }) => path ?? []),
      ...unwritten.map(({ path }) => path),
      ...missing.map(({ path }) => path),
      ...absent,
    ]);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return new Set();
  }
}
