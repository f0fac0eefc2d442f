import { inAnyOrder, perhapsValue } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import { newScope, type Scope } from '../machine/scope.ts';
import { items, itemsInAnyOrder, orderDoubt } from '../protocol/iterate.ts';
import type { Expression, ExpressionOf } from '../syntax/parse.ts';
import { Dict } from '../values/dict.ts';
import { iterator, type Steps } from '../values/iterator.ts';
import { List } from '../values/list.ts';
import { SetValue } from '../values/set-value.ts';
import { certain } from '../values/settled.ts';
import { isUnknown, MetUnknown, NotModelled, type Unknown, type Value } from '../values/values.ts';
import { assign } from './assign.ts';
import { decide } from './decide.ts';
import { evaluate } from './evaluate.ts';

export type ComprehensionNode =
  | ExpressionOf<'ListComp'>
  | ExpressionOf<'SetComp'>
  | ExpressionOf<'DictComp'>
  | ExpressionOf<'GeneratorExp'>;

/** Comprehensions and generator expressions. An Unknown source or filter makes the whole Unknown. */
export function comprehension(machine: Machine, outer: Scope, node: ComprehensionNode): Value {
  const [first] = node.generators;
  // As in Python, the first source is evaluated outside.
  const source = first === undefined ? null : evaluate(machine, outer, first.iter);
  const scope = newScope({
    kind: 'function',
    module: outer.module,
    locals: new Dict([], 'names'),
    source: outer.source,
    outer,
    isComprehension: true,
    node,
  });
  const value = (part: Expression): Value => evaluate(machine, scope, part);
  const doubt = orderDoubt(machine, source);
  const each = <Result>(result: () => Result): Generator<Result, void, undefined> =>
    rounds(machine, scope, node.generators, 0, source, result);
  switch (node.nodeType) {
    case 'ListComp':
      return new List(machine.within(scope, () => [...each(() => value(node.elt))]));
    case 'SetComp': {
      const make = (from: Source): Value[] => [
        ...rounds(machine, scope, node.generators, 0, from, () => certain(value(node.elt))),
      ];
      return new SetValue(
        machine.within(scope, () =>
          doubt === undefined
            ? make(source)
            : inAnyOrder(machine, doubt, () => make(anyOrder(machine, source)), scope.locals),
        ),
      );
    }
    case 'DictComp':
      return new Dict(
        machine.within(scope, () => [
          ...each((): [Value, Value] => [certain(value(node.key)), value(node.value)]),
        ]),
      );
    default: {
      // As in Python, that the first source can be iterated is found out at once.
      const first = doubt === undefined ? begun(machine, source) : anyOrder(machine, source);
      const steps = rounds(machine, scope, node.generators, 0, first, () => value(node.elt));
      return iterator(inScope(machine, scope, steps), 'generator', {
        unordered: doubt,
        scratch: scope.locals,
      });
    }
  }
}

/** A source whose items have been asked for, or an Unknown. */
type Source = Value | Generator<Value, void, undefined>;

function begun(machine: Machine, source: Value): Source {
  return isUnknown(source) ? source : items(machine, source);
}

function anyOrder(machine: Machine, source: Value): Source {
  return isUnknown(source) ? source : itemsInAnyOrder(machine, source);
}

function isBegun(source: Source): source is Generator<Value, void, undefined> {
  return typeof source === 'object' && source !== null && 'next' in source && !('kind' in source);
}

// A generator goes on long after it was made: each step is taken in its own scope.
function* inScope(machine: Machine, scope: Scope, steps: Generator<Value, void, undefined>): Steps<void> {
  for (;;) {
    const step = machine.within(scope, () => steps.next());
    if (step.done === true) return;
    const { raised } = yield step.value;
    if (raised !== undefined) throw raised;
  }
}

function* rounds<Result>(
  machine: Machine,
  scope: Scope,
  clauses: ComprehensionNode['generators'],
  index: number,
  source: Source,
  result: () => Result,
): Generator<Result, void, undefined> {
  const clause = clauses[index];
  if (clause === undefined) {
    yield result();
    return;
  }
  if (!isBegun(source) && isUnknown(source)) perhapsOneRound(machine, scope, clauses, index, source, result);
  for (const item of isBegun(source) ? source : items(machine, source)) {
    assign(machine, scope, clause.target, item);
    if (!passes(machine, scope, clause.ifs)) continue;
    const next = clauses[index + 1];
    const inner = next === undefined ? null : evaluate(machine, scope, next.iter);
    yield* rounds(machine, scope, clauses, index + 1, inner, result);
  }
}

// The value is Unknown; what calls in it may change on the way has to be so as well.
function perhapsOneRound<Result>(
  machine: Machine,
  scope: Scope,
  clauses: ComprehensionNode['generators'],
  index: number,
  unknown: Unknown,
  result: () => Result,
): void {
  const clause = clauses[index];
  const next = clauses[index + 1];
  if (clause === undefined) return;
  perhapsValue(machine, unknown, () => {
    try {
      assign(machine, scope, clause.target, unknown);
      for (const test of clause.ifs) decide(machine, scope, test);
      const inner = next === undefined ? null : evaluate(machine, scope, next.iter);
      return [...rounds(machine, scope, clauses, index + 1, inner, result)].length;
    } catch (error) {
      if (error instanceof MetUnknown || error instanceof NotModelled) return 0;
      throw error;
    }
  });
}

function passes(machine: Machine, scope: Scope, tests: readonly Expression[]): boolean {
  for (const test of tests) {
    const decided = decide(machine, scope, test);
    if (typeof decided !== 'boolean') throw new MetUnknown(decided);
    if (!decided) return false;
  }
  return true;
}
