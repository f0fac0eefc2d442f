import { evaluate } from '../expressions/evaluate.ts';
import type { Guard, Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { isOfType } from '../protocol/exceptions.ts';
import type { Handler, StatementOf } from '../syntax/parse.ts';
import { type Instance, isUnknown, NotModelled, type Value } from '../values/values.ts';

const IMPORT_ERRORS: ReadonlySet<string> = new Set(['ImportError', 'ModuleNotFoundError']);

/** Carries out `work` while `guard` waits for what it raises. */
export function within<Result>(machine: Machine, guard: Guard, work: () => Result): Result {
  const depth = machine.guards.length;
  machine.guards.push(guard);
  try {
    return work();
  } finally {
    machine.guards.length = depth;
  }
}

/** What the handlers of a `try` wait for. */
export function guardOf(machine: Machine, scope: Scope, node: StatementOf<'Try'>): Guard {
  return {
    catches: (exception) => node.handlers.some((handler) => matches(machine, scope, handler, exception)),
    isForImports: node.handlers.some((handler) => isForImports(machine, scope, handler, false)),
  };
}

/** Whether a handler takes anything that may be raised for all that is known, other than a missing module. */
export function mayHandle(machine: Machine, scope: Scope, handler: Handler): boolean {
  return !isForImports(machine, scope, handler, true);
}

function typeOf(machine: Machine, scope: Scope, handler: Handler): Value | undefined {
  return handler.type === undefined ? undefined : evaluate(machine, scope, handler.type);
}

function matches(machine: Machine, scope: Scope, handler: Handler, exception: Instance): boolean {
  const type = typeOf(machine, scope, handler);
  return type === undefined || isOfType(exception, type);
}

/** Whether a handler takes ImportError; with `only`, whether it takes nothing else. */
export function isForImports(machine: Machine, scope: Scope, handler: Handler, only: boolean): boolean {
  const type = typeOf(machine, scope, handler);
  if (type === undefined) return !only;
  const types = typeof type === 'object' && type?.kind === 'tuple' ? type.items : [type];
  const names = types.map((item) => (typeof item === 'object' && item?.kind === 'class' ? item.name : ''));
  if (only) return names.every((name) => IMPORT_ERRORS.has(name));
  return names.some((name) => IMPORT_ERRORS.has(name) || name === 'Exception' || name === 'BaseException');
}

/** The handler that takes an exception; `undefined` where none does. */
export function handlerFor(
  machine: Machine,
  scope: Scope,
  node: StatementOf<'Try'>,
  exception: Instance,
): Handler | undefined {
  return node.handlers.find((handler) => {
    const type = typeOf(machine, scope, handler);
    // An exception class nobody could read may be the one; nothing says what follows.
    if (isUnknown(type))
      throw new NotModelled(`whether this handler takes a ${exception.class.name} is unknown`);
    return type === undefined || isOfType(exception, type);
  });
}
