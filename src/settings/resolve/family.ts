import type { ClassDescription } from '../../python/class-description.ts';
import type { PythonReader } from '../../python/interpreter.ts';
import type { Position } from '../../types.ts';
import type { Datum } from '../datum.ts';

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
  const { plainDatum } = await import('../sources/load/plain.ts');
  const { own, known, missing } = lineage(top, isKnown);
  const members = new Map<string, Member>();
  let isFirst = true;
  for (const description of [top, ...top.ancestors]) {
    if (isKnown(description.name)) isFirst = false;
    const isOwn = own.has(description.name);
    const counts = (member: string): boolean =>
      !members.has(member) && (isOwn || description.patched.includes(member));
    for (const [member, { value }] of description.attributes) {
      if (counts(member)) members.set(member, { owner: description.name, value: plainDatum(value), isFirst });
    }
    for (const member of [...description.methods, ...description.patched]) {
      if (counts(member)) members.set(member, { owner: description.name, value: undefined, isFirst });
    }
  }
  const ancestors = top.ancestors.map((ancestor) => ancestor.name);
  return { at: top.at, known, missing, ancestors, members };
}

interface Lineage {
  readonly own: ReadonlySet<string>;
  readonly known: readonly string[];
  readonly missing: readonly string[];
}

function lineage(top: ClassDescription, isKnown: (name: string) => boolean): Lineage {
  const byName = new Map(top.ancestors.map((ancestor) => [ancestor.name, ancestor]));
  const own = new Set<string>();
  const known: string[] = [];
  const missing: string[] = [];
  const visit = (description: ClassDescription): void => {
    if (isKnown(description.name)) {
      known.push(description.name);
      return;
    }
    own.add(description.name);
    for (const base of description.bases) {
      const found = byName.get(base);
      if (isKnown(base)) known.push(base);
      else if (found === undefined || found.isUnknown) missing.push(base);
      else if (base !== 'object') visit(found);
    }
  };
  visit(top);
  return { own, known, missing };
}

async function whyUnreadable(python: PythonReader, module: string, name: string): Promise<Unreadable | null> {
  const binding = (await python.importModule(module)).get(name);
  const value = binding?.value;
  if (typeof value !== 'object' || value?.kind !== 'unknown') return null;
  return { reason: value.reason, at: value.at };
}
