import { compareNames } from '../../../text/order.ts';
import type { Machine } from '../../machine/machine.ts';
import { chargeLength } from '../../native/bounds.ts';
import { classOf } from '../../types/index.ts';
import { plainValue } from '../../values/keys.ts';
import { isNumber, toNumber } from '../../values/numeric.ts';
import { certain } from '../../values/settled.ts';
import type { Value } from '../../values/values.ts';
import { truth } from '../truth.ts';
import { byMethods } from './by-methods.ts';
import { equal } from './equality.ts';
import { isSubset, setLike } from './set-like.ts';

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
    return bySign(sign, compareNames(left, right), 0);
  }
  const byMethod = byMethods(machine, left, right, METHODS[sign], METHODS[MIRRORED[sign]]);
  if (byMethod !== undefined) return byMethod;
  const sets = [setLike(machine, left), setLike(machine, right)] as const;
  if (sets[0] !== undefined && sets[1] !== undefined) return bySubset(sign, sets[0], sets[1]);
  if (typeof left === 'object' && typeof right === 'object' && left !== null && right !== null) {
    if ((left.kind === 'list' || left.kind === 'tuple') && right.kind === left.kind) {
      return machine.levels.deeper(() => orderedAll(machine, sign, left.items, right.items));
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
