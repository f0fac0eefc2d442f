import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { raiseNoAttribute } from '../native/no-attribute.ts';
import { getAttribute } from '../protocol/attributes.ts';
import { getItem } from '../protocol/items.ts';
import { itemsInAnyOrder, iterate } from '../protocol/iterate.ts';
import { contains } from '../protocol/operators/contains.ts';
import { equality, identical, inequality } from '../protocol/operators/equality.ts';
import { operate, unary } from '../protocol/operators/operate.ts';
import { ordering } from '../protocol/operators/ordering.ts';
import { truth } from '../protocol/truth.ts';
import type { Expression, ExpressionOf } from '../syntax/parse.ts';
import { onlyAscii } from '../text/quote.ts';
import { classOf } from '../types/index.ts';
import { Dict } from '../values/dict.ts';
import { Unhashable } from '../values/keys.ts';
import { List } from '../values/list.ts';
import { SetValue } from '../values/set-value.ts';
import { certain, settled } from '../values/settled.ts';
import { MetUnknown, NotModelled, tuple, type Value } from '../values/values.ts';
import { assignNamed } from './assign.ts';
import { evaluateCall } from './call-expression.ts';
import { comprehension } from './comprehension.ts';
import { computedValue } from './computed.ts';
import { constantValue } from './constant.ts';
import { conditional, either } from './decide.ts';
import { makeLambda } from './function-value.ts';
import { loadName } from './load-name.ts';

/** The value of an expression. What is not modelled or depends on something Unknown comes to an Unknown. */
export function evaluate(machine: Machine, scope: Scope, node: Expression): Value {
  machine.budget.step();
  if (node.nodeType === 'Name') return loadName(machine, scope, node);
  const former = scope.node;
  scope.node = node;
  try {
    return settled(compute(machine, scope, node));
  } catch (error) {
    if (error instanceof Unhashable) return machine.runtime.raise('TypeError', error.message);
    return machine.recover(error, node);
  } finally {
    scope.node = former;
  }
}

const SIGNS: Readonly<Record<string, string>> = {
  Add: '+',
  Sub: '-',
  Mult: '*',
  MatMult: '@',
  Div: '/',
  Mod: '%',
  Pow: '**',
  LShift: '<<',
  RShift: '>>',
  BitOr: '|',
  BitXor: '^',
  BitAnd: '&',
  FloorDiv: '//',
};

/** `+` for an `Add` node. */
export function signOf(operator: { readonly nodeType: string }): string {
  return SIGNS[operator.nodeType] ?? operator.nodeType;
}

function compute(machine: Machine, scope: Scope, node: Expression): Value {
  const value = (child: Expression): Value => evaluate(machine, scope, child);
  switch (node.nodeType) {
    case 'Constant':
      return constantValue(node, scope.source);
    case 'BinOp':
      return operate(machine, signOf(node.op), value(node.left), value(node.right));
    case 'UnaryOp':
      if (node.op.nodeType === 'Not') return !truth(machine, value(node.operand));
      return unary(
        machine,
        node.op.nodeType === 'USub' ? '-' : node.op.nodeType === 'UAdd' ? '+' : '~',
        value(node.operand),
      );
    case 'BoolOp':
      return either(machine, scope, node);
    case 'IfExp':
      return conditional(machine, scope, node);
    case 'Compare':
      return compareChain(machine, scope, node);
    case 'Call':
      return evaluateCall(machine, scope, node);
    case 'Attribute':
      return attribute(machine, value(node.value), node.attr);
    case 'Subscript':
      return getItem(machine, value(node.value), value(node.slice));
    case 'Slice':
      return {
        kind: 'slice',
        start: node.lower === undefined ? null : value(node.lower),
        stop: node.upper === undefined ? null : value(node.upper),
        step: node.step === undefined ? null : value(node.step),
      };
    case 'List':
      return new List(elements(machine, scope, node.elts));
    case 'Tuple':
      return tuple(elements(machine, scope, node.elts));
    case 'Set':
      return new SetValue(elements(machine, scope, node.elts, itemsInAnyOrder));
    case 'Dict':
      return dictDisplay(machine, scope, node);
    case 'JoinedStr':
      return node.values.map((part) => stringPart(machine, scope, part)).join('');
    case 'FormattedValue':
      return stringPart(machine, scope, node);
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      return comprehension(machine, scope, node);
    case 'Lambda':
      return makeLambda(machine, scope, node);
    case 'NamedExpr': {
      const named = value(node.value);
      assignNamed(machine, outsideComprehension(scope), node.target, named);
      return named;
    }
    default: {
      const known = computedValue(node);
      if (known !== undefined) return known;
      throw new NotModelled(`${node.nodeType} expressions are not modelled`);
    }
  }
}

