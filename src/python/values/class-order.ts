import { BoundPassed, type ClassValue, type Unknown, type Value } from './values.ts';

/**
 * Method resolution order of a class with these bases, without the class itself (C3 linearisation, as in Python). An
 * Unknown base keeps its place. `null` if Python finds no consistent order.
 */
export function classOrder(bases: readonly Value[]): readonly (ClassValue | Unknown)[] | null {
  const known = bases.filter((base) => isClassLike(base));
  const queues = [...known.map((base) => (base.kind === 'class' ? [...base.mro] : [base])), [...known]];
  const order: (ClassValue | Unknown)[] = [];
  if (queues.some((queue) => queue.length > MOST_CLASSES))
    throw new BoundPassed(`a class inherits from more than ${MOST_CLASSES} others`);
  for (;;) {
    const waiting = queues.filter((queue) => queue.length > 0);
    if (waiting.length === 0) return order;
    const next = waiting
      .map((queue) => queue[0])
      .find((head) => !waiting.some((queue) => queue.indexOf(head as ClassValue) > 0));
    if (next === undefined) return null;
    order.push(next);
    for (const queue of waiting) if (queue[0] === next) queue.shift();
  }
}

function isClassLike(value: Value): value is ClassValue | Unknown {
  return typeof value === 'object' && value !== null && (value.kind === 'class' || value.kind === 'unknown');
}

// Looking up a name goes through all of them.
const MOST_CLASSES = 200;

/** Looks an attribute up in a class and its bases. If an Unknown base comes before it, gives that Unknown. */
export function lookUp(order: readonly (ClassValue | Unknown)[], name: string): Value | undefined {
  for (const type of order) {
    if (type.kind === 'unknown') return type;
    const value = type.namespace.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** `mysite.storage.MyStorage`; built-in classes by their bare name. */
export function dottedName(type: ClassValue): string {
  return type.module === 'builtins' ? type.name : `${type.module}.${type.name}`;
}
