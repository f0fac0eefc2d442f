import { assign } from '../expressions/assign.ts';
import { evaluate } from '../expressions/evaluate.ts';
import type { Signal } from '../machine/fork.ts';
import { NEXT } from '../machine/fork.ts';
import type { Guard, Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { call } from '../protocol/call.ts';
import { truth } from '../protocol/iterate.ts';
import type { StatementOf } from '../syntax/parse.ts';
import { classOf } from '../types/index.ts';
import { lookUp } from '../values/class-order.ts';
import { isUnknown, Raised, type Value } from '../values/values.ts';
import { execute } from './execute.ts';

/** `with`, from its item number `index` on. One that is Unknown is taken to let exceptions pass. */
export function runWith(machine: Machine, scope: Scope, node: StatementOf<'With'>, index: number): Signal {
  const item = node.items[index];
  if (item === undefined) return execute(machine, scope, node.body);
  const manager = evaluate(machine, scope, item.context_expr);
  const { entered, leave, guard } = enterManager(machine, manager);
  if (item.optional_vars !== undefined) assign(machine, scope, item.optional_vars, entered);
  machine.guards.push(guard);
  let signal: Signal;
  try {
    signal = runWith(machine, scope, node, index + 1);
  } catch (error) {
    machine.guards.pop();
    if (!(error instanceof Raised)) throw error;
    const swallowed = leave(error);
    if (isUnknown(swallowed) || !truth(machine, swallowed)) throw error;
    return NEXT;
  }
  machine.guards.pop();
  leave(null);
  return signal;
}

interface Entered {
  readonly entered: Value;
  /** Calls `__exit__` with what was raised; gives what it says: whether to pass over the exception. */
  readonly leave: (raised: Raised | null) => Value;
  readonly guard: Guard;
}

const SWALLOWING: ReadonlySet<string> = new Set(['suppress', '_GeneratorContextManager']);

/** Enters a context manager. */
export function enterManager(machine: Machine, manager: Value): Entered {
  const enter = method(machine, manager, '__enter__');
  const exit = method(machine, manager, '__exit__');
  const entered = call(machine, enter, isUnknown(enter) ? [] : [manager]);
  if (isUnknown(exit)) return { entered, leave: () => exit, guard: NO_GUARD };
  const leave = (raised: Raised | null): Value => {
    const exception = raised?.exception ?? null;
    return call(machine, exit, [manager, raised?.exception.class ?? null, exception, null]);
  };
  // Whether it swallows an exception is asked when there is one; meanwhile nobody else may pass it over.
  const type = classOf(manager);
  const maySwallow = type.at !== undefined || SWALLOWING.has(type.name);
  return { entered, leave, guard: { catches: () => maySwallow, isForImports: false } };
}

const NO_GUARD: Guard = { catches: () => false, isForImports: false };

function method(machine: Machine, manager: Value, name: string): Value {
  if (isUnknown(manager)) return manager;
  const found = lookUp(classOf(manager).mro, name);
  if (found !== undefined) return found;
  return machine.runtime.raise(
    'TypeError',
    `'${classOf(manager).name}' object does not support the context manager protocol`,
  );
}
