import { assign } from '../expressions/assign.ts';
import { decide } from '../expressions/decide.ts';
import { evaluate } from '../expressions/evaluate.ts';
import { NEXT, perhaps, type Signal, Undecided } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { items } from '../protocol/iterate.ts';
import type { StatementOf } from '../syntax/parse.ts';
import { isUnknown, MetUnknown, NotModelled, type Unknown } from '../values/values.ts';
import { execute } from './execute.ts';
import { failStatement } from './fail-statement.ts';

export function runFor(machine: Machine, scope: Scope, node: StatementOf<'For'>): Signal {
  const source = evaluate(machine, scope, node.iter);
  return decided(machine, scope, node, () => {
    const steps = known(machine, node, () => {
      if (isUnknown(source)) throw new MetUnknown(source);
      return items(machine, source);
    });
    if ('kind' in steps) {
      repeatedPerhaps(machine, scope, node, steps, () => assign(machine, scope, node.target, steps));
      return NEXT;
    }
    for (;;) {
      const step = known(machine, node, () => steps.next());
      if ('kind' in step) {
        repeatedPerhaps(machine, scope, node, step, () => assign(machine, scope, node.target, step));
        return NEXT;
      }
      if (step.done === true) return execute(machine, scope, node.orelse);
      scope.node = node;
      if (scope.kind === 'module') machine.loaded.clear();
      const signal = leavingUnlessNext(steps, () => {
        assign(machine, scope, node.target, step.value);
        return execute(machine, scope, node.body);
      });
      if (signal.kind === 'break') return NEXT;
      if (signal.kind === 'return') return signal;
    }
  });
}

/** Carries out one round. If the loop ends there, by a raise too, nobody asks its source any more. */
function leavingUnlessNext(steps: Generator<unknown, void, undefined>, round: () => Signal): Signal {
  let goesOn = false;
  try {
    const signal = round();
    goesOn = signal.kind === 'next' || signal.kind === 'continue';
    return signal;
  } finally {
    if (!goesOn) steps.return();
  }
}

/** What is asked of the source, or why it can't be told: which item is next, whether there is one. */
function known<Result extends object>(
  machine: Machine,
  node: StatementOf<'For'>,
  ask: () => Result,
): Result | Unknown {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof NotModelled || error instanceof MetUnknown)) throw error;
    machine.doubts += 1;
    return error instanceof MetUnknown ? error.unknown : machine.gap(error, node.iter);
  }
}

export function runWhile(machine: Machine, scope: Scope, node: StatementOf<'While'>): Signal {
  return decided(machine, scope, node, () => {
    for (;;) {
      machine.budget.step();
      const test = decide(machine, scope, node.test);
      if (test === false) return execute(machine, scope, node.orelse);
      if (test !== true) {
        repeatedPerhaps(machine, scope, node, test, () => undefined);
        return NEXT;
      }
      const signal = execute(machine, scope, node.body);
      if (signal.kind === 'break') return NEXT;
      if (signal.kind === 'return') return signal;
    }
  });
}

// How often it is run is not known. The second round sees what the first left unknown, which is as far as it can go.
function repeatedPerhaps(
  machine: Machine,
  scope: Scope,
  node: StatementOf<'For'> | StatementOf<'While'>,
  unknown: Unknown,
  prepare: () => void,
): void {
  const round = (): Signal => {
    prepare();
    const signal = execute(machine, scope, node.body);
    return signal.kind === 'return' ? signal : NEXT;
  };
  perhaps(machine, unknown, () => {
    const first = round();
    return first === NEXT ? round() : first;
  });
  execute(machine, scope, node.orelse);
}

// A `break` or `return` in an undecided branch leaves open how far the loop went.
function decided(
  machine: Machine,
  scope: Scope,
  node: StatementOf<'For'> | StatementOf<'While'>,
  loop: () => Signal,
): Signal {
  try {
    return loop();
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    return failStatement(machine, scope, node, error.unknown);
  }
}
