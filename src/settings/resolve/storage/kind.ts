import type { StorageKind } from '../../../types.ts';
import type { Family } from '../classes/family.ts';
import { serviceOf } from '../destination/stores.ts';
import { isEnhanced } from './enhanced.ts';
import { KINDS, MIXINS } from './known.ts';

/** True for a class of which the kind is known by its name. */
export function isKnown(name: string): boolean {
  return KINDS.has(name) || MIXINS.has(name);
}

/** Returns what a storage does; `undefined` for what stores nothing, a base that might do anything, and bases that Django would not run one after the other. */
export function kindOf(family: Family): StorageKind | undefined {
  const storages = family.known.filter((name) => KINDS.has(name));
  if (storages.length === 0 || family.missing.length > 0) return undefined;
  // Of two storages that both process, only the first one's method is called.
  const processing = new Set(
    storages.flatMap((name) =>
      KINDS.get(name) === 'plain' ? [] : `${isEnhanced([name])} ${KINDS.get(name)}`,
    ),
  );
  if (processing.size > 1 || isMixinBehind(family) || isMixedStore(family)) return undefined;
  const kinds = family.known.map((name) => KINDS.get(name) ?? MIXINS.get(name) ?? 'plain');
  const compressed = kinds.some((kind) => kind.startsWith('compressed'));
  const manifest = kinds.some((kind) => kind.endsWith('manifest'));
  if (compressed) return manifest ? 'compressed-manifest' : 'compressed';
  return manifest ? 'manifest' : 'plain';
}

/** FileSystemStorage hands nothing on: what comes behind it is never set up. */
function isMixinBehind({ known }: Family): boolean {
  const first = known.findIndex((name) => KINDS.has(name));
  return known.slice(first).some((name) => MIXINS.has(name));
}

/** A storage of a bucket compresses nothing, and is no storage of another kind as well. */
function isMixedStore({ known }: Family): boolean {
  if (serviceOf(known) === undefined) return false;
  const kinds = known.map((name) => KINDS.get(name) ?? MIXINS.get(name) ?? 'plain');
  const services = known.filter((name) => KINDS.has(name)).map((name) => serviceOf([name]));
  return new Set(services).size > 1 || kinds.some((kind) => kind.startsWith('compressed'));
}

/** Says why `kindOf` returned nothing. */
export function whyUnknown({ missing, known }: Family): string {
  if (missing.length > 0) return ` (its base ${missing.join(', ')} was not found)`;
  return known.length > 1 ? ` (${known.join(' and ')} do not work together)` : '';
}
