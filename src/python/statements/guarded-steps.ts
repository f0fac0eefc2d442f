import { assign, bindName } from '../expressions/assign.ts';
import { evaluateSteps } from '../expressions/yielding.ts';
import { doubtsSince, doubtsSoFar, type Since } from '../machine/doubts.ts';
import { NEXT, type Signal, Undecided, undecided } from '../machine/fork.ts';
import { type Doubt, isKnown } from '../machine/guards.ts';
import type { Machine } from '../machine/machine.ts';
import { leaveTo } from '../machine/ways.ts';
import { raised } from '../protocol/exceptions.ts';
import { truth } from '../protocol/truth.ts';
import type { Handler, Statement, StatementOf } from '../syntax/parse.ts';
import { NOTHING_SENT, type Resumption, type Steps } from '../values/iterator.ts';
import { isUnknown, Raised, type Value } from '../values/values.ts';
import { enterManager } from './context-manager.ts';
import { guardOf, handlerFor, mayHandle, within } from './handlers.ts';
import { type Body, runSteps } from './steps.ts';

/** Carries out `work` with `leave` among what closing the generator would do. */
function* leavingBy<Result>(body: Body, leave: () => void, work: Steps<Result>): Steps<Result> {
  body.leaving.push(leave);
  try {
    return yield* work;
  } finally {
    body.leaving.pop();
  }
}

/** Carries out each step of `work` within `around`: what a `try` sets up is not there while the generator waits. */
function* stepwise<Result>(
  work: Steps<Result>,
  around: (step: () => IteratorResult<Value, Result>) => IteratorResult<Value, Result>,
): Steps<Result> {
  let by: Resumption = NOTHING_SENT;
  for (;;) {
    const sent = by;
    const step = around(() => work.next(sent));
    if (step.done === true) return step.value;
    by = yield step.value;
  }
}

/**
 * Something may have raised since, for all that is known: where code of the generator would have gone on then, what it gives is
 * not known. The other doubts are left to who waits further out.
 */
function refuse(machine: Machine, node: Statement, since: Since, isMinded: (doubt: Doubt) => boolean): void {
  const doubts = doubtsSince(machine, since, () =>
    machine.unknown('whether the statements before `except` go through is unknown', node),
  );
  leaveTo(machine, doubts.filter(isKnown));
  const minded = doubts.find(isMinded);
  if (minded !== undefined) throw new Undecided(undecided(machine, minded.unknown));
}

/** `try` with a `yield` in it. */
export function* trySteps(body: Body, node: StatementOf<'Try'>): Steps<Signal> {
  const leave = (): void => {
    body.execute(node.finalbody);
  };
  let signal: Signal;
  try {
    signal = yield* leavingBy(body, leave, handledSteps(body, node));
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    const last = yield* runSteps(body, node.finalbody);
    if (last !== NEXT) return last;
    throw error;
  }
  const last = yield* runSteps(body, node.finalbody);
  return last === NEXT ? signal : last;
}

function* handledSteps(body: Body, node: StatementOf<'Try'>): Steps<Signal> {
  const { machine, scope } = body;
  const guard = guardOf(machine, scope, node);
  const isMinded = ({ exception }: Doubt): boolean =>
    (node.finalbody.length > 0 && machine.guards.length > 0) ||
    (exception === undefined
      ? node.handlers.some((handler) => mayHandle(machine, scope, handler))
      : guard.catches(exception));
  const closing = handlerFor(machine, scope, node, raised('GeneratorExit').exception);
  const leave = (): void => {
    if (closing !== undefined) body.execute(closing.body);
  };
  const tried = stepwise(runSteps(body, node.body), (step) => {
    const since = doubtsSoFar(machine);
    try {
      return within(machine, guard, step);
    } finally {
      refuse(machine, node, since, isMinded);
    }
  });
  let signal: Signal;
  try {
    signal = yield* leavingBy(body, leave, tried);
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    const handler = handlerFor(machine, scope, node, error.exception);
    if (handler === undefined) throw error;
    return yield* handlerSteps(body, handler, error);
  }
  return signal === NEXT ? yield* runSteps(body, node.orelse) : signal;
}

function* handlerSteps(body: Body, handler: Handler, { exception }: Raised): Steps<Signal> {
  const { machine, scope } = body;
  if (handler.name !== undefined) bindName(machine, scope, handler.name, exception);
  try {
    return yield* stepwise(runSteps(body, handler.body), (step) => {
      machine.handling.push(exception);
      try {
        return step();
      } finally {
        machine.handling.pop();
      }
    });
  } finally {
    if (handler.name !== undefined) scope.locals.delete(handler.name);
  }
}

/** `with` with a `yield` in it, from its item number `index` on. */
export function* withSteps(body: Body, node: StatementOf<'With'>, index: number): Steps<Signal> {
  const { machine, scope } = body;
  const item = node.items[index];
  if (item === undefined) return yield* runSteps(body, node.body);
  const manager = yield* evaluateSteps(machine, scope, item.context_expr);
  const { entered, leave, guard, maySwallow } = enterManager(machine, manager);
  if (item.optional_vars !== undefined) assign(machine, scope, item.optional_vars, entered);
  const inner = stepwise(withSteps(body, node, index + 1), (step) => {
    const since = doubtsSoFar(machine);
    try {
      return within(machine, guard, step);
    } finally {
      refuse(machine, node, since, () => maySwallow);
    }
  });
  const close = (): void => {
    leave(raised('GeneratorExit'));
  };
  let signal: Signal;
  try {
    signal = yield* leavingBy(body, close, inner);
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    const swallowed = leave(error);
    if (isUnknown(swallowed) || !truth(machine, swallowed)) throw error;
    return NEXT;
  }
  leave(null);
  return signal;
}
