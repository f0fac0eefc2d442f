import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { spoil, taint } from '../machine/spoil.ts';
import { raiseNoAttribute } from '../native/no-attribute.ts';
import { getAttribute } from '../protocol/attributes.ts';
import { call, callUnknown } from '../protocol/call.ts';
import type { Expression, ExpressionOf } from '../syntax/parse.ts';
import { isUnknown, MetUnknown, NotModelled, type Unknown, type Value } from '../values/values.ts';
import { elements, evaluate, mappingPairs } from './evaluate.ts';

/** A call as it is written. */
export function evaluateCall(machine: Machine, scope: Scope, node: ExpressionOf<'Call'>): Value {
  const receiver = node.func.nodeType === 'Attribute' ? evaluate(machine, scope, node.func.value) : undefined;
  const callee =
    receiver === undefined
      ? evaluate(machine, scope, node.func)
      : method(machine, scope, receiver, node.func);
  const given = evaluateArguments(machine, scope, node);
  if (isUnknown(callee)) return unknownCall(machine, scope, node, callee, receiver, given);
  if (given.unknown !== undefined) {
    // The arguments behind the star are not known, so the effect of the call is not known either.
    for (const value of [callee, ...given.args, ...given.keywords.values()])
      spoilMutable(machine, value, given.unknown);
    throw new MetUnknown(given.unknown);
  }
  try {
    return call(machine, callee, given.args, given.keywords);
  } catch (error) {
    if (!(error instanceof NotModelled)) throw error;
    return unknownCall(machine, scope, node, machine.gap(error, node), undefined, given);
  }
}

interface Given {
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** Set where `*x` or `**x` is Unknown: the others are what is known. */
  readonly unknown: Unknown | undefined;
}

function evaluateArguments(machine: Machine, scope: Scope, node: ExpressionOf<'Call'>): Given {
  let unknown: Unknown | undefined;
  const guarded = <Result>(work: () => Result, fallback: Result): Result => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof MetUnknown)) throw error;
      unknown ??= error.unknown;
      return fallback;
    }
  };
  const args = node.args.flatMap((arg) => guarded(() => elements(machine, scope, [arg]), []));
  const keywords = new Map<string, Value>();
  for (const keyword of node.keywords) {
    const value = evaluate(machine, scope, keyword.value);
    if (keyword.arg !== undefined) {
      keywords.set(keyword.arg, value);
      continue;
    }
    for (const [key, item] of guarded(() => mappingPairs(machine, value), [])) {
      if (typeof key !== 'string') return machine.runtime.raise('TypeError', 'keywords must be strings');
      if (keywords.has(key))
        machine.runtime.raise('TypeError', `got multiple values for keyword argument '${key}'`);
      keywords.set(key, item);
    }
  }
  return { args, keywords, unknown };
}

function method(machine: Machine, scope: Scope, receiver: Value, func: Expression): Value {
  if (func.nodeType !== 'Attribute') return receiver;
  scope.node = func;
  const found = getAttribute(machine, receiver, func.attr);
  if (found !== undefined) return found;
  return raiseNoAttribute(machine.runtime, receiver, func.attr);
}

function spoilMutable(machine: Machine, value: Value, unknown: Unknown): void {
  if (typeof value === 'object' && value?.kind === 'method') spoil(machine, value.self, unknown);
  else spoil(machine, value, unknown);
}

function unknownCall(
  machine: Machine,
  scope: Scope,
  node: ExpressionOf<'Call'>,
  callee: Unknown,
  receiver: Value | undefined,
  given: Given,
): Value {
  const result = callUnknown(machine, callee, given.args, given.keywords);
  if (receiver !== undefined && !isModule(receiver)) spoil(machine, receiver, result);
  // A function that is given the name of a module can reach its namespace.
  const values = [...node.args, ...node.keywords.map((keyword) => keyword.value)];
  if (values.some((value) => value.nodeType === 'Name' && value.id === '__name__')) {
    taint(machine, scope.module.namespace, result);
  }
  return result;
}

function isModule(value: Value): boolean {
  return typeof value === 'object' && value?.kind === 'module';
}
