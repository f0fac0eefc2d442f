import { errnoOf } from '../../errors.ts';
import { makeScan, type Scan, type ScanSettings } from '../../processors/index.ts';
import { readRegularFile, WRITTEN_LIMIT } from '../../regular-file.ts';
import type { Asset, AssetPath } from '../../types.ts';

/** Knows which style sheets reach a file, by url() and @import, directly or by way of another sheet. */
export interface Stylesheets {
  /** Returns the style sheets that reach `path`, sorted; not the path itself. */
  reaching(path: string): Promise<readonly AssetPath[]>;
  /** Takes over the files that there are now. */
  set(assets: readonly Asset[]): void;
}

interface Sheet {
  readonly size: number;
  readonly mtimeMs: number;
  /** The paths that it mentions, whether or not a file is there. */
  readonly targets: readonly string[];
}

export function makeStylesheets(settings: ScanSettings): Stylesheets {
  const read = new Map<AssetPath, Sheet>();
  let assets: readonly Asset[] = [];

  const refresh = async (): Promise<void> => {
    const sheets = assets.filter(({ path }) => path.endsWith('.css'));
    // A sheet with a hash in its name refers to files as any other does.
    const scan = makeScan(assets, { ...settings, prehashed: [] }, ({ source }) =>
      readRegularFile(source.file, { limit: WRITTEN_LIMIT }),
    );
    for (const asset of sheets) {
      const { size, mtimeMs } = asset.source;
      const known = read.get(asset.path);
      if (known !== undefined && known.size === size && known.mtimeMs === mtimeMs) continue;
      read.set(asset.path, { size, mtimeMs, targets: await targetsOf(asset, scan) });
    }
    const paths = new Set(sheets.map(({ path }) => path));
    for (const path of read.keys()) if (!paths.has(path)) read.delete(path);
  };
  return {
    async reaching(path) {
      await refresh();
      const found = new Set<AssetPath>();
      const waiting: string[] = [path];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        for (const [sheet, { targets }] of read) {
          if (found.has(sheet) || !targets.includes(next)) continue;
          found.add(sheet);
          waiting.push(sheet);
        }
      }
      return [...found].filter((sheet) => sheet !== path).sort();
    },
    set(now) {
      assets = now;
    },
  };
}

/** A sheet that is gone, or is no text, refers to nothing. */
async function targetsOf(asset: Asset, scan: Pick<Scan, 'draft'>): Promise<readonly string[]> {
  try {
    const draft = await scan.draft(asset);
    if (draft === null) return [];
    const { edits, unwritten, missing, absent } = draft;
    return [
      ...edits.flatMap(({ path }) => path ?? []),
      ...unwritten.map(({ path }) => path),
      ...missing.map(({ path }) => path),
      ...absent,
    ];
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return [];
  }
}
