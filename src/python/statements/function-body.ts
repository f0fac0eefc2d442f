import { type Signal, Undecided } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { analyse } from '../syntax/analyse.ts';
import type { Statement } from '../syntax/parse.ts';
import { List } from '../values/containers.ts';
import { iterator, MetUnknown, type Value } from '../values/values.ts';
import { execute } from './execute.ts';
import { failStatement } from './fail-statement.ts';

const RETURN_NONE: Signal = { kind: 'return', value: null };

/** What a function gives for the scope of one call. */
export function runBody(machine: Machine, scope: Scope, statements: readonly Statement[]): Value {
  if (analyse(statements).isGenerator) return generator(machine, scope, statements);
  try {
    const signal = execute(machine, scope, statements, () => RETURN_NONE);
    return signal.kind === 'return' ? signal.value : null;
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    for (const statement of statements) failStatement(machine, scope, statement, error.unknown);
    return error.unknown;
  }
}

// No setting is made of more.
const MOST_YIELDED = 10_000;

// Run to its end when its first item is asked for: settings use generators to list things, not to wait.
function generator(machine: Machine, outer: Scope, statements: readonly Statement[]): Value {
  let returned: Value = null;
  const drive = (onYield: (value: Value) => void): void => {
    const scope: Scope = { ...outer, onYield };
    try {
      const signal = machine.within(scope, () => execute(machine, scope, statements));
      if (signal.kind === 'return') returned = signal.value;
    } catch (error) {
      throw error instanceof Undecided ? new MetUnknown(error.unknown) : error;
    }
  };
  function* yielded(): Generator<Value, void, undefined> {
    // A List: what an undecided branch yields makes all of it Unknown.
    const made = new List();
    drive((value) => {
      if (made.items.length >= MOST_YIELDED) {
        const endless = machine.unknown('the generator may be endless');
        made.spoil(endless);
        throw new Undecided(endless);
      }
      made.append(value);
    });
    if (made.spoiled !== undefined) throw new MetUnknown(made.spoiled);
    yield* made.items;
  }
  return { ...iterator(yielded(), 'generator'), drive, returned: () => returned };
}
