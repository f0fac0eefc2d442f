import type { Guard, Machine } from '../machine/machine.ts';
import { call } from '../protocol/call.ts';
import { classOf } from '../types/index.ts';
import { lookUp } from '../values/class-order.ts';
import { isUnknown, type Raised, type Value } from '../values/values.ts';

interface Entered extends Leaving {
  readonly entered: Value;
}

export interface Leaving {
  /** Calls `__exit__` with the exception, if any; gives its answer: whether to pass over the exception. */
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
  return { entered, leave, guard: { catches: () => maySwallow, isForImports: maySwallow } };
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
