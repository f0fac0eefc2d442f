import { assign } from '../expressions/assign.ts';
import { evaluate } from '../expressions/evaluate.ts';
import type { Signal } from '../machine/fork.ts';
import { attempt, NEXT, Undecided, undecided } from '../machine/fork.ts';
import { apply, merge } from '../machine/journal.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { truth } from '../protocol/truth.ts';
import type { StatementOf } from '../syntax/parse.ts';
import { isUnknown, Raised } from '../values/values.ts';
import { enterManager, type Leaving } from './context-manager.ts';
import { execute } from './execute.ts';

/** `with`, from its item number `index` on. One that is Unknown is taken to let exceptions pass. */
export function runWith(machine: Machine, scope: Scope, node: StatementOf<'With'>, index: number): Signal {
  const item = node.items[index];
  if (item === undefined) return execute(machine, scope, node.body);
  const manager = evaluate(machine, scope, item.context_expr);
  const { entered, leave, guard } = enterManager(machine, manager);
  if (item.optional_vars !== undefined) assign(machine, scope, item.optional_vars, entered);
  const inside = (): Signal => runWith(machine, scope, node, index + 1);
  // An import in it may fail for all that is known: then what follows it is not carried out.
  const imports = node.body.some(({ nodeType }) => nodeType === 'Import' || nodeType === 'ImportFrom');
  if (imports && guard.isForImports) return suppressing(machine, { leave, guard }, inside);
  return leaving(machine, { leave, guard }, inside);
}

function leaving(machine: Machine, { leave, guard }: Leaving, inside: () => Signal): Signal {
  machine.guards.push(guard);
  let signal: Signal;
  try {
    signal = inside();
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

function suppressing(machine: Machine, manager: Leaving, inside: () => Signal): Signal {
  const before = machine.importDoubts.length;
  const outcome = attempt(machine, () => leaving(machine, manager, inside));
  const [doubt] = machine.importDoubts.splice(before);
  if (doubt === undefined) apply(outcome.states);
  else merge(outcome.states, new Map(), undecided(machine, doubt));
  if (outcome.raised !== undefined) throw outcome.raised;
  if (doubt !== undefined && outcome.result.kind !== 'next') throw new Undecided(undecided(machine, doubt));
  return outcome.result;
}
