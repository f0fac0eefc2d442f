import { findLocations, findSources, sameFile } from '../../finders/index.ts';
import { makePlan } from '../../plan/index.ts';
import type { Asset, Location, Problem, Settings } from '../../types.ts';

/** The static files of a project as they were at one moment, straight from the finders. */
export interface Catalogue {
  /** By path below STATIC_URL. */
  readonly assets: Map<string, Asset>;
  /** By the file that is served. */
  readonly byFile: Map<string, readonly Asset[]>;
  readonly locations: readonly Location[];
  readonly ignore: readonly string[];
  /** Every folder that the finders walked. */
  readonly folders: ReadonlySet<string>;
  /** What `collectstatic` would refuse to collect, or warn of. */
  readonly problems: readonly Problem[];
}

/** Asks the finders. The winner of each path is the one that would be collected. */
export async function readCatalogue(settings: Settings): Promise<Catalogue> {
  const { locations, ignore, problems } = await findLocations(settings);
  const folders = new Set<string>();
  const found = findSources(locations, ignore, settings.staticRoot, (folder) => folders.add(folder));
  // Nobody asks here whether two sources are alike.
  const planned = makePlan(found.sources, settings, () => false, sameFile);
  return catalogueOf(planned.assets, {
    locations,
    ignore,
    folders,
    problems: [...problems, ...found.problems, ...planned.problems],
  });
}

function catalogueOf(assets: readonly Asset[], rest: Omit<Catalogue, 'assets' | 'byFile'>): Catalogue {
  const byFile = new Map<string, Asset[]>();
  for (const asset of assets) {
    const others = byFile.get(asset.source.file);
    if (others === undefined) byFile.set(asset.source.file, [asset]);
    else others.push(asset);
  }
  return { ...rest, assets: new Map(assets.map((asset) => [asset.path, asset])), byFile };
}

/** Takes over other sizes and times of files that are there, in place: there may be thousands of others. */
export function noteSources({ assets, byFile }: Catalogue, changed: Iterable<Asset>): void {
  for (const asset of changed) {
    assets.set(asset.path, asset);
    const { file } = asset.source;
    byFile.set(
      file,
      byFile.get(file)?.map((other) => (other.path === asset.path ? asset : other)) ?? [asset],
    );
  }
}

/** The paths under which there is another file, or another content, than before. */
export function changedPaths(before: Catalogue, now: Catalogue): readonly string[] {
  const isSame = (path: string): boolean => {
    const [a, b] = [before.assets.get(path)?.source, now.assets.get(path)?.source];
    return a?.file === b?.file && a?.size === b?.size && a?.mtimeMs === b?.mtimeMs;
  };
  return [...new Set([...before.assets.keys(), ...now.assets.keys()])].filter((path) => !isSame(path)).sort();
}
