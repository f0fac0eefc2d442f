import type { Machine } from '../machine/machine.ts';
import { newScope, type Scope } from '../machine/scope.ts';
import { analyse } from '../syntax/analyse.ts';
import type { ArgumentsNode, Expression, Statement } from '../syntax/parse.ts';
import { Dict } from '../values/dict.ts';
import type { Keywords } from '../values/runtime.ts';
import { type ClassValue, tuple, type Value } from '../values/values.ts';

/** The parts that `def` or `lambda` makes a function of. */
export interface FunctionCode {
  /** The scope it was defined in: its globals, and the scopes of its free names. */
  readonly scope: Scope;
  readonly parameters: Parameters;
  /** Evaluated when it was defined, by parameter. */
  readonly defaults: ReadonlyMap<string, Value>;
  /** Statements, or the expression of a lambda. */
  readonly body: readonly Statement[] | Expression;
  /** The class whose body it stands in, once that is made. */
  readonly owner: { type: ClassValue | null } | null;
}

export interface Parameters {
  /** In order; the first `positionalOnly` of them can't be given by name. */
  readonly names: readonly string[];
  readonly positionalOnly: number;
  readonly rest: string | null;
  readonly keywordOnly: readonly string[];
  readonly keywords: string | null;
}

export function toParameters(node: ArgumentsNode): Parameters {
  return {
    names: [...node.posonlyargs, ...node.args].map((parameter) => parameter.arg),
    positionalOnly: node.posonlyargs.length,
    rest: node.vararg?.arg ?? null,
    keywordOnly: node.kwonlyargs.map((parameter) => parameter.arg),
    keywords: node.kwarg?.arg ?? null,
  };
}

/** Whether a call may give an argument by this name. */
export function acceptsKeyword(
  { names, positionalOnly, keywordOnly, keywords }: Parameters,
  keyword: string,
): boolean {
  return keywords !== null || names.indexOf(keyword) >= positionalOnly || keywordOnly.includes(keyword);
}

/** The scope a call runs in. Raises TypeError as Python does where the arguments don't fit. */
export function enter(
  machine: Machine,
  name: string,
  code: FunctionCode,
  args: readonly Value[],
  keywords: Keywords,
): Scope {
  const bound = bindArguments(machine, name, code, args, keywords);
  const self = code.owner?.type === undefined || code.owner?.type === null ? undefined : args[0];
  return newScope({
    kind: 'function',
    name,
    module: code.scope.module,
    locals: new Dict(bound, 'names'),
    source: code.scope.source,
    outer: code.scope,
    localNames: analyse(code.body).localNames,
    ...(self === undefined || code.owner?.type == null ? {} : { method: { type: code.owner.type, self } }),
  });
}

function bindArguments(
  machine: Machine,
  name: string,
  code: FunctionCode,
  args: readonly Value[],
  keywords: Keywords,
): Map<string, Value> {
  const { names, positionalOnly, rest, keywordOnly, keywords: others } = code.parameters;
  const refuse = (words: string): never => machine.runtime.raise('TypeError', `${name}() ${words}`);
  const bound = new Map<string, Value>();
  for (const [index, parameter] of names.slice(0, args.length).entries())
    bound.set(parameter, args[index] as Value);
  if (rest !== null) bound.set(rest, tuple(args.slice(names.length)));
  else if (args.length > names.length) {
    refuse(`takes ${names.length} positional arguments but ${args.length} were given`);
  }
  const extra = new Dict();
  for (const [key, value] of keywords) {
    const isNamed = names.indexOf(key) >= positionalOnly || keywordOnly.includes(key);
    if (isNamed && bound.has(key)) refuse(`got multiple values for argument '${key}'`);
    if (isNamed) bound.set(key, value);
    else if (others !== null) extra.set(key, value);
    else refuse(`got an unexpected keyword argument '${key}'`);
  }
  if (others !== null) bound.set(others, extra);
  for (const parameter of [...names, ...keywordOnly]) {
    if (bound.has(parameter)) continue;
    const fallback = code.defaults.get(parameter);
    if (fallback === undefined) refuse(`missing a required argument: '${parameter}'`);
    else bound.set(parameter, fallback);
  }
  if (rest === null && others === null && keywords.size === 0) return bound;
  // In the order of Python's local variables, as `locals()` shows them.
  const order = [...names, ...keywordOnly, rest, others].filter((parameter) => parameter !== null);
  return new Map(order.map((parameter) => [parameter, bound.get(parameter) as Value]));
}
