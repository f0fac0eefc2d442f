import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { items } from '../protocol/iterate.ts';
import { containsYield } from '../syntax/analyse.ts';
import type { Expression, ExpressionOf } from '../syntax/parse.ts';
import { NOTHING_SENT, type Resumption, type Steps } from '../values/iterator.ts';
import { MetUnknown, NotModelled, type Value } from '../values/values.ts';
import { assign } from './assign.ts';
import type { ComprehensionNode } from './comprehension.ts';
import { computed } from './computed.ts';
import { decide } from './decide.ts';
import { evaluate, outsideComprehension } from './evaluate.ts';

/**
 * The value of an expression with `yield` in it, which stops there. What stands before the `yield` is evaluated before it; the
 * rest is left to `evaluate`.
 */
export function* evaluateSteps(machine: Machine, scope: Scope, node: Expression): Steps {
  if (!containsYield(node)) return evaluate(machine, scope, node);
  switch (node.nodeType) {
    case 'Yield':
      return yield* handOver(
        node.value === undefined ? null : yield* evaluateSteps(machine, scope, node.value),
      );
    case 'YieldFrom':
      return yield* delegate(machine, yield* evaluateSteps(machine, scope, node.value));
    case 'NamedExpr': {
      const value = yield* evaluateSteps(machine, scope, node.value);
      assign(machine, outsideComprehension(scope), node.target, value);
      return value;
    }
    case 'IfExp': {
      const test = decide(
        machine,
        scope,
        computed(node.test, yield* evaluateSteps(machine, scope, node.test)),
      );
      if (typeof test !== 'boolean') throw new MetUnknown(test);
      return yield* evaluateSteps(machine, scope, test ? node.body : node.orelse);
    }
    case 'BoolOp':
      return yield* chain(machine, scope, node);
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      return evaluate(machine, scope, yield* withFirstSource(machine, scope, node));
    default:
      return evaluate(machine, scope, yield* replaced(machine, scope, node));
  }
}

/** A comprehension whose first source is computed: it alone is evaluated outside of it. */
function* withFirstSource<Node extends ComprehensionNode>(
  machine: Machine,
  scope: Scope,
  node: Node,
): Steps<Node> {
  const [first, ...others] = node.generators;
  if (first === undefined) return node;
  const iter = computed(first.iter, yield* evaluateSteps(machine, scope, first.iter));
  return { ...node, generators: [{ ...first, iter }, ...others] };
}

function* handOver(value: Value): Steps {
  const by = yield value;
  if (by.raised !== undefined) throw by.raised;
  return by.value;
}

/** `yield from`: what is sent or thrown goes to the inner generator. */
function* delegate(machine: Machine, given: Value): Steps {
  if (typeof given === 'object' && given?.kind === 'instance')
    throw new NotModelled('`yield from` an object with a __next__ of its own is not modelled');
  if (typeof given !== 'object' || given?.kind !== 'iterator') {
    for (const item of items(machine, given)) {
      if ((yield* handOver(item)) !== null) throw new NotModelled('send() to what is no generator');
    }
    return null;
  }
  let by: Resumption = NOTHING_SENT;
  for (;;) {
    machine.budget.step();
    const step = given.resume(by);
    if (step.done === true) return step.value;
    by = yield step.value;
  }
}

function* chain(machine: Machine, scope: Scope, node: ExpressionOf<'BoolOp'>): Steps {
  const settling = node.op.nodeType === 'Or';
  let value: Value = null;
  for (const part of node.values) {
    value = yield* evaluateSteps(machine, scope, part);
    if (part === node.values.at(-1)) break;
    const truth = decide(machine, scope, computed(part, value));
    if (typeof truth !== 'boolean') throw new MetUnknown(truth);
    if (truth === settling) break;
  }
  return value;
}

/** Where the parts of an expression stand that are evaluated from left to right, whatever they come to. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  BinOp: ['left', 'right'],
  UnaryOp: ['operand'],
  Call: ['func', 'args', 'keywords'],
  Attribute: ['value'],
  Subscript: ['value', 'slice'],
  Slice: ['lower', 'upper', 'step'],
  List: ['elts'],
  Tuple: ['elts'],
  Set: ['elts'],
  JoinedStr: ['values'],
  FormattedValue: ['value'],
  Starred: ['value'],
  keyword: ['value'],
};

type Part = Readonly<Record<string, unknown>> & { readonly nodeType: string };

/** The expression with what stands before its last `yield`, and that itself, computed. */
function* replaced(machine: Machine, scope: Scope, node: Expression): Steps<Expression> {
  return (yield* replacedPart(machine, scope, node as unknown as Part)) as unknown as Expression;
}

function* replacedPart(machine: Machine, scope: Scope, node: Part): Steps<Part> {
  const fields = PARTS[node.nodeType] ?? PARTS[node.nodeType.toLowerCase()];
  const isPlain = node.nodeType === 'Compare' && (node.ops as readonly unknown[]).length === 1;
  const names = isPlain ? ['left', 'comparators'] : fields;
  if (names === undefined) throw new NotModelled(`a yield in this place (${node.nodeType}) is not modelled`);
  const parts = names.flatMap((name) => {
    const value = node[name];
    return (Array.isArray(value) ? value : value === undefined ? [] : [value]) as Part[];
  });
  const last = parts.findLastIndex((part) => containsYield(part));
  const made = new Map<Part, Part>();
  for (const part of parts.slice(0, last + 1))
    made.set(part, yield* onePart(machine, scope, part, part === node.func));
  const result: Record<string, unknown> = { ...node };
  for (const name of names) {
    const value = node[name];
    if (Array.isArray(value)) result[name] = value.map((part: Part) => made.get(part) ?? part);
    else if (value !== undefined) result[name] = made.get(value as Part) ?? value;
  }
  return result as Part;
}

// A method is looked up by the call itself; a star, a keyword and a slice are nothing without what they stand in.
const INSIDE: ReadonlySet<string> = new Set(['Starred', 'keyword', 'Keyword', 'Slice', 'FormattedValue']);

function* onePart(machine: Machine, scope: Scope, part: Part, isCallee: boolean): Steps<Part> {
  if (part.nodeType === 'Constant') return part;
  if (INSIDE.has(part.nodeType)) {
    const value = part.value as Expression | undefined;
    if (containsYield(part) || value === undefined || part.nodeType === 'Slice')
      return yield* replacedPart(machine, scope, part);
    return { ...part, value: computed(value, evaluate(machine, scope, value)) };
  }
  if (isCallee && part.nodeType === 'Attribute') {
    const value = part.value as Expression;
    return { ...part, value: computed(value, yield* evaluateSteps(machine, scope, value)) };
  }
  const node = part as unknown as Expression;
  return computed(node, yield* evaluateSteps(machine, scope, node)) as unknown as Part;
}
