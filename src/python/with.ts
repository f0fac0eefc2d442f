import { assign } from './assign.ts';
import { call } from './call.ts';
import { lookUp } from './class-order.ts';
import { evaluate } from './evaluate.ts';
import type { Signal } from './fork.ts';
import { NEXT } from './fork.ts';
import type { Machine } from './machine.ts';
import type { StatementOf } from './parse.ts';
import { execute } from './run.ts';
import type { Scope } from './scope.ts';
import { truth } from './truth.ts';
import { classOf } from './types/index.ts';
import { isUnknown, Raised, type Value } from './values.ts';

/** `with`, from its item number `index` on. One that is Unknown is taken to let exceptions pass. */
export function runWith(machine: Machine, scope: Scope, node: StatementOf<'With'>, index: number): Signal {
  const item = node.items[index];
  if (item === undefined) return execute(machine, scope, node.body);
  const manager = evaluate(machine, scope, item.context_expr);
  const enter = method(machine, manager, '__enter__');
  const exit = method(machine, manager, '__exit__');
  const entered = call(machine, enter, isUnknown(enter) ? [] : [manager]);
  if (item.optional_vars !== undefined) assign(machine, scope, item.optional_vars, entered);
  if (isUnknown(exit)) return runWith(machine, scope, node, index + 1);
  const leave = (raised: Raised | null): Value => {
    const exception = raised?.exception ?? null;
    return call(machine, exit, [manager, raised?.exception.class ?? null, exception, null]);
  };
  // Whether it swallows an exception is asked when there is one; meanwhile nobody else may pass it over.
  const type = classOf(manager);
  const maySwallow = type.at !== undefined || type.name === 'suppress';
  machine.guards.push({ catches: () => maySwallow, isForImports: false });
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

function method(machine: Machine, manager: Value, name: string): Value {
  if (isUnknown(manager)) return manager;
  const found = lookUp(classOf(manager).mro, name);
  if (found !== undefined) return found;
  return machine.context.raise(
    'TypeError',
    `'${classOf(manager).name}' object does not support the context manager protocol`,
  );
}
