import type { Machine } from '../../machine/machine.ts';
import { chargeBuilt } from '../../native/bounds.ts';
import { formatPercent } from '../../text/percent.ts';
import { classOf } from '../../types/index.ts';
import { lookUp } from '../../values/class-order.ts';
import { Dict } from '../../values/dict.ts';
import { plainValue } from '../../values/keys.ts';
import { List } from '../../values/list.ts';
import { isNumber, toNumber } from '../../values/numeric.ts';
import { combineSets, SetValue } from '../../values/set-value.ts';
import { certain } from '../../values/settled.ts';
import { bytes, NotModelled, tuple, type Value } from '../../values/values.ts';
import { call } from '../call.ts';
import { itemsInAnyOrder } from '../iterate.ts';
import { goesFirst, overriding, ownMethod } from '../override.ts';
import { arithmetic } from './arithmetic.ts';
import { answerOf } from './by-methods.ts';

/** Python's name for each operator's method, without the underscores. */
const METHODS: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '**': 'pow',
  '@': 'matmul',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
  '<<': 'lshift',
  '>>': 'rshift',
};

/** `left <sign> right`. Throws `MetUnknown`, or raises TypeError as Python does. */
export function operate(machine: Machine, sign: string, givenLeft: Value, givenRight: Value): Value {
  const left = certain(givenLeft);
  const right = sign === '%' && typeof left === 'string' ? givenRight : certain(givenRight);
  const [plainLeft, plainRight] = [plainValue(left), plainValue(right)];
  // What its text is in `%` and in a path is another matter.
  const isText = typeof plainLeft === 'string' || typeof plainRight === 'string';
  if ((plainLeft !== left || plainRight !== right) && !(isText && '%/'.includes(sign)))
    return operate(machine, sign, plainLeft, plainRight);
  if (isNumber(left) && isNumber(right))
    return arithmetic(machine, sign, toNumber(left), toNumber(right), left, right);
  const isPlain = typeof left !== 'object' && typeof right !== 'object';
  const own = isPlain ? undefined : byOperands(machine, left, right, sign);
  if (own !== undefined) return own;
  const result = builtIn(machine, sign, left, right);
  if (result !== undefined) return result;
  const names = `'${classOf(left).name}' and '${classOf(right).name}'`;
  return machine.runtime.raise('TypeError', `unsupported operand type(s) for ${sign}: ${names}`);
}

function byOperands(machine: Machine, left: Value, right: Value, sign: string): Value | undefined {
  const name = METHODS[sign];
  const tries: [Value, Value, string][] = [
    [left, right, `__${name}__`],
    [right, left, `__r${name}__`],
  ];
  if (goesFirst(right, left, `__r${name}__`)) tries.reverse();
  else if (typeof left === 'object' && left?.kind === 'instance' && classOf(left) === classOf(right))
    tries.pop();
  for (const [self, other, method] of tries) {
    const result = answerOf(machine, methodOf(self, method, sign), self, other);
    if (result !== undefined) return result;
  }
  return undefined;
}

function methodOf(self: Value, method: string, sign: string): Value | undefined {
  if (typeof self !== 'object' || self === null) return undefined;
  if (self.kind !== 'instance') return overriding(self, method);
  const found = ownMethod(self, method);
  if (found === undefined && !self.class.mro.every((type) => type.kind === 'class' && type.complete))
    throw new NotModelled(`${sign} on a ${self.class.name} is not modelled`);
  return found;
}

function builtIn(machine: Machine, sign: string, left: Value, right: Value): Value | undefined {
  switch (sign) {
    case '+':
      return concatenate(machine, left, right);
    case '*':
      return repeat(machine, right, asIndex(machine, left)) ?? repeat(machine, left, asIndex(machine, right));
    case '%':
      if (typeof left === 'object' && left?.kind === 'bytes')
        throw new NotModelled('% of bytes is not modelled');
      return typeof left === 'string' ? formatPercent(machine.runtime, left, right) : undefined;
    case '|':
    case '&':
    case '-':
    case '^':
      return combine(machine, sign, left, right);
    default:
      return undefined;
  }
}

