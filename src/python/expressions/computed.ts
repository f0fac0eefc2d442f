import type { Expression } from '../syntax/parse.ts';
import type { Value } from '../values/values.ts';

const values = new WeakMap<object, Value>();

/** An expression in the place of `node` that has been evaluated: it comes to `value`. */
export function computed(node: Expression, value: Value): Expression {
  // The parser knows no such node: `evaluate` asks for its value.
  const made = { ...node, nodeType: 'Computed' } as unknown as Expression;
  values.set(made, value);
  return made;
}

/** What an expression comes to that `computed` made; `undefined` for all others. */
export function computedValue(node: Expression): Value | undefined {
  return values.get(node);
}
