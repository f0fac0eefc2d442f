import type { Machine } from '../machine/machine.ts';
import { chargeLength } from '../native/bounds.ts';
import { classOf } from '../types/index.ts';
import { OBJECT } from '../types/object.ts';
import { lookUp } from '../values/class-order.ts';
import { SetValue } from '../values/containers.ts';
import { hashKey, identity, plainValue } from '../values/keys.ts';
import { isNumber, toNumber } from '../values/numeric.ts';
import { certain, rangeLength, settled, viewItems } from '../values/settled.ts';
import { isUnknown, MetUnknown, NOT_IMPLEMENTED, NotModelled, type Value } from '../values/values.ts';
import { call } from './call.ts';
import { items, truth } from './iterate.ts';
import { goesFirst, overriding, ownMethod } from './override.ts';

/** `left == right` as a truth value. Throws `MetUnknown` if the answer depends on an Unknown. */
export function equal(machine: Machine, left: Value, right: Value): boolean {
  const result = equality(machine, left, right);
  return typeof result === 'boolean' ? result : truth(machine, result);
}

/** What `left == right` gives: whatever the classes' own `__eq__` says. */
export function equality(machine: Machine, givenLeft: Value, givenRight: Value): Value {
  const left = certain(givenLeft);
  const right = certain(givenRight);
  machine.budget.step();
  if (isNumber(left) && isNumber(right)) return equalNumbers(toNumber(left), toNumber(right));
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length === right.length) chargeLength(machine.runtime, left.length);
    return left === right;
  }
  if (typeof left !== 'object' && typeof right !== 'object') return left === right;
  return (
    byMethods(machine, left, right, '__eq__', '__eq__') ??
    (left === right || equalObjects(machine, left, right))
  );
}

/** What `left != right` gives: the classes' own `__ne__`, else the contrary of `==`. */
export function inequality(machine: Machine, givenLeft: Value, givenRight: Value): Value {
  const left = certain(givenLeft);
  const right = certain(givenRight);
  const hasOwn = [left, right].some((value) => {
    const method = ownMethod(value, '__ne__');
    return method !== undefined && method !== OBJECT.namespace.get('__ne__');
  });
  const own = hasOwn ? byMethods(machine, left, right, '__ne__', '__ne__') : undefined;
  return own ?? !equal(machine, left, right);
}

/** The answer of the operands' own methods; a subclass on the right is asked first. */
function byMethods(
  machine: Machine,
  left: Value,
  right: Value,
  name: string,
  mirrored: string,
): Value | undefined {
  const ours = (): Value | undefined => viaMethod(machine, left, right, name);
  const theirs = (): Value | undefined => viaMethod(machine, right, left, mirrored);
  return goesFirst(right, left, mirrored) ? (theirs() ?? ours()) : (ours() ?? theirs());
}

function equalNumbers(left: bigint | number, right: bigint | number): boolean {
  if (typeof left === 'bigint') return typeof right === 'bigint' ? left === right : equalNumbers(right, left);
  if (typeof right === 'number') return left === right;
  return Number.isInteger(left) && BigInt(left) === right;
}

function viaMethod(machine: Machine, self: Value, other: Value, name: string): Value | undefined {
  const method = ownMethod(self, name);
  if (method === undefined) return undefined;
  const result = call(machine, method, [self, other]);
  return result === NOT_IMPLEMENTED ? undefined : result;
}

/** Python looks in a container for the very object before it compares; of a nan that is not kept. */
function isOrEquals(machine: Machine, item: Value, other: Value): boolean {
  if (Number.isNaN(item) && Number.isNaN(other))
    throw new NotModelled('whether two nan are one object is not known');
  const [one, two] = [settled(item), settled(other)];
  return (
    (typeof one === 'object' && one !== null && !isUnknown(one) && one === two) || equal(machine, one, two)
  );
}

function equalAll(machine: Machine, left: readonly Value[], right: readonly Value[]): boolean {
  if (left.length !== right.length) return false;
  // A difference further on settles it, even after an Unknown.
  let doubt: MetUnknown | undefined;
  for (const [index, item] of left.entries()) {
    try {
      if (!isOrEquals(machine, item, right[index] as Value)) return false;
    } catch (error) {
      if (!(error instanceof MetUnknown)) throw error;
      doubt ??= error;
    }
  }
  if (doubt !== undefined) throw doubt;
  return true;
}

