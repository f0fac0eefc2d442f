import { call } from './call.ts';
import { Dict } from './containers.ts';
import { evaluate } from './evaluate.ts';
import { type FunctionCode, toParameters } from './functions.ts';
import type { Machine } from './machine.ts';
import type { ArgumentsNode, Expression, ExpressionOf, Statement, StatementOf } from './parse.ts';
import type { Scope } from './scope.ts';
import type { FunctionValue, Value } from './values.ts';

export function makeLambda(machine: Machine, scope: Scope, node: ExpressionOf<'Lambda'>): FunctionValue {
  return makeFunction(machine, scope, '<lambda>', node.args, node.body);
}

/** The value a `def` binds, decorators applied. */
export function defineFunction(machine: Machine, scope: Scope, node: StatementOf<'FunctionDef'>): Value {
  const made = makeFunction(machine, scope, node.name, node.args, node.body);
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

function makeFunction(
  machine: Machine,
  scope: Scope,
  name: string,
  parameters: ArgumentsNode,
  body: readonly Statement[] | Expression,
): FunctionValue {
  const defaults = new Map<string, Value>();
  const { posonlyargs, args, kwonlyargs } = parameters;
  const positional = [...posonlyargs, ...args];
  for (const [index, node] of parameters.defaults.entries()) {
    const parameter = positional[positional.length - parameters.defaults.length + index];
    if (parameter !== undefined) defaults.set(parameter.arg, evaluate(machine, scope, node));
  }
  for (const [index, node] of parameters.kw_defaults.entries()) {
    const parameter = kwonlyargs[index];
    if (node != null && parameter !== undefined) defaults.set(parameter.arg, evaluate(machine, scope, node));
  }
  const code: FunctionCode = {
    scope,
    parameters: toParameters(parameters),
    defaults,
    body,
    owner: scope.owner ?? null,
  };
  const attributes = new Dict(
    [
      ['__name__', name],
      ['__qualname__', name],
      ['__module__', scope.module.name],
      ['__doc__', documentation(body)],
    ],
    'names',
  );
  return { kind: 'function', name, code, attributes };
}

/** The docstring of a body. */
export function documentation(body: readonly Statement[] | Expression): Value {
  const first = Array.isArray(body) ? (body as readonly Statement[])[0] : undefined;
  if (first?.nodeType !== 'Expr' || first.value.nodeType !== 'Constant') return null;
  const text: unknown = first.value.value;
  return typeof text === 'string' && first.value.quote_style !== undefined ? text : null;
}
