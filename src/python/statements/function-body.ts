import { type Signal, Undecided } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { analyse } from '../syntax/analyse.ts';
import type { Statement } from '../syntax/parse.ts';
import type { Value } from '../values/values.ts';
import { execute } from './execute.ts';
import { makeUnknown } from './fail-statement.ts';
import { makeGenerator } from './generator.ts';

const RETURN_NONE: Signal = { kind: 'return', value: null };

/** What a function gives for the scope of one call. */
export function runBody(machine: Machine, scope: Scope, statements: readonly Statement[]): Value {
  if (analyse(statements).isGenerator)
    return makeGenerator(machine, scope, statements, (part) => execute(machine, scope, part));
  try {
    const signal = execute(machine, scope, statements, () => RETURN_NONE);
    return signal.kind === 'return' ? signal.value : null;
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    for (const statement of statements) makeUnknown(machine, scope, statement, error.unknown);
    return error.unknown;
  }
}
