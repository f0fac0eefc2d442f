import type { OutsideChange } from '../lazy/outside-change.ts';
import type { Machine } from '../machine/machine.ts';
import { isUnknown } from '../values/values.ts';
import { changesOf, stateOf } from './change-search.ts';

/** Brings what code has that runs on up to date with what it imports. */
export function noteImport(machine: Machine, dotted: string): void {
  const { imports } = machine;
  const { handedOut } = imports;
  if (imports.names.has(dotted)) return;
  imports.add(dotted);
  if (handedOut.size === 0) return;
  const { graph } = stateOf(machine);
  const before = graph.version;
  graph.follow();
  if (graph.version === before) return;
  for (const [{ namespace }, names] of handedOut)
    for (const name of names) {
      const value = namespace.peek(name)?.value ?? null;
      const now = namespace.entry(name)?.value ?? null;
      if (isUnknown(now)) machine.runtime.spoil(value, now);
    }
}

/** Counts up as long as further modules may change others. */
export function importsSoFar(machine: Machine): number {
  const { graph } = stateOf(machine);
  graph.follow();
  return graph.version;
}

/** How many names had been imported when Python came to a module. */
export function importsSeenBy(machine: Machine, dotted: string): number {
  const { graph } = stateOf(machine);
  graph.follow();
  return graph.read(dotted)?.importsSeen ?? machine.imports.names.size;
}

/** When Python came to a module, which is here since `found`. */
export function importedAt(machine: Machine, dotted: string, found: number): number {
  const { graph } = stateOf(machine);
  graph.follow();
  const seen = graph.read(dotted)?.importsSeen ?? 0;
  return Math.min(found, machine.imports.timeOf(seen) ?? found);
}

/** True if Python comes to the end of one module before it comes to the other, as far as their texts show. */
export function isBefore(machine: Machine, one: string, other: string): boolean {
  const { graph } = stateOf(machine);
  return graph.placeOf(one) < graph.placeOf(other) && !graph.leadsTo(one, other);
}

/** True if Python imports `to` while it imports `from`. */
export function leadsTo(machine: Machine, from: string, to: string): boolean {
  return stateOf(machine).graph.leadsTo(from, to);
}

/**
 * True if importing a module of a package leads back to the code of the project, which stands somewhere at that time: nothing of it
 * can wait.
 */
export function leadsToOwn(machine: Machine, dotted: string): boolean {
  if (machine.sources.isClassWanted) return false;
  const { graph } = stateOf(machine);
  graph.follow();
  return graph.leadsToOwn(dotted);
}

/**
 * Where other modules that Python has imported by now may change what a name of a module is bound to. `functions`: those of the
 * module that do so when they are called.
 */
export function changesFromOutside(
  machine: Machine,
  dotted: string,
  name: string,
  functions: readonly string[],
): readonly OutsideChange[] {
  return [name, ...functions].flatMap((each) => changesOf(machine, dotted, each, each !== name));
}
