import { eitherValue, perhapsValue } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { truth } from '../protocol/truth.ts';
import type { Expression, ExpressionOf } from '../syntax/parse.ts';
import { settled } from '../values/settled.ts';
import { isUnknown, type Unknown, type Value } from '../values/values.ts';
import { evaluate } from './evaluate.ts';

/** Three-valued: what a test comes to where one side may settle it although the other is Unknown. */
export function decide(machine: Machine, scope: Scope, node: Expression): boolean | Unknown {
  if (node.nodeType === 'UnaryOp' && node.op.nodeType === 'Not') {
    const inner = decide(machine, scope, node.operand);
    return typeof inner === 'boolean' ? !inner : inner;
  }
  if (node.nodeType === 'BoolOp') return decideAny(machine, scope, node, node.values);
  try {
    const value = settled(evaluate(machine, scope, node));
    // To look whether it holds raises for no value that settings have.
    return isUnknown(value) ? value : truth(machine, value);
  } catch (error) {
    const unknown = machine.recover(error, node);
    if (isUnknown(unknown)) return unknown;
    throw error;
  }
}

function decideAny(
  machine: Machine,
  scope: Scope,
  node: ExpressionOf<'BoolOp'>,
  parts: readonly Expression[],
): boolean | Unknown {
  const settling = node.op.nodeType === 'Or';
  for (const [index, part] of parts.entries()) {
    const decided = decide(machine, scope, part);
    if (decided === settling) return settling;
    if (typeof decided === 'boolean') continue;
    // What follows may settle it, if it is carried out at all.
    const rest = perhapsValue(machine, decided, () =>
      decideAny(machine, scope, node, parts.slice(index + 1)),
    );
    return rest === settling ? settling : decided;
  }
  return !settling;
}

/** The value of `and` and `or`. */
export function either(machine: Machine, scope: Scope, node: ExpressionOf<'BoolOp'>): Value {
  const settling = node.op.nodeType === 'Or';
  let last: Value = null;
  for (const [index, part] of node.values.entries()) {
    last = evaluate(machine, scope, part);
    if (isUnknown(last)) {
      const rest = node.values.slice(index + 1);
      // `UNKNOWN and False` is not known as a value, but it is false: see `decide`.
      perhapsValue(machine, last, () => decideAny(machine, scope, node, rest));
      return last;
    }
    if (truth(machine, last) === settling) break;
  }
  return last;
}

/** The value of `x if test else y`. */
export function conditional(machine: Machine, scope: Scope, node: ExpressionOf<'IfExp'>): Value {
  const test = decide(machine, scope, node.test);
  if (typeof test === 'boolean') return evaluate(machine, scope, test ? node.body : node.orelse);
  return eitherValue(
    machine,
    test,
    () => evaluate(machine, scope, node.body),
    () => evaluate(machine, scope, node.orelse),
  );
}