/** The scope of the function around comprehensions, where `:=` binds. */
export function outsideComprehension(scope: Scope): Scope {
  let target = scope;
  while (target.isComprehension === true && target.outer !== null) target = target.outer;
  return target;
}

function attribute(machine: Machine, value: Value, name: string): Value {
  const found = getAttribute(machine, value, name);
  if (found !== undefined) return found;
  return raiseNoAttribute(machine.runtime, value, name);
}

function compareChain(machine: Machine, scope: Scope, node: ExpressionOf<'Compare'>): Value {
  let left = evaluate(machine, scope, node.left);
  let result: Value = true;
  for (const [index, operator] of node.ops.entries()) {
    const right = evaluate(machine, scope, node.comparators[index] as Expression);
    result = compareOnce(machine, operator.nodeType, left, right);
    if (index < node.ops.length - 1 && !truth(machine, result)) return result;
    left = right;
  }
  return result;
}

function compareOnce(machine: Machine, operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case 'Eq':
      return equality(machine, left, right);
    case 'NotEq':
      return inequality(machine, left, right);
    case 'Lt':
      return ordering(machine, '<', left, right);
    case 'LtE':
      return ordering(machine, '<=', left, right);
    case 'Gt':
      return ordering(machine, '>', left, right);
    case 'GtE':
      return ordering(machine, '>=', left, right);
    case 'Is':
      return identical(left, right);
    case 'IsNot':
      return !identical(left, right);
    case 'In':
      return contains(machine, right, left);
    default:
      return !contains(machine, right, left);
  }
}

/** The items of a display or the positional arguments of a call, stars unpacked. Throws `MetUnknown` for an Unknown behind a star. */
export function elements(
  machine: Machine,
  scope: Scope,
  nodes: readonly Expression[],
  unpack: (machine: Machine, value: Value) => Iterable<Value> = iterate,
): Value[] {
  return nodes.flatMap((node) => {
    if (node.nodeType !== 'Starred') return [evaluate(machine, scope, node)];
    return [...unpack(machine, evaluate(machine, scope, node.value))];
  });
}

function dictDisplay(machine: Machine, scope: Scope, node: ExpressionOf<'Dict'>): Dict {
  const dict = new Dict();
  const pairs: [Value, Value][] = [];
  for (const [index, key] of node.keys.entries()) {
    const keyValue = key === null ? null : evaluate(machine, scope, key);
    const value = evaluate(machine, scope, node.values[index] as Expression);
    if (key === null) pairs.push(...mappingPairs(machine, value));
    else pairs.push([certain(keyValue), value]);
  }
  return pairs.length === 0 ? dict : new Dict(pairs);
}

/** The pairs of anything that `**` takes. Throws `MetUnknown`. */
export function mappingPairs(machine: Machine, given: Value): [Value, Value][] {
  const value = certain(given);
  if (typeof value === 'object' && value?.kind === 'dict') {
    const pairs = [...value.entries()].map((entry): [Value, Value] => [entry.key, entry.value]);
    if (value.taint !== undefined) throw new MetUnknown(value.taint);
    return pairs;
  }
  const keys = getAttribute(machine, value, 'keys');
  if (keys === undefined)
    machine.runtime.raise('TypeError', `'${classOf(value).name}' object is not a mapping`);
  return iterate(machine, machine.runtime.call(keys ?? null)).map((key) => [
    key,
    getItem(machine, value, key),
  ]);
}

function stringPart(machine: Machine, scope: Scope, node: Expression): string {
  if (node.nodeType === 'Constant') return plainPart(String(node.value));
  if (node.nodeType !== 'FormattedValue') throw new NotModelled('this part of an f-string is not modelled');
  const value = certain(evaluate(machine, scope, node.value));
  const spec =
    node.format_spec === undefined
      ? ''
      : machine.runtime.str(certain(evaluate(machine, scope, node.format_spec)));
  if (node.conversion < 0) return machine.runtime.format(value, spec);
  if (node.conversion === 115) return machine.runtime.format(machine.runtime.str(value), spec);
  const text = machine.runtime.repr(value);
  return machine.runtime.format(node.conversion === 97 ? onlyAscii(text) : text, spec);
}

function plainPart(text: string): string {
  if (text.includes('\\N{')) throw new NotModelled('\\N{...} escapes are not modelled');
  return text;
}
