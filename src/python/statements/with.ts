import { assign } from '../expressions/assign.ts';
import { evaluate } from '../expressions/evaluate.ts';
import { doubtsSince, doubtsSoFar } from '../machine/doubts.ts';
import { attempt, NEXT, perhaps, type Signal, Undecided, undecided } from '../machine/fork.ts';
import { apply } from '../machine/journal.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { join, type Way, type Ways, whereCut } from '../machine/ways.ts';
import { raised as newRaised } from '../protocol/exceptions.ts';
import { truth } from '../protocol/truth.ts';
import type { StatementOf } from '../syntax/parse.ts';
import { isUnknown, Raised, type Unknown, type Value } from '../values/values.ts';
import { enterManager, type Leaving } from './context-manager.ts';
import { execute } from './execute.ts';
import { within } from './handlers.ts';

/** `with`, from its item number `index` on. One that is Unknown is taken to let exceptions pass. */
export function runWith(machine: Machine, scope: Scope, node: StatementOf<'With'>, index: number): Signal {
  const item = node.items[index];
  if (item === undefined) return execute(machine, scope, node.body);
  const manager = evaluate(machine, scope, item.context_expr);
  const { entered, ...leaving } = enterManager(machine, manager);
  if (item.optional_vars !== undefined) assign(machine, scope, item.optional_vars, entered);
  const inside = (): Signal => runWith(machine, scope, node, index + 1);
  if (!leaving.maySwallow) return passing(leaving, inside);
  let ways: Ways;
  try {
    ways = waysOf(machine, leaving, inside);
  } catch (error) {
    if (error instanceof Undecided) leaveUndecided(machine, leaving, error.unknown);
    throw error;
  }
  return join(machine, ways);
}

/** Whatever is raised passes on. */
function passing({ leave }: Leaving, inside: () => Signal): Signal {
  let signal: Signal;
  try {
    signal = inside();
  } catch (error) {
    if (error instanceof Raised) leave(error);
    throw error;
  }
  leave(null);
  return signal;
}

/** Nobody can tell how the body ends, so neither what the manager is told. */
function leaveUndecided(machine: Machine, { leavePerhaps }: Leaving, unknown: Unknown): void {
  const states = new Map();
  perhaps(machine, unknown, () => {
    machine.orUnknown(() => leavePerhaps({ exception: undefined, unknown, states }));
    return NEXT;
  });
}

function waysOf(machine: Machine, leaving: Leaving, inside: () => Signal): Ways {
  const since = doubtsSoFar(machine);
  const body = attempt(machine, () => within(machine, leaving.guard, inside));
  const why = machine.unknown('whether all of this `with` is carried out is unknown');
  const doubts = doubtsSince(machine, since, () => why).filter(
    ({ exception }) => exception !== undefined || !leaving.isForImportsOnly,
  );
  const [left, ...others] = waysOut(machine, body, () => leaving.leave(body.raised ?? null));
  const hasEnded = body.raised === undefined && left.raised === undefined;
  const main = hasEnded ? { ...left, result: body.result } : left;
  const unknown = undecided(machine, doubts[0]?.unknown ?? why);
  if (doubts.length > 0) {
    const raised = newRaised('Exception');
    const states = whereCut(machine, body.states, doubts, unknown);
    for (const doubt of doubts)
      others.push(
        ...waysOut(machine, { raised, states, perhaps: [doubt] }, () => leaving.leavePerhaps(doubt)),
      );
  }
  return { main, others, unknown };
}

/** How it goes on behind a body: with its exception, or without where that is passed over. Both, for all that is known. */
function waysOut(machine: Machine, body: Way, leave: () => Value): [Way, ...Way[]] {
  const { states, ...outcome } = attempt(machine, () => {
    apply(body.states);
    const swallowed = leave();
    return isUnknown(swallowed) ? undefined : truth(machine, swallowed);
  });
  if (outcome.raised !== undefined) return [{ states, raised: outcome.raised }];
  const goingOn: Way = { result: NEXT, states };
  if (body.raised === undefined) return [goingOn];
  const passedOn: Way = { ...body, states };
  if (outcome.result === undefined) return [passedOn, goingOn];
  return [outcome.result ? goingOn : passedOn];
}
