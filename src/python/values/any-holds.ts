import { MetUnknown } from './values.ts';

/** True if `holds` for one of the items. Throws the first `MetUnknown` among them only if it holds for no other. */
export function anyHolds<Item>(items: Iterable<Item>, holds: (item: Item) => boolean): boolean {
  let doubt: MetUnknown | undefined;
  for (const item of items) {
    try {
      if (holds(item)) return true;
    } catch (error) {
      if (!(error instanceof MetUnknown)) throw error;
      doubt ??= error;
    }
  }
  if (doubt !== undefined) throw doubt;
  return false;
}
