import { bindName } from '../expressions/assign.ts';
import { doubtsSince, doubtsSoFar } from '../machine/doubts.ts';
import {
  attempt,
  NEXT,
  type Outcome,
  type RaisedOutcome,
  type Signal,
  Undecided,
  undecided,
} from '../machine/fork.ts';
import { type Doubt, isKnown } from '../machine/guards.ts';
import { apply, type States } from '../machine/journal.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { join, leaveTo, type Way, type Ways, whereCut } from '../machine/ways.ts';
import { raised as newRaised } from '../protocol/exceptions.ts';
import type { Handler, StatementOf } from '../syntax/parse.ts';
import { type Instance, NotModelled, Raised, type Unknown, type Value } from '../values/values.ts';
import { execute, executeAlternative } from './execute.ts';
import { makeUnknown } from './fail-statement.ts';
import { guardOf, handlerFor, mayHandle, takesAll, within } from './handlers.ts';

/** `try`, with `else` and `finally`. */
export function runTry(machine: Machine, scope: Scope, node: StatementOf<'Try'>): Signal {
  let ways: Ways;
  try {
    ways = waysOf(machine, scope, node);
  } catch (error) {
    if (error instanceof NotModelled || error instanceof Undecided) {
      // Nothing of it is carried out but `finally`.
      const cause = error instanceof Undecided ? error.unknown : error;
      makeUnknown(machine, scope, { ...node, finalbody: [] }, cause);
      const last = execute(machine, scope, node.finalbody);
      if (last !== NEXT) return last;
    }
    throw error;
  }
  return join(machine, ways);
}

function waysOf(machine: Machine, scope: Scope, node: StatementOf<'Try'>): Ways {
  const since = doubtsSoFar(machine);
  const body = attempt(machine, () =>
    within(machine, guardOf(machine, scope, node), () => execute(machine, scope, node.body)),
  );
  const doubts = doubtsSince(machine, since, () =>
    machine.unknown('whether the statements before `except` go through is unknown', node.handlers[0]),
  );
  // What takes everything leaves no doubt to who waits further out.
  if (node.handlers.some((handler) => takesAll(machine, scope, handler))) machine.doubts = since.count;
  const main = finish(
    machine,
    scope,
    node,
    attempt(machine, () => goOn(machine, scope, node, body)),
  );
  const [first] = doubts;
  if (first === undefined) return { main, others: [] };
  const unknown = undecided(machine, first.unknown);
  const others = otherWays(machine, scope, node, body.states, doubts, unknown);
  return { main, others: others.map((way) => finish(machine, scope, node, way)), unknown };
}

/** What comes behind the body if it took the way that is known. */
function goOn(
  machine: Machine,
  scope: Scope,
  node: StatementOf<'Try'>,
  body: Outcome<Signal> | RaisedOutcome,
): Signal {
  apply(body.states);
  if (body.raised !== undefined) return handle(machine, scope, node, body.raised);
  return body.result === NEXT ? execute(machine, scope, node.orelse) : body.result;
}

function handle(machine: Machine, scope: Scope, node: StatementOf<'Try'>, raised: Raised): Signal {
  const handler = handlerFor(machine, scope, node, raised.exception);
  if (handler === undefined) throw raised;
  try {
    return runHandler(machine, scope, handler, raised.exception, raised.exception);
  } catch (error) {
    // What the first one left undone stays undone.
    if (error instanceof Raised && error !== raised) error.undone.push(...raised.undone);
    throw error;
  }
}

/** `value`: what its name is bound to; `exception`: what a bare `raise` in it raises again. */
function runHandler(
  machine: Machine,
  scope: Scope,
  handler: Handler,
  value: Value,
  exception: Instance,
): Signal {
  if (handler.name !== undefined) bindName(machine, scope, handler.name, value);
  machine.handling.push(exception);
  try {
    return executeAlternative(machine, scope, handler.body);
  } finally {
    machine.handling.pop();
    if (handler.name !== undefined) scope.locals.delete(handler.name);
  }
}

/** What the handlers would do, and that none of them does anything, if one of the exceptions ended the body (policy Fork). */
function otherWays(
  machine: Machine,
  scope: Scope,
  node: StatementOf<'Try'>,
  body: States,
  doubts: readonly Doubt[],
  unknown: Unknown,
): readonly Way[] {
  const taken = new Map<Handler, Doubt[]>(node.handlers.map((handler) => [handler, []]));
  const left: Doubt[] = [];
  for (const doubt of doubts) {
    const { exception } = doubt;
    const handlers =
      exception === undefined
        ? node.handlers.filter((handler) => mayHandle(machine, scope, handler))
        : [handlerFor(machine, scope, node, exception) ?? []].flat();
    for (const handler of handlers) taken.get(handler)?.push(doubt);
    const isTaken = handlers.some((handler) => exception !== undefined || takesAll(machine, scope, handler));
    if (!isTaken) left.push(doubt);
  }
  const cut = whereCut(machine, body, doubts, unknown);
  const ways = [...taken]
    .filter(([, reasons]) => reasons.length > 0)
    .map(([handler, reasons]) => handled(machine, scope, handler, reasons, cut, unknown));
  if (node.finalbody.length === 0 || machine.guards.length === 0) leaveTo(machine, left.filter(isKnown));
  else if (left.length > 0) ways.push({ raised: newRaised('Exception'), states: cut, perhaps: left });
  return ways;
}

function handled(
  machine: Machine,
  scope: Scope,
  handler: Handler,
  doubts: readonly Doubt[],
  cut: States,
  unknown: Unknown,
): Way {
  const [only] = doubts.length === 1 ? doubts : [];
  const exception = only?.exception ?? newRaised('Exception').exception;
  const way = attempt(machine, () => {
    apply(cut);
    return runHandler(machine, scope, handler, only?.exception ?? unknown, exception);
  });
  return way.raised?.exception === exception ? { ...way, perhaps: doubts } : way;
}

/** A way with `finally` at its end. */
function finish(machine: Machine, scope: Scope, node: StatementOf<'Try'>, way: Way): Way {
  if (node.finalbody.length === 0) return way;
  const { raised, perhaps } = way;
  const finished = attempt(machine, () => {
    apply(way.states);
    const last = execute(machine, scope, node.finalbody);
    if (last !== NEXT) return last;
    if (raised !== undefined) throw raised;
    return way.result;
  });
  return finished.raised !== undefined && finished.raised === raised && perhaps !== undefined
    ? { ...finished, perhaps }
    : finished;
}
