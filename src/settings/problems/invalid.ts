import type { Problem } from '../../types.ts';
import type { DatumPath } from '../datum.ts';
import type { Entry } from '../entry.ts';
import type { Mismatch } from '../schema/shape.ts';
import { pointing } from './place.ts';

/** `STATICFILES_DIRS[0].dir`. */
export function partName(name: string, path: DatumPath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`),
    name,
  );
}

/** `setting-invalid`: a value that is not of the shape the schema asks for, with where it was written. */
export function invalidSetting(name: string, { path, message }: Mismatch, entry: Entry): Problem {
  const at = entry.locate(path);
  const said = at === undefined ? ` (${entry.origin.label})` : '';
  return {
    code: 'setting-invalid',
    severity: 'error',
    message: `${partName(name, path)} ${message}${said}`,
    ...pointing(at),
  };
}
