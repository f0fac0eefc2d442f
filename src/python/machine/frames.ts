import { Dict } from '../values/dict.ts';
import { NotModelled } from '../values/values.ts';
import type { Machine } from './machine.ts';
import type { Scope } from './scope.ts';
import { taint } from './spoil.ts';

/** How many natives were being carried out when the code of a scope was entered. */
function nativesAt(scope: Scope): number {
  if (scope.kind === 'class' || scope.isComprehension === true)
    return scope.outer === null ? 0 : nativesAt(scope.outer);
  return scope.natives ?? 0;
}

/**
 * The scope whose code called that of `scope`, as Python's frames have it; `undefined` where that is not known: behind an import,
 * behind a native (which may have frames of its own in Python), and around comprehensions, which since Python 3.12 have none.
 */
function callerOf(scope: Scope): Scope | undefined {
  if (scope.kind === 'module' || scope.isComprehension === true) return undefined;
  if (scope.kind === 'class') return scope.outer ?? undefined;
  const { caller } = scope;
  if (caller === undefined || caller.isComprehension === true) return undefined;
  return scope.natives === nativesAt(caller) ? caller : undefined;
}

/** The scopes of the frames that are known, innermost first. */
export function framesFrom(scope: Scope): readonly Scope[] {
  const found: Scope[] = [];
  for (let next: Scope | undefined = scope; next !== undefined; next = callerOf(next)) found.push(next);
  return found;
}

/** Policy Taint, for a frame that is not known: every module whose code is waiting may be the one. */
export function taintCallers(machine: Machine, reason: string): void {
  const unknown = machine.unknown(reason);
  const seen = new Set<Scope>();
  for (
    let next: Scope | undefined = machine.scope;
    next !== undefined && !seen.has(next);
    next = next.caller
  ) {
    seen.add(next);
    taint(machine, next.module.namespace, unknown);
  }
}

/**
 * `locals()`: the namespace itself at module level and in a class; in a function a copy. Python before 3.13 gives the same dict each
 * time, filled anew, so the one that was given before is Unknown where it would have changed.
 */
export function localsOf(machine: Machine, scope: Scope): Dict {
  if (scope.isComprehension === true)
    throw new NotModelled('locals() in a comprehension depends on the version of Python');
  if (scope.kind !== 'function') return scope.locals;
  for (let outer = scope.outer; outer !== null; outer = outer.outer)
    if (outer.kind === 'function' && outer.locals.size > 0)
      throw new NotModelled('locals() of a function in a function is not modelled');
  if (scope.locals.spoiled !== undefined) throw new NotModelled('what the names stand for is not known');
  const copy = new Dict([...scope.locals.entries()].map(({ key, value }) => [key, value]));
  scope.copy?.spoil(
    machine.unknown('whether locals() gives the same dict again depends on the version of Python'),
  );
  scope.copy = copy;
  return copy;
}
