import type { Position, Problem } from '../types.ts';
import type { Binding } from './class-description.ts';
import type { Machine } from './machine/machine.ts';
import { getAttribute } from './protocol/attributes.ts';
import type { Dict, Entry } from './values/dict.ts';
import { recording } from './values/record.ts';
import { settled } from './values/settled.ts';
import { isUnknown, type ModuleValue, tuple, type Unknown, type Value } from './values/values.ts';

/** A module as settings and finders see it. */
export function toModule(machine: Machine, module: ModuleValue): PythonModule {
  const { name, file, namespace } = module;
  const { taint } = namespace;
  const read = <Result>(work: () => Result): Result => recording(machine, work);
  const listed = read(() => listedNames(machine, module));
  return {
    name,
    file,
    names: () =>
      listed instanceof Set
        ? [...listed]
        : (namespace.supply?.names()?.map((each) => each.name) ??
          read(() =>
            [...namespace.entries()].map((entry) => entry.key).filter((key) => typeof key === 'string'),
          )),
    get: (key) =>
      read(() =>
        listed === undefined
          ? bindingOf(machine, namespace, key)
          : listedBinding(machine, module, listed, key),
      ),
    taint: taint === undefined ? null : { reason: taint.reason, at: taint.at },
    notes: [...machine.notes],
  };
}

/** What the `__dir__` of a module gives, where it has one: Django takes only those names. Unknown if it can't be followed. */
function listedNames(machine: Machine, module: ModuleValue): ReadonlySet<string> | Unknown | undefined {
  const own = module.namespace.get('__dir__');
  if (own === undefined) return undefined;
  const names = machine.later(machine.scope, machine.scope.node, () =>
    tuple(machine.runtime.iterate(machine.runtime.call(own))),
  );
  if (isUnknown(names)) return names;
  const items = typeof names === 'object' && names?.kind === 'tuple' ? names.items : [];
  return items.find(isUnknown) ?? new Set(items.filter((item) => typeof item === 'string').sort());
}

/** A name of a module with a `__dir__`; one that is listed may come from its `__getattr__`. */
function listedBinding(
  machine: Machine,
  module: ModuleValue,
  listed: ReadonlySet<string> | Unknown,
  name: string,
): Binding | undefined {
  if (!(listed instanceof Set)) {
    const unknown = listed as Unknown;
    return { value: unknown, origin: [unknown.at], environment: unknown.environment };
  }
  if (!listed.has(name)) return undefined;
  if (module.namespace.has(name)) return bindingOf(machine, module.namespace, name);
  const { scope } = machine;
  const value = machine.later(scope, scope.node, () => getAttribute(machine, module, name) ?? null);
  return { value, origin: [], environment: [] };
}

function bindingOf(machine: Machine, namespace: Dict, name: string): Binding | undefined {
  const entry = namespace.entry(name);
  if (entry !== undefined) return toBinding(machine, entry);
  const { taint } = namespace;
  return taint === undefined
    ? undefined
    : { value: taint, origin: [taint.at], environment: taint.environment };
}

/** Binding of a name with every place that changed its value, also inside containers. */
function toBinding(machine: Machine, entry: Entry): Binding {
  const value = machine.later(machine.scope, machine.scope.node, () => settled(entry.value));
  const origin: Position[] = [...(entry.origin ?? [])];
  const environment = new Set(entry.environment ?? []);
  collectChanges(value, origin, environment);
  return { value, origin, environment: [...environment].sort() };
}

function addUnknown(unknown: Unknown, environment: Set<string>): void {
  for (const name of unknown.environment) environment.add(name);
}

function collectChanges(whole: Value, origin: Position[], environment: Set<string>): void {
  const done = new Set<object>();
  const waiting = [whole];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null || done.has(value)) continue;
    done.add(value);
    if (isUnknown(value)) addUnknown(value, environment);
    if (value.kind === 'list' || value.kind === 'dict' || value.kind === 'set') {
      for (const change of value.changes) {
        if (!origin.some((at) => at.file === change.at.file && at.line === change.at.line))
          origin.push(change.at);
        for (const name of change.environment) environment.add(name);
      }
    }
    const inside = innerValues(value);
    for (let index = inside.length - 1; index >= 0; index -= 1) waiting.push(inside[index] as Value);
  }
}

function innerValues(value: Exclude<Value, null | string | number | bigint | boolean>): readonly Value[] {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items;
    case 'dict':
      return value.role === 'module' ? [] : [...value.entries()].map((entry) => entry.value);
    default:
      return [];
  }
}

export interface PythonModule {
  readonly name: string;
  readonly file: string | null;
  /** Bound names in the order they were first bound; of a module that is read lazily those that its text binds. */
  names(): readonly string[];
  /** In a tainted namespace a name that is not bound after the taint is a Binding to an Unknown, never `undefined`. */
  get(name: string): Binding | undefined;
  /** Set when something that could not be followed may have bound any name (policy Taint). */
  readonly taint: { readonly reason: string; readonly at: Position } | null;
  /** Raises that were passed over (policy Raise), imports that were not followed: warnings. */
  readonly notes: readonly Problem[];
}
