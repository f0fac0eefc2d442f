import type { Table } from '../../../datum.ts';
import type { Family } from '../../classes/family.ts';
import type { FoundPatterns } from '../patterns.ts';
import type { BackendRequest } from './backend.ts';

export const NO_PATTERNS: FoundPatterns = { patterns: undefined, refused: [] };

/** Returns the `patterns` among the values of a class. Few projects have any, so what reads them is loaded only then. */
export async function foundPatterns(
  values: Table,
  { djangoVersion }: BackendRequest,
  family: Family,
  isWhole: boolean,
): Promise<FoundPatterns> {
  const value = values.get('patterns');
  if (value === undefined) return NO_PATTERNS;
  const { patternsIn } = await import('../patterns.ts');
  return patternsIn(value, values, djangoVersion, family, isWhole);
}
