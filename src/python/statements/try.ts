import { bindName } from '../expressions/assign.ts';
import {
  attempt,
  NEXT,
  type Outcome,
  type RaisedOutcome,
  type Signal,
  Undecided,
  undecided,
} from '../machine/fork.ts';
import { apply, merge } from '../machine/journal.ts';
import type { Machine } from '../machine/machine.ts';
import { same } from '../machine/same.ts';
import type { Scope } from '../machine/scope.ts';
import type { Handler, StatementOf } from '../syntax/parse.ts';
import { NotModelled, Raised, type Unknown, type Value } from '../values/values.ts';
import { execute, executeAlternative } from './execute.ts';
import { guardOf, handlerFor, isForImports, mayHandle, within } from './handlers.ts';

/** `try`, with `else` and `finally`. */
export function runTry(machine: Machine, scope: Scope, node: StatementOf<'Try'>): Signal {
  let signal: Signal;
  try {
    signal = runGuarded(machine, scope, node);
  } catch (error) {
    if (error instanceof Raised || error instanceof NotModelled || error instanceof Undecided) {
      const last = execute(machine, scope, node.finalbody);
      if (last !== NEXT) return last;
    }
    throw error;
  }
  const last = execute(machine, scope, node.finalbody);
  return last === NEXT ? signal : last;
}

function runGuarded(machine: Machine, scope: Scope, node: StatementOf<'Try'>): Signal {
  const before = machine.doubts;
  let possible: Possible | undefined;
  let isThrough = false;
  const outcome = attempt(machine, () => {
    let signal: Signal;
    const imports = machine.importDoubts.length;
    try {
      signal = within(machine, guardOf(machine, scope, node), () => execute(machine, scope, node.body));
    } finally {
      possible = possibleHandlers(machine, scope, node, machine.doubts > before, imports);
    }
    isThrough = true;
    return signal === NEXT ? execute(machine, scope, node.orelse) : signal;
  });
  const { raised } = outcome;
  if (raised !== undefined) {
    // What `else` raises is not for these handlers.
    if (!isThrough && possible !== undefined) return handleEarlier(machine, scope, node, outcome, possible);
    apply(outcome.states);
    if (isThrough) throw raised;
    return handle(machine, scope, node, raised);
  }
  if (possible !== undefined) return eitherOutcome(machine, scope, outcome, possible);
  apply(outcome.states);
  return outcome.result;
}

/** Handlers that may have gone on, for all that is known. */
interface Possible {
  readonly handlers: readonly Handler[];
  /** The import that may have failed, if that is why. */
  readonly doubt: Unknown | undefined;
}

/** `imports`: how many imports were in doubt before the body. Those that the handlers take are no doubt any more. */
function possibleHandlers(
  machine: Machine,
  scope: Scope,
  node: StatementOf<'Try'>,
  isDoubted: boolean,
  imports: number,
): Possible | undefined {
  const forImports = node.handlers.filter((handler) => isForImports(machine, scope, handler, false));
  const [doubt] = forImports.length === 0 ? [] : machine.importDoubts.splice(imports);
  const handlers = node.handlers.filter(
    (handler) =>
      (isDoubted && mayHandle(machine, scope, handler)) ||
      (doubt !== undefined && forImports.includes(handler)),
  );
  return handlers.length === 0 ? undefined : { handlers, doubt };
}

function handle(machine: Machine, scope: Scope, node: StatementOf<'Try'>, raised: Raised): Signal {
  const handler = handlerFor(machine, scope, node, raised.exception);
  if (handler === undefined) throw raised;
  try {
    return runHandler(machine, scope, handler, raised.exception);
  } catch (error) {
    // What the first one left undone stays undone.
    if (error instanceof Raised && error !== raised) error.undone.push(...raised.undone);
    throw error;
  }
}

function runHandler(machine: Machine, scope: Scope, handler: Handler, exception: Value): Signal {
  if (handler.name !== undefined) bindName(machine, scope, handler.name, exception);
  if (typeof exception === 'object' && exception?.kind === 'instance') machine.handling.push(exception);
  try {
    return executeAlternative(machine, scope, handler.body);
  } finally {
    if (typeof exception === 'object' && exception?.kind === 'instance') machine.handling.pop();
    if (handler.name !== undefined) scope.locals.delete(handler.name);
  }
}

/**
 * The body went through, but met something that may raise for all that is known: what the handlers would do may have
 * happened instead (policy Fork).
 */
function eitherOutcome(
  machine: Machine,
  scope: Scope,
  body: Outcome<Signal>,
  { handlers, doubt: importDoubt }: Possible,
): Signal {
  const doubt =
    importDoubt ??
    machine.unknown('whether the statements before `except` go through is unknown', handlers[0]);
  const unknown = undecided(machine, doubt);
  let result = body;
  for (const handler of handlers) {
    const handled = attempt(machine, () => runHandler(machine, scope, handler, doubt));
    // One that raises ends the program, unless somebody further out waits for it.
    if (handled.raised === undefined) result = mergeOutcomes(machine, result, handled, unknown);
    else if (machine.guards.some((guard) => guard.catches(handled.raised.exception))) {
      const { states } = machine.journals.attempt(() => merge(result.states, handled.states, unknown, true));
      result = { result: result.result, states };
    }
  }
  apply(result.states);
  return result.result;
}

/** The body raised, but something before may have raised already: then the handlers began from another state. */
function handleEarlier(
  machine: Machine,
  scope: Scope,
  node: StatementOf<'Try'>,
  { raised, states }: RaisedOutcome,
  possible: Possible,
): Signal {
  const handled = attempt(machine, () => {
    apply(states);
    return handle(machine, scope, node, raised);
  });
  if (handled.raised !== undefined) throwEarlier(machine, scope, handled, possible);
  const merged = new Map([...states, ...handled.states]);
  return eitherOutcome(machine, scope, { result: handled.result, states: merged }, possible);
}

/** A handler raises in its turn; what it would have done had it begun earlier is seen to before. */
function throwEarlier(
  machine: Machine,
  scope: Scope,
  handled: RaisedOutcome,
  { handlers, doubt: importDoubt }: Possible,
): never {
  const doubt =
    importDoubt ?? machine.unknown('which statements before `except` go through is unknown', handlers[0]);
  const unknown = undecided(machine, doubt);
  const others = handlers.map((handler) =>
    attempt(machine, () => runHandler(machine, scope, handler, doubt)),
  );
  let { states } = handled;
  for (const other of others)
    states = machine.journals.attempt(() => merge(states, other.states, unknown)).states;
  apply(states);
  if (others.every((other) => other.raised !== undefined)) throw handled.raised;
  throw new Undecided(unknown, true);
}

function mergeOutcomes(
  machine: Machine,
  ours: Outcome<Signal>,
  theirs: Outcome<Signal>,
  unknown: Unknown,
): Outcome<Signal> {
  const { states } = machine.journals.attempt(() => merge(ours.states, theirs.states, unknown, true));
  return { result: mergeSignals(ours.result, theirs.result, unknown), states };
}

function mergeSignals(ours: Signal, theirs: Signal, unknown: Unknown): Signal {
  if (ours.kind === 'return' && theirs.kind === 'return') {
    return { kind: 'return', value: same(ours.value, theirs.value) ? ours.value : unknown };
  }
  if (ours.kind === theirs.kind) return ours;
  // One goes on where the other returns: whatever is returned in the end is not known.
  if (ours.kind === 'return' || theirs.kind === 'return') return { kind: 'return', value: unknown };
  throw new Undecided(unknown);
}
