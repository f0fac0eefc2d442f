import type { PythonReader } from '../../../python/index.ts';
import type { Position } from '../../../types.ts';
import type { Datum } from '../../datum.ts';

/** A class of the project, and what lies between it and the classes known here. */
export interface Family {
  readonly at: Position | null;
  /** Known classes it is based on, the nearest first. */
  readonly known: readonly string[];
  /** Bases that could not be found. */
  readonly missing: readonly string[];
  /** All classes behind it, in Python's order of look-up. */
  readonly ancestors: readonly string[];
  /** Everything its own classes define, and what code set on the known ones; the first in Python's order of look-up. */
  readonly members: ReadonlyMap<string, Member>;
}

export interface Member {
  /** The class that defines it, dotted. */
  readonly owner: string;
  /** The value of a plain attribute; `undefined` for functions and properties. */
  readonly value: Datum | undefined;
  /** Whether its class comes before every known one, so that no method of those reaches it by `super()`. */
  readonly isFirst: boolean;
}

/** A class that is there but can't be read, and why. */
export interface Unreadable {
  readonly reason: string;
  readonly at: Position | null;
}

export function isUnreadable(found: Family | Unreadable): found is Unreadable {
  return 'reason' in found;
}

/**
 * Reads a class by its dotted name, without running it, down to the classes for which `isKnown` holds: of those only what the
 * evaluated code changed on them is looked at. `null` where there is no such module or class.
 */
export async function readFamily(
  python: PythonReader,
  name: string,
  isKnown: (name: string) => boolean,
): Promise<Family | Unreadable | null> {
  const dot = name.lastIndexOf('.');
  const module = name.slice(0, Math.max(dot, 0));
  if (dot < 0 || (python.findModule(module) === null && !python.isModelled(module))) return null;
  const top = await python.readClass(name);
  if (top === null) return whyUnreadable(python, module, name.slice(dot + 1));
  const { plainDatum } = await import('../../sources/load/plain.ts');
  const order = [top, ...top.ancestors].map((description): ClassFacts => {
    const { methods, attributes } = description;
    const members = new Map<string, Datum | undefined>(methods.map((method) => [method, undefined]));
    for (const [attribute, { value }] of attributes) members.set(attribute, plainDatum(value));
    return { ...description, members };
  });
  return familyOf(order, top.at, isKnown);
}

/** Attributes of one class, by whichever reader. */
export interface ClassFacts {
  /** Dotted. */
  readonly name: string;
  /** Dotted. */
  readonly bases: readonly string[];
  /** True for a base of which only the name is known. */
  readonly isUnknown: boolean;
  /** Everything it defines; `undefined` for functions and properties. */
  readonly members: ReadonlyMap<string, Datum | undefined>;
  /** Of a class of a package: names that code outside of it set or changed. */
  readonly patched: readonly string[];
}

/** Makes the family of a class: `order` is Python's order of look-up, the class itself first. */
export function familyOf(
  order: readonly ClassFacts[],
  at: Position | null,
  isKnown: (name: string) => boolean,
): Family {
  const { own, known, missing } = lineage(order, isKnown);
  const members = new Map<string, Member>();
  let isFirst = true;
  for (const { name, members: defined, patched } of order) {
    if (isKnown(name)) isFirst = false;
    for (const member of new Set([...defined.keys(), ...patched])) {
      const counts = own.has(name) || patched.includes(member);
      if (counts && !members.has(member))
        members.set(member, { owner: name, value: defined.get(member), isFirst });
    }
  }
  return { at, known, missing, ancestors: order.slice(1).map(({ name }) => name), members };
}

interface Lineage {
  readonly own: ReadonlySet<string>;
  readonly known: readonly string[];
  readonly missing: readonly string[];
}

function lineage(order: readonly ClassFacts[], isKnown: (name: string) => boolean): Lineage {
  const byName = new Map(order.map((facts) => [facts.name, facts]));
  const own = new Set<string>();
  const known: string[] = [];
  const missing: string[] = [];
  const visit = ({ name, bases }: ClassFacts): void => {
    if (isKnown(name)) {
      known.push(name);
      return;
    }
    own.add(name);
    for (const base of bases) {
      const found = byName.get(base);
      if (isKnown(base)) known.push(base);
      else if (found === undefined || found.isUnknown) missing.push(base);
      else if (base !== 'object') visit(found);
    }
  };
  const [top] = order;
  if (top !== undefined) visit(top);
  return { own, known, missing };
}

async function whyUnreadable(python: PythonReader, module: string, name: string): Promise<Unreadable | null> {
  const binding = (await python.importModule(module)).get(name);
  const value = binding?.value;
  if (typeof value !== 'object' || value?.kind !== 'unknown') return null;
  return { reason: value.reason, at: value.at };
}
