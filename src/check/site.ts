import { nearestAmong } from '../processors/nearest-path.ts';
import type { AssetPath, Plan, Settings } from '../types.ts';

/** Everything that decides what becomes of a path: the files there are, and how they are served. */
export interface Site {
  readonly hasManifest: boolean;
  /** Whether a path that the manifest lacks is refused; otherwise it is looked up on the disk. */
  readonly isStrict: boolean;
  readonly debug: boolean;
  readonly usesStaticfiles: boolean;
  /** False if the storage may be any: then a name that one storage serves is fine. */
  readonly storageIsKnown: boolean;
  readonly has: (path: string) => boolean;
  readonly isFolder: (path: string) => boolean;
  /** True if a file's path begins so. */
  readonly isBeginning: (text: string) => boolean;
  readonly nearest: (path: string) => AssetPath | null;
}

export function makeSite(settings: Settings, { assets }: Plan): Site {
  const { storage, check } = settings;
  const files = new Set<string>(assets.map(({ path }) => path));
  const folders = new Set<string>(['']);
  for (const path of files) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  let nearest: ReturnType<typeof nearestAmong> | undefined;
  return {
    hasManifest: storage.kind.endsWith('manifest'),
    isStrict: storage.manifestStrict,
    debug: check?.debug ?? false,
    usesStaticfiles: check?.usesStaticfiles ?? true,
    storageIsKnown: check?.storageIsKnown ?? true,
    has: (path) => files.has(path),
    isFolder: (path) => folders.has(path),
    isBeginning: (text) => [...files].some((path) => path.startsWith(text)),
    nearest(path) {
      nearest ??= nearestAmong(assets.map((asset) => asset.path));
      return nearest(path, '' as AssetPath);
    },
  };
}