function equalObjects(machine: Machine, left: Value, right: Value): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  switch (left.kind) {
    case 'list':
    case 'tuple':
      return right.kind === left.kind && equalAll(machine, left.items, right.items);
    case 'dict': {
      if (right.kind !== 'dict' || left.size !== right.size) return false;
      const pairs = [...left.entries()].map((entry) => [entry.value, right.get(entry.key)] as const);
      if (pairs.some(([, other]) => other === undefined)) return false;
      return equalAll(
        machine,
        pairs.map(([mine]) => mine),
        pairs.map(([, other]) => other as Value),
      );
    }
    case 'set':
    case 'frozenset':
    case 'view': {
      const others = setLike(right);
      const ours = setLike(left);
      return (
        ours !== undefined && others !== undefined && ours.size === others.size && isSubset(ours, others)
      );
    }
    case 'range': {
      if (right.kind !== 'range' || rangeLength(left) !== rangeLength(right)) return false;
      const length = rangeLength(left);
      return length === 0n || (left.start === right.start && (length === 1n || left.step === right.step));
    }
    case 'slice':
      return (
        right.kind === 'slice' &&
        equalAll(machine, [left.start, left.stop, left.step], [right.start, right.stop, right.step])
      );
    case 'bytes':
    case 'instance':
      return right.kind === left.kind && (identity(left) === identity(right) || sameKey(left, right));
    case 'method':
      return right.kind === 'method' && left.self === right.self && left.function === right.function;
    default:
      return false;
  }
}

function sameKey(left: Value, right: Value): boolean {
  return hashKey(left) === hashKey(right);
}

/** The hash keys of a set, frozenset or set-like view. */
function setLike(value: Value): ReadonlySet<string> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value.kind === 'set' || value.kind === 'frozenset')
    return new Set([...value.values()].map((item) => hashKey(item)));
  if (value.kind === 'view' && value.part !== 'values')
    return new Set(viewItems(value).map((item) => hashKey(item)));
  return undefined;
}

function isSubset(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return [...left].every((key) => right.has(key));
}

type Sign = '<' | '<=' | '>' | '>=';

const METHODS = { '<': '__lt__', '<=': '__le__', '>': '__gt__', '>=': '__ge__' } as const;
const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** `left < right` and its three kin. Raises TypeError as Python does. */
export function ordered(machine: Machine, sign: Sign, left: Value, right: Value): boolean {
  const result = ordering(machine, sign, left, right);
  return typeof result === 'boolean' ? result : truth(machine, result);
}

/** What `left < right` gives: whatever the classes' own methods say. */
export function ordering(machine: Machine, sign: Sign, givenLeft: Value, givenRight: Value): Value {
  const left = plainValue(certain(givenLeft));
  const right = plainValue(certain(givenRight));
  machine.budget.step();
  if (isNumber(left) && isNumber(right)) return bySign(sign, toNumber(left), toNumber(right));
  if (typeof left === 'string' && typeof right === 'string') {
    chargeLength(machine.runtime, left.length + right.length);
    return bySign(sign, byPoints(left, right), 0);
  }
  const byMethod = byMethods(machine, left, right, METHODS[sign], METHODS[MIRRORED[sign]]);
  if (byMethod !== undefined) return byMethod;
  const sets = [setLike(left), setLike(right)] as const;
  if (sets[0] !== undefined && sets[1] !== undefined) return bySubset(sign, sets[0], sets[1]);
  if (typeof left === 'object' && typeof right === 'object' && left !== null && right !== null) {
    if ((left.kind === 'list' || left.kind === 'tuple') && right.kind === left.kind) {
      return orderedAll(machine, sign, left.items, right.items);
    }
    if (left.kind === 'bytes' && right.kind === 'bytes')
      return bySign(sign, Buffer.compare(left.data, right.data), 0);
  }
  const names = `'${classOf(left).name}' and '${classOf(right).name}'`;
  return machine.runtime.raise('TypeError', `'${sign}' not supported between instances of ${names}`);
}

