import type { Machine } from '../machine/machine.ts';
import { qualifiedName, type Scope } from '../machine/scope.ts';
import type { ArgumentsNode, Expression, ExpressionOf, Statement } from '../syntax/parse.ts';
import { Dict } from '../values/dict.ts';
import { BoundPassed, type FunctionValue, type Value } from '../values/values.ts';
import { evaluate } from './evaluate.ts';
import { acceptsKeyword, enter, type FunctionCode, toParameters } from './functions.ts';

// Real settings call a few levels deep; JavaScript's stack holds some hundred levels of this evaluator.
const DEEPEST_CALL = 120;

export function makeLambda(machine: Machine, scope: Scope, node: ExpressionOf<'Lambda'>): FunctionValue {
  return makeFunction(machine, scope, '<lambda>', node.args, node.body, (call) =>
    evaluate(machine, call, node.body),
  );
}

/** `runBody` carries out the body in the scope of one call. */
export function makeFunction(
  machine: Machine,
  scope: Scope,
  name: string,
  parameters: ArgumentsNode,
  body: readonly Statement[] | Expression,
  runBody: (call: Scope) => Value,
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
  const traits = new Dict(
    [
      ['__name__', name],
      ['__qualname__', qualifiedName(scope, name)],
      ['__module__', scope.module.name],
      ['__doc__', documentation(body)],
    ],
    'names',
  );
  return {
    kind: 'function',
    name,
    needed: code.parameters.names.filter((parameter) => !defaults.has(parameter)).length,
    most: code.parameters.rest === null ? code.parameters.names.length : Number.POSITIVE_INFINITY,
    accepts: (keyword) => acceptsKeyword(code.parameters, keyword),
    run: (args, keywords) => {
      const call = enter(machine, name, code, args, keywords);
      return carryOut(machine, call, () => runBody(call));
    },
    attributes: new Dict([], 'names'),
    traits,
  };
}

/** Carries out the code of one call, or a part of it, in its scope. */
export function carryOut<Result>(machine: Machine, scope: Scope, work: () => Result): Result {
  if (machine.depth >= DEEPEST_CALL) throw new BoundPassed(`calls nest deeper than ${DEEPEST_CALL}`);
  machine.depth += 1;
  scope.caller = machine.scope;
  scope.natives = machine.natives;
  const run = (): Result => machine.within(scope, work);
  try {
    const isPackage = scope.module.file !== null && machine.sources.readsLazily(scope.module.file);
    return isPackage ? machine.budget.packageCall(run) : run();
  } finally {
    machine.depth -= 1;
  }
}

/** The docstring of a body. */
export function documentation(body: readonly Statement[] | Expression): Value {
  const first = Array.isArray(body) ? (body as readonly Statement[])[0] : undefined;
  if (first?.nodeType !== 'Expr' || first.value.nodeType !== 'Constant') return null;
  const text: unknown = first.value.value;
  return typeof text === 'string' && first.value.quote_style !== undefined ? text : null;
}
