import { assign } from '../expressions/assign.ts';
import { computed } from '../expressions/computed.ts';
import { decide } from '../expressions/decide.ts';
import { evaluate, signOf } from '../expressions/evaluate.ts';
import { evaluateSteps } from '../expressions/yielding.ts';
import { NEXT, type Signal, Undecided, undecided } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { items } from '../protocol/iterate.ts';
import { containsYield } from '../syntax/analyse.ts';
import type { Expression, Statement, StatementOf } from '../syntax/parse.ts';
import type { Steps } from '../values/iterator.ts';
import { isUnknown, MetUnknown, NotModelled } from '../values/values.ts';
import { combined } from './augmented-assign.ts';
import { trySteps, withSteps } from './guarded-steps.ts';

/** The body of one generator that is being carried out. */
export interface Body {
  readonly machine: Machine;
  readonly scope: Scope;
  /** Carries out statements in which nothing yields. */
  readonly execute: (statements: readonly Statement[]) => Signal;
  /** What closing it where it waits would carry out, innermost last: `finally` and `__exit__`. */
  readonly leaving: (() => void)[];
}

/**
 * Carries out statements up to each `yield` in them. Those without one are carried out as everywhere; what can't be told of
 * the others (whether, how often) throws, since then nobody can say what the generator gives.
 */
export function* runSteps(body: Body, statements: readonly Statement[]): Steps<Signal> {
  const { machine, scope } = body;
  for (const statement of statements) {
    if (!containsYield(statement)) {
      const signal = body.execute([statement]);
      if (signal !== NEXT) return signal;
      continue;
    }
    machine.budget.step();
    scope.node = statement;
    const signal = yield* runOne(body, statement);
    if (signal !== NEXT) return signal;
  }
  return NEXT;
}

function* runOne(body: Body, node: Statement): Steps<Signal> {
  const { machine, scope } = body;
  const value = (part: Expression): Steps => evaluateSteps(machine, scope, part);
  switch (node.nodeType) {
    case 'Expr':
      yield* value(node.value);
      return NEXT;
    case 'Return':
      return { kind: 'return', value: node.value === undefined ? null : yield* value(node.value) };
    case 'Assign': {
      const made = yield* value(node.value);
      scope.node = node;
      for (const target of node.targets) assign(machine, scope, withoutYield(target), made);
      return NEXT;
    }
    case 'AnnAssign':
      if (node.value !== undefined)
        assign(machine, scope, withoutYield(node.target), yield* value(node.value));
      return NEXT;
    case 'AugAssign': {
      if (node.target.nodeType !== 'Name')
        throw new NotModelled('a yield in an assignment to this target is not modelled');
      const former = evaluate(machine, scope, node.target);
      const given = yield* value(node.value);
      assign(machine, scope, node.target, combined(machine, signOf(node.op), former, given));
      return NEXT;
    }
    case 'If':
      return yield* runSteps(body, (yield* holds(body, node.test)) ? node.body : node.orelse);
    case 'While':
      return yield* whileSteps(body, node);
    case 'For':
      return yield* forSteps(body, node);
    case 'Try':
      return yield* trySteps(body, node);
    case 'With':
      return yield* withSteps(body, node, 0);
    default:
      throw new NotModelled(`a yield in a ${node.nodeType} statement is not modelled`);
  }
}

function withoutYield(target: Expression): Expression {
  if (containsYield(target)) throw new NotModelled('a yield in the target of an assignment is not modelled');
  return target;
}

function* holds(body: Body, test: Expression): Steps<boolean> {
  const { machine, scope } = body;
  const node = containsYield(test) ? computed(test, yield* evaluateSteps(machine, scope, test)) : test;
  const decided = decide(machine, scope, node);
  if (typeof decided !== 'boolean') throw new Undecided(undecided(machine, decided));
  return decided;
}

function* whileSteps(body: Body, node: StatementOf<'While'>): Steps<Signal> {
  for (;;) {
    body.machine.budget.step();
    if (!(yield* holds(body, node.test))) return yield* runSteps(body, node.orelse);
    const signal = yield* runSteps(body, node.body);
    if (signal.kind === 'break') return NEXT;
    if (signal.kind === 'return') return signal;
  }
}

function* forSteps(body: Body, node: StatementOf<'For'>): Steps<Signal> {
  const { machine, scope } = body;
  const source = yield* evaluateSteps(machine, scope, node.iter);
  if (isUnknown(source)) throw new MetUnknown(source);
  for (const item of items(machine, source)) {
    scope.node = node;
    assign(machine, scope, withoutYield(node.target), item);
    const signal = yield* runSteps(body, node.body);
    if (signal.kind === 'break') return NEXT;
    if (signal.kind === 'return') return signal;
  }
  return yield* runSteps(body, node.orelse);
}
