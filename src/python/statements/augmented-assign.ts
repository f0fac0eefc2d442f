import { assign } from '../expressions/assign.ts';
import { evaluate, mappingPairs, signOf } from '../expressions/evaluate.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { getAttribute } from '../protocol/attributes.ts';
import { call } from '../protocol/call.ts';
import { getItem, setItem } from '../protocol/items.ts';
import { itemsInAnyOrder, iterate } from '../protocol/iterate.ts';
import { operate } from '../protocol/operators/operate.ts';
import { overriding, ownMethod } from '../protocol/override.ts';
import { setAttribute } from '../protocol/set-attribute.ts';
import type { StatementOf } from '../syntax/parse.ts';
import { combineSets, SetValue } from '../values/set-value.ts';
import { certain } from '../values/settled.ts';
import { isUnknown, NOT_IMPLEMENTED, type Value } from '../values/values.ts';

/** `target <sign>= value`: lists, dicts and sets change in place, as everyone holding them sees. */
export function augmentedAssign(machine: Machine, scope: Scope, node: StatementOf<'AugAssign'>): void {
  const { target } = node;
  const sign = signOf(node.op);
  const combine = (former: Value, value: Value): Value => {
    scope.node = node;
    return combined(machine, sign, former, value);
  };
  if (target.nodeType === 'Attribute') {
    const object = evaluate(machine, scope, target.value);
    const former = getAttribute(machine, object, target.attr);
    const value = evaluate(machine, scope, node.value);
    if (former === undefined) machine.runtime.raise('AttributeError', `no attribute '${target.attr}'`);
    else setAttribute(machine, object, target.attr, combine(former, value));
  } else if (target.nodeType === 'Subscript') {
    const object = evaluate(machine, scope, target.value);
    const key = evaluate(machine, scope, target.slice);
    const former = getItem(machine, object, key);
    setItem(machine, object, key, combine(former, evaluate(machine, scope, node.value)));
  } else {
    const former = evaluate(machine, scope, target);
    const value = evaluate(machine, scope, node.value);
    assign(machine, scope, target, combine(former, value));
  }
}

/** What `former <sign>= value` leaves: `former` itself where it is changed in place. */
export function combined(machine: Machine, sign: string, former: Value, value: Value): Value {
  if (isUnknown(former)) {
    if (former.perhaps !== undefined) machine.runtime.spoil(former.perhaps, former);
    return former;
  }
  if (typeof former === 'object' && former !== null) {
    if (isUnknown(value)) {
      machine.runtime.spoil(former, value);
      return value;
    }
    const changed = inPlace(machine, sign, former, value);
    if (changed !== undefined) return changed;
  }
  return machine.orUnknown(() => operate(machine, sign, former, value));
}

/** The pairs of a mapping, or of anything that gives pairs. */
function pairsOf(machine: Machine, value: Value): readonly (readonly [Value, Value])[] {
  if (getAttribute(machine, value, 'keys') !== undefined) return mappingPairs(machine, value);
  return iterate(machine, value).map((pair) => {
    const [key = null, item = null, ...more] = iterate(machine, pair);
    if (more.length > 0)
      machine.runtime.raise('ValueError', 'dictionary update sequence element is too long');
    return [key, item] as const;
  });
}

function inPlace(
  machine: Machine,
  sign: string,
  former: Exclude<Value, null | string | number | bigint | boolean>,
  value: Value,
): Value | undefined {
  const own = INPLACE[sign] === undefined ? undefined : methodOf(former, `__i${INPLACE[sign]}__`);
  if (own !== undefined) {
    const result = call(machine, own, [former, value]);
    return result === NOT_IMPLEMENTED ? undefined : result;
  }
  if (former.kind === 'list' && sign === '+') {
    former.splice(former.items.length, 0, iterate(machine, value));
    return former;
  }
  if (former.kind === 'list' && sign === '*') {
    const result = operate(machine, sign, former, value);
    if (typeof result !== 'object' || result?.kind !== 'list') return undefined;
    former.replace(result.items);
    return former;
  }
  if (former.kind === 'dict' && sign === '|') {
    for (const [key, item] of pairsOf(machine, value)) former.set(key, item);
    return former;
  }
  if (former.kind === 'set' && '|&-^'.includes(sign)) {
    const theirs = new SetValue(itemsInAnyOrder(machine, certain(value)));
    machine.budget.step(2 * former.size + theirs.size);
    const result = combineSets(sign, former, theirs, 'set');
    for (const item of [...former.values()]) if (!result.has(item)) former.delete(item);
    for (const item of result.values()) former.add(item);
    return former;
  }
  return undefined;
}

const INPLACE: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '@': 'matmul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '**': 'pow',
  '<<': 'lshift',
  '>>': 'rshift',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
};

function methodOf(value: Value, name: string): Value | undefined {
  const isInstance = typeof value === 'object' && value?.kind === 'instance';
  return isInstance ? ownMethod(value, name) : overriding(value, name);
}
