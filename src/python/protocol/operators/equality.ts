import type { Machine } from '../../machine/machine.ts';
import { chargeLength } from '../../native/bounds.ts';
import { OBJECT } from '../../types/object.ts';
import { anyHolds } from '../../values/any-holds.ts';
import { hashKey, identity } from '../../values/keys.ts';
import { isNumber, toNumber } from '../../values/numeric.ts';
import { chargeKeys } from '../../values/record.ts';
import { certain, rangeLength, settled } from '../../values/settled.ts';
import { isUnknown, NotModelled, type Value } from '../../values/values.ts';
import { ownMethod } from '../override.ts';
import { truth } from '../truth.ts';
import { byMethods } from './by-methods.ts';
import { isSubset, setLike } from './set-like.ts';

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
    (left === right || machine.levels.deeper(() => equalObjects(machine, left, right)))
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

function equalNumbers(left: bigint | number, right: bigint | number): boolean {
  if (typeof left === 'bigint') return typeof right === 'bigint' ? left === right : equalNumbers(right, left);
  if (typeof right === 'number') return left === right;
  return Number.isInteger(left) && BigInt(left) === right;
}

/** Python looks in a container for the very object before it compares; of a nan that is not kept. */
export function isOrEquals(machine: Machine, item: Value, other: Value): boolean {
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
  return !anyHolds(
    left.keys(),
    (index) => !isSameOrEquals(machine, left[index] as Value, right[index] as Value),
  );
}

/** `isOrEquals`, which is not asked for what is plain to see. */
function isSameOrEquals(machine: Machine, item: Value, other: Value): boolean {
  if (item === other && (typeof item === 'string' || typeof item === 'bigint')) {
    machine.budget.step();
    return true;
  }
  return isOrEquals(machine, item, other);
}

function equalObjects(machine: Machine, left: Value, right: Value): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  switch (left.kind) {
    case 'list':
    case 'tuple':
      return right.kind === left.kind && equalAll(machine, left.items, right.items);
    case 'dict': {
      if (right.kind !== 'dict' || left.size !== right.size) return false;
      chargeKeys(left.size);
      const [ours, theirs]: [Value[], Value[]] = [[], []];
      for (const { key, value } of left.entries()) {
        const other = right.get(key);
        if (other === undefined) return false;
        ours.push(value);
        theirs.push(other);
      }
      return equalAll(machine, ours, theirs);
    }
    case 'set':
    case 'frozenset':
    case 'view': {
      const others = setLike(machine, right);
      const ours = setLike(machine, left);
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
