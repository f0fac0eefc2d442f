import type { Doubt, Guard } from '../machine/guards.ts';
import type { Machine } from '../machine/machine.ts';
import { call } from '../protocol/call.ts';
import { classOf } from '../types/index.ts';
import { lookUp } from '../values/class-order.ts';
import { isUnknown, type Raised, type Value } from '../values/values.ts';
import { isForImportsOnly } from './handlers.ts';

interface Entered extends Leaving {
  readonly entered: Value;
}

export interface Leaving {
  /** Calls `__exit__` with the exception, if any; gives its answer: whether to pass over the exception. */
  readonly leave: (raised: Raised | null) => Value;
  /** The same for an exception that may have been raised. */
  readonly leavePerhaps: (doubt: Doubt) => Value;
  readonly guard: Guard;
  readonly maySwallow: boolean;
  /** True if it passes over nothing but missing modules and names. */
  readonly isForImportsOnly: boolean;
}

/** Enters a context manager. */
export function enterManager(machine: Machine, manager: Value): Entered {
  const enter = method(machine, manager, '__enter__');
  const exit = method(machine, manager, '__exit__');
  const entered = call(machine, enter, isUnknown(enter) ? [] : [manager]);
  if (isUnknown(exit)) return { entered, ...passesOn(() => exit) };
  const leave = (raised: Raised | null): Value => {
    const exception = raised?.exception ?? null;
    return call(machine, exit, [manager, raised?.exception.class ?? null, exception, null]);
  };
  const { at, name } = classOf(manager);
  // A generator can't go on twice: what it would do with the exception is not known.
  const isGenerator = at === undefined && name === '_GeneratorContextManager';
  const suppressed = at === undefined && name === 'suppress' ? suppressedBy(manager) : undefined;
  // Whether it swallows an exception is asked when there is one; meanwhile nobody else may pass it over.
  if (at === undefined && !isGenerator && suppressed === undefined) return { entered, ...passesOn(leave) };
  return {
    entered,
    leave,
    leavePerhaps: ({ exception, unknown }) =>
      exception === undefined || isGenerator
        ? call(machine, exit, [manager, unknown, unknown, null])
        : call(machine, exit, [manager, exception.class, exception, null]),
    guard: { catches: () => true, isVague: false, isForImports: true },
    maySwallow: true,
    isForImportsOnly: suppressed?.every(isForImportsOnly) === true,
  };
}

function passesOn(leave: Leaving['leave']): Leaving {
  return {
    leave,
    leavePerhaps: () => false,
    guard: { catches: () => false, isVague: false, isForImports: false },
    maySwallow: false,
    isForImportsOnly: false,
  };
}

/** The exceptions that a `suppress` passes over. */
function suppressedBy(manager: Value): readonly Value[] {
  const state = typeof manager === 'object' && manager?.kind === 'instance' ? manager.state : [];
  return state as readonly Value[];
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
