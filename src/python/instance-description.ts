import type { Binding } from './class-description.ts';
import type { Machine } from './machine/machine.ts';
import { instantiate } from './protocol/call.ts';
import { Dict } from './values/dict.ts';
import { List } from './values/list.ts';
import { settled } from './values/settled.ts';
import { type ClassValue, isUnknown, type Unknown, type Value } from './values/values.ts';

/** What `Class(...)` makes: its own attributes, or why they can't be known. */
export type InstanceDescription =
  | { readonly kind: 'instance'; readonly attributes: ReadonlyMap<string, Binding> }
  | Unknown;

/** What can be handed to a class: whole numbers become ints, `{ module }` the imported module of that name. */
export type Data =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Data[]
  | ReadonlyMap<string, Data>
  | { readonly module: string };

function toValue(machine: Machine, data: Data): Value {
  if (typeof data === 'number') return Number.isInteger(data) ? BigInt(data) : data;
  if (typeof data !== 'object' || data === null) return data;
  if ('module' in data) return machine.runtime.importModule(data.module);
  if (data instanceof Map) return new Dict([...data].map(([key, item]) => [key, toValue(machine, item)]));
  return new List((data as readonly Data[]).map((item) => toValue(machine, item)));
}

/** Makes an instance by evaluating the class's `__init__`, and tells the attributes it has then. Raises as `__init__` raises. */
export function describeInstance(
  machine: Machine,
  type: ClassValue,
  args: readonly Data[],
  keywords: Readonly<Record<string, Data>>,
): InstanceDescription {
  const given = args.map((data) => toValue(machine, data));
  const named = new Map(Object.entries(keywords).map(([name, data]) => [name, toValue(machine, data)]));
  const made = settled(machine.orUnknown(() => instantiate(machine, type, given, named)));
  if (isUnknown(made)) return made;
  if (typeof made !== 'object' || made?.kind !== 'instance')
    return machine.unknown(`${type.name}() makes something else`);
  const { taint, spoiled } = made.attributes;
  const doubt = taint ?? spoiled;
  if (doubt !== undefined) return doubt;
  const origin = type.at === undefined ? [] : [type.at];
  const attributes = [...made.attributes.entries()].map(({ key, value, environment = [] }) => {
    return [String(key), { value: settled(value), origin, environment }] as const;
  });
  return { kind: 'instance', attributes: new Map(attributes) };
}
