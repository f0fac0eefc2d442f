import { assign } from '../expressions/assign.ts';
import { evaluate } from '../expressions/evaluate.ts';
import type { Signal } from '../machine/fork.ts';
import { NEXT } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { call } from '../protocol/call.ts';
import { truth } from '../protocol/iterate.ts';
import type { StatementOf } from '../syntax/parse.ts';
import { classOf } from '../types/index.ts';
import { lookUp } from '../values/class-order.ts';
import { type Iterator, isUnknown, Raised, type Value } from '../values/values.ts';
import { execute } from './execute.ts';

/** `with`, from its item number `index` on. One that is Unknown is taken to let exceptions pass. */
export function runWith(machine: Machine, scope: Scope, node: StatementOf<'With'>, index: number): Signal {
  const item = node.items[index];
  if (item === undefined) return execute(machine, scope, node.body);
  const manager = evaluate(machine, scope, item.context_expr);
  const driven = drivenBy(manager);
  if (driven !== undefined) return runDriven(machine, scope, node, index, driven);
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

type Drive = NonNullable<Iterator['drive']>;

/** What `@contextmanager` makes keeps its generator as its state. */
function drivenBy(manager: Value): Drive | undefined {
  if (typeof manager !== 'object' || manager?.kind !== 'instance') return undefined;
  if (manager.class.name !== '_GeneratorContextManager') return undefined;
  return (manager.state as Iterator | undefined)?.drive;
}

/** Runs the generator with the body of the `with` in the place of its `yield`: it sees what the body raises. */
function runDriven(
  machine: Machine,
  scope: Scope,
  node: StatementOf<'With'>,
  index: number,
  drive: Drive,
): Signal {
  let signal: Signal | undefined;
  let entered = false;
  drive((value) => {
    if (entered) machine.runtime.raise('RuntimeError', "generator didn't stop");
    entered = true;
    signal = machine.within(scope, () => {
      const target = node.items[index]?.optional_vars;
      if (target !== undefined) assign(machine, scope, target, value);
      return runWith(machine, scope, node, index + 1);
    });
  });
  if (!entered) machine.runtime.raise('RuntimeError', "generator didn't yield");
  return signal ?? NEXT;
}

function method(machine: Machine, manager: Value, name: string): Value {
  if (isUnknown(manager)) return manager;
  const found = lookUp(classOf(manager).mro, name);
  if (found !== undefined) return found;
  return machine.runtime.raise(
    'TypeError',
    `'${classOf(manager).name}' object does not support the context manager protocol`,
  );
}
