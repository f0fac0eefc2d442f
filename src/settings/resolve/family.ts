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
  /** Plain attributes, the nearest class's first choice. */
  readonly attributes: ReadonlyMap<string, Datum>;
  /** Names of methods, each with the class that defines it. */
  readonly methods: ReadonlyMap<string, string>;
}

/**
 * Reads a class by its dotted name, without running it, down to the classes for which `isKnown` holds: their own attributes and
 * methods are not looked at. `null` where there is no such module or class.
 */
export async function readFamily(
  python: PythonReader,
  name: string,
  isKnown: (name: string) => boolean,
): Promise<Family | null> {
  const dot = name.lastIndexOf('.');
  if (dot < 0 || python.findModule(name.slice(0, dot)) === null) return null;
  const top = await python.readClass(name);
  if (top === null) return null;
  const { plainDatum } = await import('../sources/load/plain.ts');
  const byName = new Map(top.ancestors.map((ancestor) => [ancestor.name, ancestor]));
  const known: string[] = [];
  const missing: string[] = [];
  const attributes = new Map<string, Datum>();
  const methods = new Map<string, string>();
  const visit = (description: ClassDescription): void => {
    for (const [key, { value }] of description.attributes) {
      if (!attributes.has(key)) attributes.set(key, plainDatum(value));
    }
    for (const method of description.methods) if (!methods.has(method)) methods.set(method, description.name);
    for (const base of description.bases) {
      const found = byName.get(base);
      if (isKnown(base)) known.push(base);
      else if (found !== undefined) visit(found);
      else if (base !== 'object') missing.push(base);
    }
  };
  visit(top);
  return { at: top.at, known, missing, attributes, methods };
}
