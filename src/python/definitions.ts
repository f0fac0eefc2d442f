import { call } from './call.ts';
import { classOrder } from './class-order.ts';
import { Dict } from './containers.ts';
import { evaluate } from './evaluate.ts';
import { type FunctionCode, toParameters } from './functions.ts';
import type { Machine } from './machine.ts';
import type { ArgumentsNode, Expression, ExpressionOf, Statement, StatementOf } from './parse.ts';
import { execute } from './run.ts';
import { newScope, type Scope } from './scope.ts';
import { certain } from './truth.ts';
import { OBJECT } from './types/object.ts';
import {
  type ClassValue,
  type FunctionValue,
  isUnknown,
  NotModelled,
  type Unknown,
  type Value,
} from './values.ts';

export function makeLambda(machine: Machine, scope: Scope, node: ExpressionOf<'Lambda'>): FunctionValue {
  return makeFunction(machine, scope, '<lambda>', node.args, node.body);
}

/** The value a `def` binds, decorators applied. */
export function defineFunction(machine: Machine, scope: Scope, node: StatementOf<'FunctionDef'>): Value {
  const made = makeFunction(machine, scope, node.name, node.args, node.body);
  return decorate(machine, scope, node.decorator_list, made);
}

function decorate(machine: Machine, scope: Scope, decorators: readonly Expression[], made: Value): Value {
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

function documentation(body: readonly Statement[] | Expression): Value {
  const first = Array.isArray(body) ? (body as readonly Statement[])[0] : undefined;
  if (first?.nodeType !== 'Expr' || first.value.nodeType !== 'Constant') return null;
  const text: unknown = first.value.value;
  return typeof text === 'string' && first.value.quote_style !== undefined ? text : null;
}

/** The value a `class` statement binds: the class, or what its native base or its decorators make of it. */
export function defineClass(machine: Machine, scope: Scope, node: StatementOf<'ClassDef'>): Value {
  const bases = node.bases.flatMap((base) => {
    if (base.nodeType === 'Starred') throw new NotModelled('starred bases are not modelled');
    return [evaluate(machine, scope, base)];
  });
  const keywords = node.keywords.map(
    (keyword) => [keyword.arg ?? '', evaluate(machine, scope, keyword.value)] as const,
  );
  const owner: { type: ClassValue | null } = { type: null };
  const namespace = new Dict([['__doc__', documentation(node.body)]], 'names');
  const body = newScope({
    kind: 'class',
    module: scope.module,
    locals: namespace,
    source: scope.source,
    outer: scope,
    owner,
    node,
  });
  machine.within(body, () => execute(machine, body, node.body));
  const type = makeClass(
    machine,
    node.name,
    scope.module.name,
    bases,
    namespace,
    metaclassDoubt(machine, keywords),
  );
  owner.type = type;
  const native = type.mro.find((base) => base.kind === 'class' && base.subclassed !== undefined);
  const made = native?.kind === 'class' ? (native.subclassed?.(machine.context, type) ?? type) : type;
  return decorate(machine, scope, node.decorator_list, made);
}

// ABCMeta and `type` change nothing that matters here; any other metaclass may do anything to the class.
function metaclassDoubt(
  machine: Machine,
  keywords: readonly (readonly [string, Value])[],
): Unknown | undefined {
  const metaclass = keywords.find(([name]) => name === 'metaclass')?.[1];
  if (metaclass === undefined || metaclass === null) return undefined;
  if (isUnknown(metaclass)) return metaclass;
  const isHarmless =
    typeof metaclass === 'object' &&
    metaclass.kind === 'class' &&
    ['type', 'ABCMeta'].includes(metaclass.name);
  return isHarmless ? undefined : machine.unknown('metaclasses are not modelled');
}

function makeClass(
  machine: Machine,
  name: string,
  module: string,
  given: readonly Value[],
  namespace: Dict,
  doubt: Unknown | undefined,
): ClassValue {
  const bases: readonly Value[] = [
    ...(given.length === 0 ? [OBJECT] : given),
    ...(doubt === undefined ? [] : [doubt]),
  ];
  for (const base of bases) {
    if (isUnknown(base)) continue;
    const known = certain(base);
    if (typeof known !== 'object' || known?.kind !== 'class')
      throw new NotModelled('a base class is no class');
  }
  const order = classOrder(bases);
  if (order === null)
    machine.context.raise('TypeError', 'Cannot create a consistent method resolution order (MRO)');
  const mro: (ClassValue | Unknown)[] = [];
  const type: ClassValue = {
    kind: 'class',
    name,
    module,
    bases,
    mro,
    namespace,
    at: machine.at(),
    complete: true,
  };
  mro.push(type, ...(order ?? []));
  return type;
}

/** `type(name, bases, namespace)`. */
export function makeType(
  machine: Machine,
  name: string,
  bases: readonly Value[],
  namespace: Dict,
): ClassValue {
  return makeClass(
    machine,
    name,
    machine.scope.module.name,
    bases,
    new Dict(
      [...namespace.entries()].map((entry) => [entry.key, entry.value]),
      'names',
    ),
    undefined,
  );
}
