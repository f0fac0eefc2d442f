import type { FinderKind } from '../../../types.ts';

/** The module of Django's finders. */
export const FINDER_MODULE: string = 'django.contrib.staticfiles.finders';

/** Finders that list files, by class. */
export const KINDS: ReadonlyMap<string, FinderKind> = new Map([
  [`${FINDER_MODULE}.FileSystemFinder`, 'directories'],
  [`${FINDER_MODULE}.AppDirectoriesFinder`, 'apps'],
  [`${FINDER_MODULE}.DefaultStorageFinder`, 'media'],
  ['npm.finders.NpmFinder', 'npm'],
]);

/** Finders of packages that serve files on demand and list none of their own: collecting gets nothing from them. */
export const SILENT: ReadonlySet<string> = new Set([
  'compressor.finders.CompressorFinder',
  'pipeline.finders.CachedFileFinder',
  'pipeline.finders.ManifestFinder',
  'pipeline.finders.PipelineFinder',
  'sass_processor.finders.CssFinder',
]);

export function isKnown(name: string): boolean {
  return KINDS.has(name) || SILENT.has(name);
}
