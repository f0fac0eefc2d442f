import type { AssetPath, CompressionFormat } from '../types.ts';

/** Suffix of the variant that a server looks for beside a file. */
export const SUFFIXES: Readonly<Record<CompressionFormat, string>> = { br: '.br', gzip: '.gz', zstd: '.zst' };

/** Path of the file that a variant stands beside; `path` itself if its name is not that of a variant. */
export function originalOf(path: AssetPath): AssetPath {
  const suffix = Object.values(SUFFIXES).find((end) => path.endsWith(end)) ?? '';
  return path.slice(0, path.length - suffix.length) as AssetPath;
}

/** Path of the compressed variant of a file. */
export function variantOf(path: AssetPath, format: CompressionFormat): AssetPath {
  return (path + SUFFIXES[format]) as AssetPath;
}
