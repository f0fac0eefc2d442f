import { isFolder } from '../folders.ts';
import type { Location, Problem, Settings } from '../types.ts';

/** Location of DefaultStorageFinder: everything in MEDIA_ROOT. Without MEDIA_ROOT that is a problem. */
export function mediaLocations({ mediaRoot }: Settings, problems: Problem[]): readonly Location[] {
  if (mediaRoot === null) {
    problems.push({
      code: 'media-root-missing',
      severity: 'error',
      message: 'STATICFILES_FINDERS lists DefaultStorageFinder, but MEDIA_ROOT is not set',
      hint: 'Set MEDIA_ROOT, or take the finder out of STATICFILES_FINDERS.',
    });
    return [];
  }
  return isFolder(mediaRoot) ? [{ finder: 'media', name: 'MEDIA_ROOT', root: mediaRoot, prefix: '' }] : [];
}
