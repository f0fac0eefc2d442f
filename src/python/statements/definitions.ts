import { evaluate } from '../expressions/evaluate.ts';
import { makeFunction } from '../expressions/function-value.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { call } from '../protocol/call.ts';
import type { Expression, StatementOf } from '../syntax/parse.ts';
import type { Value } from '../values/values.ts';
import { runBody } from './function-body.ts';

/** The value a `def` binds, decorators applied. */
export function defineFunction(machine: Machine, scope: Scope, node: StatementOf<'FunctionDef'>): Value {
  const made = makeFunction(machine, scope, node.name, node.args, node.body, (call) =>
    runBody(machine, call, node.body),
  );
  return decorate(machine, scope, node.decorator_list, made);
}

/** What decorators make of a function or class, the last one first. */
export function decorate(
  machine: Machine,
  scope: Scope,
  decorators: readonly Expression[],
  made: Value,
): Value {
  const called = decorators.map((decorator) => evaluate(machine, scope, decorator));
  let value = made;
  for (const decorator of called.reverse()) value = call(machine, decorator, [value]);
  return value;
}
