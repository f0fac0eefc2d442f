import { evaluate } from '../expressions/evaluate.ts';
import type { Guard } from '../machine/guards.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { isOfType } from '../protocol/exceptions.ts';
import type { Handler, StatementOf } from '../syntax/parse.ts';
import { type Instance, isUnknown, NotModelled, Raised, type Value } from '../values/values.ts';

const IMPORT_ERRORS: ReadonlySet<string> = new Set(['ImportError', 'ModuleNotFoundError']);
const ALL_ERRORS: ReadonlySet<string> = new Set(['Exception', 'BaseException']);

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
    isVague: node.handlers.some((handler) => isUnknown(typeOf(machine, scope, handler))),
    isForImports: node.handlers.some((handler) => isForImports(machine, scope, handler)),
  };
}

/** Whether a handler takes anything that may be raised for all that is known, other than a missing module. */
export function mayHandle(machine: Machine, scope: Scope, handler: Handler): boolean {
  const type = typeOf(machine, scope, handler);
  return type === undefined || !isForImportsOnly(type);
}

/** Whether a handler takes every exception, but for those that end the program. */
export function takesAll(machine: Machine, scope: Scope, handler: Handler): boolean {
  const type = typeOf(machine, scope, handler);
  return type === undefined || namesIn(type).some((name) => ALL_ERRORS.has(name));
}

/** Python looks at it only once something is raised. */
function typeOf(machine: Machine, scope: Scope, { type }: Handler): Value | undefined {
  if (type === undefined) return undefined;
  try {
    return evaluate(machine, scope, type);
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    return machine.unknown('what this handler takes is unknown', type);
  }
}

function matches(machine: Machine, scope: Scope, handler: Handler, exception: Instance): boolean {
  const type = typeOf(machine, scope, handler);
  return type === undefined || isOfType(exception, type);
}

/** Whether a handler takes ImportError. */
function isForImports(machine: Machine, scope: Scope, handler: Handler): boolean {
  const type = typeOf(machine, scope, handler);
  return type === undefined || namesIn(type).some((name) => IMPORT_ERRORS.has(name) || ALL_ERRORS.has(name));
}

/** Whether a type, or each one in a tuple, stands for a missing module or name. */
export function isForImportsOnly(type: Value): boolean {
  return namesIn(type).every((name) => IMPORT_ERRORS.has(name));
}

function namesIn(type: Value): readonly string[] {
  const types = typeof type === 'object' && type?.kind === 'tuple' ? type.items : [type];
  return types.map((item) => (typeof item === 'object' && item?.kind === 'class' ? item.name : ''));
}

/** The handler that takes an exception; `undefined` where none does. */
export function handlerFor(
  machine: Machine,
  scope: Scope,
  node: StatementOf<'Try'>,
  exception: Instance,
): Handler | undefined {
  return node.handlers.find((handler) => {
    const type = handler.type && evaluate(machine, scope, handler.type);
    // An exception class nobody could read may be the one; nothing says what follows.
    if (isUnknown(type))
      throw new NotModelled(`whether this handler takes a ${exception.class.name} is unknown`);
    return type === undefined || isOfType(exception, type);
  });
}
