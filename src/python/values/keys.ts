import { createHash } from 'node:crypto';
import { chargeKeys } from './record.ts';
import {
  BoundPassed,
  type ClassValue,
  type Instance,
  MetUnknown,
  NotModelled,
  type Value,
} from './values.ts';

/** Thrown for a key that can't be hashed: evaluated code sees `TypeError: unhashable type: 'list'`. */
export class Unhashable extends Error {
  readonly typeName: string;

  constructor(typeName: string) {
    super(`unhashable type: '${typeName}'`);
    this.typeName = typeName;
  }
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** A number for an object, the same each time, for `id()` and for hashing by identity. */
export function identity(object: object): number {
  const known = identities.get(object);
  if (known !== undefined) return known;
  lastIdentity += 1;
  identities.set(object, lastIdentity);
  return lastIdentity;
}

/**
 * A string that is the same for equal hashable values and different for others: `1 == 1.0 == True` share one.
 * Throws `Unhashable`, `MetUnknown`, or `NotModelled` (a class with an `__eq__` of its own).
 */
export function hashKey(value: Value, depth: number = 0): string {
  if (typeof value === 'string') return value.startsWith('\0') ? `\0s${value}` : value;
  if (value === null) return '\0n';
  if (typeof value === 'boolean') return value ? '\0i1' : '\0i0';
  if (typeof value === 'bigint') return `\0i${value}`;
  if (typeof value === 'number') {
    return Number.isInteger(value) ? `\0i${BigInt(value)}` : `\0f${value}`;
  }
  switch (value.kind) {
    case 'unknown':
      throw new MetUnknown(value);
    case 'bytes':
      return remembered(value, () => `\0b${short(Buffer.from(value.data).toString('latin1'))}`);
    case 'tuple':
      return remembered(value, () => `\0t${short(joined(parts(value.items, depth)))}`);
    case 'frozenset':
      return remembered(value, () => `\0z${short(joined(parts([...value.values()], depth).sort()))}`);
    case 'list':
    case 'dict':
    case 'set':
    case 'slice':
      throw new Unhashable(value.kind);
    case 'range':
      return `\0r${value.start},${value.stop},${value.step}`;
    case 'instance':
      return instanceKey(value);
    default:
      return `\0o${identity(value)}`;
  }
}

const DEEPEST = 200;
const LONGEST = 200;

function parts(items: readonly Value[], depth: number): string[] {
  if (depth > DEEPEST) throw new BoundPassed('the value is nested too deeply');
  chargeKeys(items.length);
  return items.map((item) => hashKey(item, depth + 1));
}

const keys = new WeakMap<object, string>();

/** Values that never change keep their key: a tuple that holds another many times over would have a huge one. */
function remembered(value: object, make: () => string): string {
  const known = keys.get(value);
  if (known !== undefined) return known;
  const key = make();
  keys.set(value, key);
  return key;
}

/** A digest in the place of a long text. */
function short(text: string): string {
  return text.length <= LONGEST ? text : `#${createHash('sha256').update(text).digest('base64')}`;
}

// Lengths in front make the joined form unambiguous whatever the parts contain.
function joined(parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('');
}

function instanceKey(value: Instance): string {
  const ownHash = value.class.hashKey ?? inheritedHashKey(value);
  if (ownHash !== undefined) return `\0k${ownHash(value)}`;
  const special = standsForOf(value);
  if (special !== undefined) {
    const stands = special(value);
    return stands === undefined ? `\0o${identity(value)}` : hashKey(stands);
  }
  for (const base of value.class.mro) {
    if (base.kind === 'unknown') throw new MetUnknown(base);
    if (base.name === 'object' && base.module === 'builtins') continue;
    const hash = base.namespace.get('__hash__');
    // A class that says what is equal has no hash unless it says that too.
    if (hash === null || (hash === undefined && base.at !== undefined && base.namespace.has('__eq__')))
      throw new Unhashable(value.class.name);
    if (base.namespace.has('__eq__') || base.namespace.has('__hash__')) {
      throw new NotModelled(`${value.class.name} has its own idea of equality`);
    }
  }
  return `\0o${identity(value)}`;
}

function standsForOf(value: Instance): ClassValue['standsFor'] {
  for (const base of value.class.mro)
    if (base.kind === 'class' && base.standsFor !== undefined) return base.standsFor;
  return undefined;
}

/** The str or number that an instance passes for; any other value is itself. */
export function plainValue(value: Value): Value {
  if (typeof value !== 'object' || value?.kind !== 'instance') return value;
  return standsForOf(value)?.(value) ?? value;
}

function inheritedHashKey(value: Instance): ((instance: Instance) => string) | undefined {
  for (const base of value.class.mro) {
    if (base.kind === 'class' && base.hashKey !== undefined) return base.hashKey;
  }
  return undefined;
}
