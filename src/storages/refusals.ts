import { errnoOf } from '../errors.ts';
import type { Problem } from '../types.ts';

/** Whether a mode was refused: one number, shared by all threads of a run. */
export type Refusals = Int32Array;

export function noRefusals(): Refusals {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** What file systems answer that have no modes, times or links (FAT, CIFS, gcsfuse, phones), or that let nobody set them. */
const REFUSED: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EROFS']);

export function isRefused(error: unknown): boolean {
  return REFUSED.has(errnoOf(error) ?? '');
}

/** Sets a mode; where the file system refuses that, notes it, and what was made keeps the mode it has. */
export function refuseMode(refusals: Refusals | undefined, set: () => void): void {
  try {
    set();
  } catch (error) {
    if (!isRefused(error)) throw error;
    if (refusals !== undefined) Atomics.store(refusals, 0, 1);
  }
}

/** The warning about modes that were refused, if any were. */
export function refusedModes(root: string, refusals: Refusals): readonly Problem[] {
  if (Atomics.load(refusals, 0) === 0) return [];
  return [
    {
      code: 'modes-refused',
      severity: 'warning',
      message: `The file system of ${root} lets nobody set modes: files and folders have those it gives`,
      at: { file: root },
      hint: 'FILE_UPLOAD_PERMISSIONS and FILE_UPLOAD_DIRECTORY_PERMISSIONS have no effect there. Set both to None, or see to its mount options.',
    },
  ];
}
