import { lookUp } from '../values/class-order.ts';
import { type ClassValue, isUnknown, MetUnknown, type Value } from '../values/values.ts';

/** The class of an instance, or of a list, dict or tuple of a subclass; `undefined` for what is built in. */
function subclassOf(value: Value): ClassValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value.kind === 'instance') return value.class;
  return 'type' in value ? value.type : undefined;
}

/** The special method that a class of the code, or a native one, has in place of the built-in behaviour. */
export function ownMethod(value: Value, name: string): Value | undefined {
  const type = subclassOf(value);
  if (type === undefined) return undefined;
  const found = lookUp(type.mro, name);
  if (isUnknown(found)) throw new MetUnknown(found);
  return found;
}

/** The same for a subclass of list, dict or tuple: only what a class of the code says, which the built-in behaviour gives way to. */
export function overriding(value: Value, name: string): Value | undefined {
  if (typeof value !== 'object' || value === null || value.kind === 'instance') return undefined;
  const type = subclassOf(value)?.mro.find(
    (base) => isUnknown(base) || base.namespace.has(name) || base.at === undefined,
  );
  if (type === undefined) return undefined;
  if (isUnknown(type)) throw new MetUnknown(type);
  return type.at === undefined ? undefined : type.namespace.get(name);
}

/** Whether Python asks the right operand first: its class inherits from that of the left one and says something else. */
export function goesFirst(right: Value, left: Value, name: string): boolean {
  const [ours, theirs] = [subclassOf(right), subclassOf(left)];
  if (ours === undefined || theirs === undefined || ours === theirs || !ours.mro.includes(theirs))
    return false;
  return lookUp(ours.mro, name) !== lookUp(theirs.mro, name);
}
