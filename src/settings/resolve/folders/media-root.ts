import { resolve } from 'node:path';
import type { Reader } from '../../reader.ts';

/** Returns MEDIA_ROOT, absolute; `null` if it is not set. `needed`: whether the run can't do without. */
export function resolveMediaRoot(reader: Reader, needed: boolean): string | null {
  const datum = needed ? reader.need('MEDIA_ROOT') : reader.peek('MEDIA_ROOT');
  if (typeof datum !== 'string') return null;
  return datum === '' ? null : resolve(reader.entry('MEDIA_ROOT').folder, datum);
}
