import type { Machine } from '../machine/machine.ts';
import { spoil } from '../machine/spoil.ts';
import { chargeLength, chargeSearch, chargeText } from '../native/bounds.ts';
import { Dict } from '../values/dict.ts';
import type { Arguments, Keywords, NativeFunction } from '../values/runtime.ts';
import { settled } from '../values/settled.ts';
import { isUnknown, MetUnknown, NotModelled, tuple, type Unknown, type Value } from '../values/values.ts';
import { suspect } from './suspect.ts';

/** Calls a modelled function: binds its arguments. If one is Unknown, gives that instead, and spoils what it would change. */
export function callNative(
  machine: Machine,
  callee: NativeFunction,
  args: readonly Value[],
  keywords: Keywords,
): Value {
  const bound = bindArguments(callee, args, keywords);
  // Whatever it does, it goes over its texts.
  const charge = callee.readsFast === true ? chargeLength : chargeText;
  let longest = 0;
  for (const value of args) {
    const length = lengthOfText(value);
    charge(machine.runtime, length);
    chargeSearch(machine.runtime, longest, length);
    longest = Math.max(longest, length);
  }
  const unknown = callee.takesUnknown === true ? undefined : firstUnknown(callee, bound);
  if (unknown !== undefined) {
    machine.doubts += 1;
    spoilChanged(machine, callee, bound, unknown);
    return unknown;
  }
  machine.levels.descend();
  machine.natives += 1;
  try {
    const result = callee.run(machine.runtime, bound);
    chargeLength(machine.runtime, lengthOfText(result));
    return result;
  } catch (error) {
    if (error instanceof MetUnknown) spoilChanged(machine, callee, bound, error.unknown);
    else if (error instanceof NotModelled) spoilChanged(machine, callee, bound, machine.gap(error));
    throw error;
  } finally {
    machine.natives -= 1;
    machine.levels.ascend();
  }
}

function lengthOfText(value: Value): number {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value?.kind === 'bytes' ? value.data.length : 0;
}

function spoilChanged(machine: Machine, callee: NativeFunction, bound: Arguments, unknown: Unknown): void {
  for (const name of callee.changes ?? []) spoil(machine, bound[name] ?? null, unknown);
  // In `map(names.append, unknown)` the function that is handed over may have been called.
  const given = Object.values(bound);
  for (const value of given) {
    if (typeof value === 'object' && value?.kind === 'method') spoil(machine, value, unknown);
  }
  suspect(machine, given, unknown);
}

// The handler sees to an Unknown inside a list; an argument that is itself Unknown never reaches it.
function firstUnknown(callee: NativeFunction, bound: Arguments): Unknown | undefined {
  for (const { name, kind } of callee.parameters) {
    const value = bound[name];
    if (value === undefined) continue;
    const given = settled(value);
    if (isUnknown(given)) return given;
    if (typeof given !== 'object' || given === null) continue;
    if (kind === 'rest' && given.kind === 'tuple') {
      const inside = given.items.map(settled).find(isUnknown);
      if (inside !== undefined) return inside;
    }
    if (kind === 'keywords' && given.kind === 'dict') {
      const inside = [...given.entries()].map((entry) => settled(entry.value)).find(isUnknown);
      if (inside !== undefined) return inside;
    }
  }
  return undefined;
}

function bindArguments(callee: NativeFunction, args: readonly Value[], keywords: Keywords): Arguments {
  const bound: Record<string, Value> = {};
  const left = new Map(keywords);
  let next = 0;
  for (const parameter of callee.parameters) {
    const { name, kind } = parameter;
    if (kind === 'rest') {
      bound[name] = tuple(args.slice(next));
      next = args.length;
    } else if (kind === 'keywords') {
      bound[name] = new Dict(left);
      left.clear();
    } else if (kind !== 'keyword' && next < args.length) {
      bound[name] = args[next] as Value;
      next += 1;
    } else if (kind !== 'positional' && left.has(name)) {
      bound[name] = left.get(name) as Value;
      left.delete(name);
    } else if (!parameter.optional) {
      throw new NotModelled(`${callee.name}() without ${name} is not modelled`);
    } else if (parameter.default !== undefined) {
      bound[name] = parameter.default;
    }
  }
  if (next < args.length)
    throw new NotModelled(`${callee.name}() with ${args.length} arguments is not modelled`);
  const [surplus] = left.keys();
  if (surplus !== undefined) throw new NotModelled(`${callee.name}() with ${surplus}= is not modelled`);
  return bound;
}
