import { annotationsOf, evaluateAnnotations } from '../expressions/annotations.ts';
import { evaluate } from '../expressions/evaluate.ts';
import { makeFunction } from '../expressions/function-value.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { call } from '../protocol/call.ts';
import type { Expression, StatementOf } from '../syntax/parse.ts';
import type { Value } from '../values/values.ts';
import { runBody } from './function-body.ts';

/** The value a `def` binds, decorators applied. Python looks up the decorators first. */
export function defineFunction(machine: Machine, scope: Scope, node: StatementOf<'FunctionDef'>): Value {
  const decorators = decoratorsOf(machine, scope, node.decorator_list);
  const made = makeFunction(machine, scope, node.name, node.args, node.body, (call) =>
    runBody(machine, call, node.body),
  );
  evaluateAnnotations(machine, scope, annotationsOf(node.args, node.returns));
  return decorate(machine, decorators, made);
}

/** The functions that decorators come to, in the order of the text. */
export function decoratorsOf(
  machine: Machine,
  scope: Scope,
  decorators: readonly Expression[],
): readonly Value[] {
  return decorators.map((decorator) => evaluate(machine, scope, decorator));
}

/** What decorators make of a function or class, the last one first. */
export function decorate(machine: Machine, decorators: readonly Value[], made: Value): Value {
  return decorators.reduceRight((value, decorator) => call(machine, decorator, [value]), made);
}