function concatenate(machine: Machine, left: Value, right: Value): Value | undefined {
  if (typeof left === 'string' && typeof right === 'string') {
    chargeBuilt(machine.runtime, left.length + right.length);
    return left + right;
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return undefined;
  const built = (size: number): void => chargeBuilt(machine.runtime, size);
  if (left.kind === 'list' && right.kind === 'list') {
    built(left.items.length + right.items.length);
    return new List(left.items.concat(right.items));
  }
  if (left.kind === 'tuple' && right.kind === 'tuple') {
    built(left.items.length + right.items.length);
    return tuple(left.items.concat(right.items));
  }
  if (left.kind === 'bytes' && right.kind === 'bytes') {
    built(left.data.length + right.data.length);
    return bytes(Buffer.concat([left.data, right.data]));
  }
  return undefined;
}

/** What stands for an int: a bool, or an object with `__index__`. */
function asIndex(machine: Machine, value: Value): Value {
  const method = ownMethod(value, '__index__');
  return method === undefined || typeof value !== 'object' || value?.kind !== 'instance'
    ? value
    : call(machine, method, [value]);
}

function repeat(machine: Machine, value: Value, factor: Value): Value | undefined {
  if (typeof factor !== 'bigint' && typeof factor !== 'boolean') return undefined;
  const count = Math.max(0, Number(factor));
  if (typeof value === 'object' && value?.kind === 'bytes') return repeatBytes(machine, value.data, count);
  const size = typeof value === 'string' ? value.length : isSequence(value) ? value.items.length : undefined;
  if (size === undefined) return undefined;
  chargeBuilt(machine.runtime, size * count);
  if (size === 0 || count === 0) return typeof value === 'string' ? '' : repeated(value, 0);
  machine.budget.step(count);
  return typeof value === 'string' ? value.repeat(count) : repeated(value, count);
}

function repeatBytes(machine: Machine, data: Uint8Array, count: number): Value {
  chargeBuilt(machine.runtime, data.length * count);
  if (data.length === 0) return bytes(data);
  machine.budget.step(count);
  return bytes(Buffer.concat(Array.from({ length: count }, () => data)));
}

function isSequence(value: Value): value is Extract<Value, { kind: 'list' | 'tuple' }> {
  return typeof value === 'object' && value !== null && (value.kind === 'list' || value.kind === 'tuple');
}

function repeated(value: Value, count: number): Value | undefined {
  if (!isSequence(value)) return undefined;
  const all = Array.from({ length: count }, () => value.items).flat();
  return value.kind === 'list' ? new List(all) : tuple(all);
}

/** The set operators, also of dict views; `|` of dicts; and `|` of types, which means nothing at run time. */
function combine(machine: Machine, sign: string, left: Value, right: Value): Value | undefined {
  if (typeof left !== 'object' || typeof right !== 'object') return undefined;
  if (left?.kind === 'class' || right?.kind === 'class')
    throw new NotModelled('unions of types are not modelled');
  if (left === null || right === null) return undefined;
  if (left.kind === 'dict' && right.kind === 'dict' && sign === '|') {
    chargeBuilt(machine.runtime, left.size + right.size);
    return new Dict([...left.entries(), ...right.entries()].map((entry) => [entry.key, entry.value]));
  }
  const isView = (value: Value): boolean =>
    typeof value === 'object' && value?.kind === 'view' && value.part !== 'values';
  const isSet = (value: Value): boolean =>
    typeof value === 'object' && (value?.kind === 'set' || value?.kind === 'frozenset');
  if (!(isSet(left) || isView(left)) || !(isSet(right) || isView(right) || isView(left))) return undefined;
  const kind = left.kind === 'frozenset' ? 'frozenset' : 'set';
  const [ours, theirs] = [left, right].map((value) => new SetValue(itemsInAnyOrder(machine, value)));
  machine.budget.step((ours?.size ?? 0) + (theirs?.size ?? 0));
  return combineSets(sign, ours ?? new SetValue(), theirs ?? new SetValue(), kind);
}

/** `-x`, `+x`, `~x`. */
export function unary(machine: Machine, sign: '-' | '+' | '~', given: Value): Value {
  const value = certain(given);
  if (isNumber(value)) {
    const number = toNumber(value);
    if (sign === '+') return number;
    if (sign === '-') return -number;
    if (typeof number === 'bigint') return ~number;
  }
  const method = lookUp(classOf(value).mro, { '-': '__neg__', '+': '__pos__', '~': '__invert__' }[sign]);
  if (method !== undefined && typeof value === 'object') return call(machine, method, [value]);
  return machine.runtime.raise('TypeError', `bad operand type for unary ${sign}: '${classOf(value).name}'`);
}