function bySign(sign: Sign, left: bigint | number, right: bigint | number): boolean {
  if (sign === '<') return left < right;
  if (sign === '<=') return left <= right;
  return sign === '>' ? left > right : left >= right;
}

function byPoints(left: string, right: string): number {
  return left === right ? 0 : Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
}

function bySubset(sign: Sign, left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const [small, large] = sign.startsWith('<') ? [left, right] : [right, left];
  return isSubset(small, large) && (sign.endsWith('=') || small.size < large.size);
}

function orderedAll(machine: Machine, sign: Sign, left: readonly Value[], right: readonly Value[]): boolean {
  for (const [index, item] of left.entries()) {
    const other = right[index];
    if (other === undefined) break;
    if (!equal(machine, item, other)) return ordered(machine, sign, item, other);
  }
  return bySign(sign, left.length, right.length);
}

/** `left is right`. */
export function identical(givenLeft: Value, givenRight: Value): boolean {
  const left = certain(givenLeft);
  const right = certain(givenRight);
  const isSame = Object.is(left, right);
  // Small ints, the empty text and single letters are kept once; of others equal ones may be two objects.
  const isShared =
    typeof left === 'bigint' ? left >= -5n && left <= 256n : typeof left === 'string' && left.length < 2;
  if (isSame && !isShared && ['bigint', 'string', 'number'].includes(typeof left))
    throw new NotModelled('whether equal numbers or texts are one object is up to Python');
  return isSame;
}

/** `item in container`. */
export function contains(machine: Machine, givenContainer: Value, item: Value): boolean {
  const container = plainValue(certain(givenContainer));
  if (typeof container === 'string') {
    const text = plainValue(certain(item));
    if (typeof text === 'string') {
      chargeLength(machine.runtime, container.length);
      return container.includes(text);
    }
    return machine.runtime.raise(
      'TypeError',
      `'in <string>' requires string as left operand, not ${classOf(text).name}`,
    );
  }
  const own = overriding(container, '__contains__');
  if (own !== undefined) return truth(machine, call(machine, own, [container, item]));
  if (typeof container === 'object' && container !== null) {
    switch (container.kind) {
      case 'dict':
        return inDict(container, item);
      case 'view':
        if (container.part === 'keys') return inDict(container.of, item);
        break;
      case 'set':
      case 'frozenset':
        return container.has(asKey(certain(item)));
      case 'bytes':
        return inBytes(machine, container.data, certain(item));
      case 'instance':
      case 'class': {
        const method = lookUp(classOf(container).mro, '__contains__');
        if (method !== undefined) return truth(machine, call(machine, method, [container, item]));
        break;
      }
      default:
    }
  }
  return among(machine, items(machine, container), item);
}

// A set is looked for as the frozenset of its items.
function asKey(item: Value): Value {
  return typeof item === 'object' && item?.kind === 'set' ? new SetValue(item.values(), 'frozenset') : item;
}

function inBytes(machine: Machine, data: Uint8Array, item: Value): boolean {
  if (typeof item === 'object' && item?.kind === 'bytes')
    return Buffer.from(data).includes(Buffer.from(item.data));
  if (typeof item !== 'bigint')
    return machine.runtime.raise('TypeError', "a bytes-like object is required, not 'str'");
  if (item < 0n || item > 255n) return machine.runtime.raise('ValueError', 'byte must be in range(0, 256)');
  return data.includes(Number(item));
}

function inDict(dict: Extract<Value, { kind: 'dict' }>, item: Value): boolean {
  const key = certain(item);
  if (dict.has(key)) return true;
  if (dict.taint !== undefined) throw new MetUnknown(dict.taint);
  return false;
}

/** True if one of the values equals `item`. An Unknown among them matters only if no other value equals it. */
function among(machine: Machine, values: Iterable<Value>, item: Value): boolean {
  let doubt: MetUnknown | undefined;
  for (const value of values) {
    try {
      if (isOrEquals(machine, value, item)) return true;
    } catch (error) {
      if (!(error instanceof MetUnknown)) throw error;
      doubt ??= error;
    }
  }
  if (doubt !== undefined) throw doubt;
  return false;
}
