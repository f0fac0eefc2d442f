import { assign, bindName } from '../expressions/assign.ts';
import { evaluateSteps } from '../expressions/yielding.ts';
import { NEXT, type Signal, Undecided, undecided } from '../machine/fork.ts';
import { raised } from '../protocol/exceptions.ts';
import { truth } from '../protocol/truth.ts';
import type { Handler, StatementOf } from '../syntax/parse.ts';
import { NOTHING_SENT, type Resumption, type Steps } from '../values/iterator.ts';
import { isUnknown, Raised, type Unknown, type Value } from '../values/values.ts';
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
  let isDoubted = false;
  let importsDoubted: Unknown | undefined;
  const handlers = node.handlers.filter((handler) => mayHandle(machine, scope, handler));
  const closing = handlerFor(machine, scope, node, raised('GeneratorExit').exception);
  const leave = (): void => {
    if (closing !== undefined) body.execute(closing.body);
  };
  const tried = stepwise(runSteps(body, node.body), (step) => {
    const before = machine.doubts;
    const imports = machine.importDoubts.length;
    try {
      return within(machine, guard, step);
    } finally {
      const [importDoubt] = guard.isForImports ? machine.importDoubts.splice(imports) : [];
      if (importDoubt !== undefined) importsDoubted = importDoubt;
      isDoubted ||= machine.doubts > before;
    }
  });
  // Something before may have raised for all that is known: then a handler went on, and what it gave is not known.
  const refuseDoubt = (): void => {
    if (importsDoubted !== undefined) throw new Undecided(undecided(machine, importsDoubted));
    if (!isDoubted || handlers.length === 0) return;
    const doubt = machine.unknown(
      'whether the statements before `except` go through is unknown',
      handlers[0],
    );
    throw new Undecided(undecided(machine, doubt));
  };
  let signal: Signal;
  try {
    signal = yield* leavingBy(body, leave, tried);
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    refuseDoubt();
    const handler = handlerFor(machine, scope, node, error.exception);
    if (handler === undefined) throw error;
    return yield* handlerSteps(body, handler, error);
  }
  refuseDoubt();
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
  const { entered, leave, guard } = enterManager(machine, manager);
  if (item.optional_vars !== undefined) assign(machine, scope, item.optional_vars, entered);
  const inner = stepwise(withSteps(body, node, index + 1), (step) => within(machine, guard, step));
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
