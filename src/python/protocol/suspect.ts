import { attempt, Undecided } from '../machine/fork.ts';
import { merge } from '../machine/journal.ts';
import type { Machine } from '../machine/machine.ts';
import { lookUp } from '../values/class-order.ts';
import { chargeItems } from '../values/record.ts';
import { MetUnknown, NotModelled, type Unknown, type Value } from '../values/values.ts';
import { call } from './call.ts';

// Steps that a callback may take: one that does more is not there to change settings.
const MOST_STEPS = 20_000;

/**
 * Policy Spoil for functions: code that can't be followed may call the functions it is handed, with any arguments. What
 * they change when they are called is Unknown from here on. `values`: what was handed over; containers are looked into.
 */
export function suspect(machine: Machine, values: readonly Value[], unknown: Unknown): void {
  for (const callee of callables(values)) {
    // The callback hands itself on.
    if (machine.suspected.has(callee)) continue;
    machine.suspected.add(callee);
    const notes = machine.notes.length;
    try {
      machine.apart(() => tryOut(machine, callee, unknown));
    } catch (error) {
      if (!isGap(error)) throw error;
    } finally {
      machine.notes.length = notes;
      machine.suspected.delete(callee);
    }
  }
}

type Callable = Extract<Value, { readonly kind: 'function' | 'method' | 'iterator' }>;

function* callables(values: readonly Value[]): Generator<Callable> {
  const done = new Set<Value>();
  // A value may nest more deeply than calls can.
  const waiting = [...values].reverse();
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null || done.has(value)) continue;
    done.add(value);
    switch (value.kind) {
      case 'function':
      case 'iterator':
        yield value;
        break;
      case 'method':
        // What a native changes is its own object, which is spoiled.
        if (typeof value.function === 'object' && value.function?.kind === 'function') yield value;
        break;
      case 'list':
      case 'tuple':
        chargeItems(value.items.length);
        for (const item of value.items.toReversed()) waiting.push(item);
        break;
      case 'dict':
        if (value.role === 'dict')
          for (const { value: item } of [...value.entries()].reverse()) waiting.push(item);
        break;
      case 'instance': {
        const method = value.class.at === undefined ? undefined : lookUp(value.class.mro, '__call__');
        if (method !== undefined) waiting.push({ kind: 'method', self: value, function: method });
        break;
      }
      default:
    }
  }
}

function tryOut(machine: Machine, callee: Callable, unknown: Unknown): void {
  const { states, raised } = attempt(machine, () => {
    try {
      return machine.budget.lend(MOST_STEPS, () => {
        const given =
          callee.kind === 'iterator' ? callee : call(machine, callee, Array(arity(callee)).fill(unknown));
        // A generator function does nothing before somebody asks it.
        if (typeof given === 'object' && given?.kind === 'iterator') given.exhaust();
        return unknown;
      });
    } catch (error) {
      if (isGap(error)) return unknown;
      throw error;
    }
  });
  merge(states, new Map(), unknown);
  // With other arguments it may go on where it raised.
  for (const { fail } of raised?.undone ?? []) fail(unknown);
}

/** How many arguments it takes at least. */
function arity(callee: Exclude<Callable, { readonly kind: 'iterator' }>): number {
  const function_ = callee.kind === 'method' ? callee.function : callee;
  if (typeof function_ !== 'object' || function_?.kind !== 'function') return 0;
  return Math.max(0, function_.needed - (callee.kind === 'method' ? 1 : 0));
}

function isGap(error: unknown): boolean {
  return error instanceof MetUnknown || error instanceof NotModelled || error instanceof Undecided;
}
