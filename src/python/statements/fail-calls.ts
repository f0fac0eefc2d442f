import { evaluate } from '../expressions/evaluate.ts';
import { Undecided } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import { qualifiedName, type Scope } from '../machine/scope.ts';
import { spoil, taint } from '../machine/spoil.ts';
import { suspect } from '../protocol/suspect.ts';
import { callsIn } from '../syntax/effects.ts';
import type { Expression, Statement } from '../syntax/parse.ts';
import { lookUp } from '../values/class-order.ts';
import {
  type FunctionValue,
  MetUnknown,
  NotModelled,
  type ObjectValue,
  Raised,
  type Unknown,
  type Value,
} from '../values/values.ts';

/** Dotted name of the function that a scope is a call of. */
export function calleeOf({ module, outer, name }: Scope): string {
  return `${module.name}.${outer === null || name === undefined ? '' : qualifiedName(outer, name)}`;
}

/**
 * Makes Unknown what the calls in code would have changed that is not carried out. Of those that had begun (`begun`, as
 * `calleeOf` names them) the rest is seen to by itself.
 */
export function failCalls(
  machine: Machine,
  scope: Scope,
  code: Statement | Expression,
  unknown: Unknown,
  begun: ReadonlySet<string>,
): void {
  for (const { callee, isEntered, given, self, hasNamespace } of callsIn(code)) {
    const value = knownValue(machine, scope, callee);
    const handed = given.flatMap((name) => objectNamed(scope, name) ?? []);
    const owners = self.flatMap((name) => objectNamed(scope, name) ?? []);
    if (!changesNothing(value))
      for (const each of [...handed, ...owners]) if (!isWhole(each)) spoil(machine, each, unknown);
    const called = calledBy(value, isEntered ? ['__init__', '__enter__', '__exit__'] : ['__init__'], unknown);
    if (called.some((each) => begun.has(nameOf(each)))) continue;
    if (hasNamespace) taint(machine, scope.module.namespace, unknown);
    // Methods of a module are functions of it, which are looked at by themselves.
    for (const each of [...handed, ...owners.filter(({ kind }) => kind !== 'module')])
      if (isWhole(each)) spoil(machine, each, unknown);
    suspect(machine, [...called, ...handed], unknown);
  }
}

/** Makes Unknown what a name stands for, but for a module or its namespace. */
export function failNamed(machine: Machine, scope: Scope, name: string, unknown: Unknown): void {
  const value = objectNamed(scope, name);
  if (value !== undefined && !isWhole(value)) spoil(machine, value, unknown);
}

/** A module or its namespace: if it is handed on, any name of it may be bound. */
function isWhole(value: ObjectValue): boolean {
  return value.kind === 'module' || (value.kind === 'dict' && value.role === 'module');
}

function objectNamed(scope: Scope, name: string): ObjectValue | undefined {
  const value = (scope.locals.entry(name) ?? scope.module.namespace.entry(name))?.value;
  return typeof value === 'object' && value !== null ? value : undefined;
}

/** True for natives that change none of what they are handed. */
function changesNothing(value: Value | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value.kind === 'method') return changesNothing(value.function);
  if (value.kind === 'class') return value.at === undefined;
  return value.kind === 'native' && (value.changes ?? []).length === 0;
}

/** The functions of evaluated code that are called with a value; of a class, `methods`. */
function calledBy(value: Value | undefined, methods: readonly string[], unknown: Unknown): readonly Value[] {
  if (typeof value !== 'object' || value === null) return [];
  switch (value.kind) {
    case 'function':
    case 'method':
      return [value];
    case 'class': {
      const found = value.at === undefined ? [] : methods.map((name) => lookUp(value.mro, name));
      return found.filter(isFunction).map((method) => ({ kind: 'method', self: unknown, function: method }));
    }
    case 'native':
      return value.wraps === undefined ? [] : [value.wraps];
    default:
      return [];
  }
}

/** The value of a name, or of an attribute of one. */
function knownValue(machine: Machine, scope: Scope, expression: Expression): Value | undefined {
  for (let node = expression; node.nodeType !== 'Name'; node = node.value)
    if (node.nodeType !== 'Attribute') return undefined;
  try {
    return evaluate(machine, scope, expression);
  } catch (error) {
    const isGap = error instanceof NotModelled || error instanceof MetUnknown || error instanceof Undecided;
    if (isGap || error instanceof Raised) return undefined;
    throw error;
  }
}

function nameOf(value: Value): string {
  const callee = typeof value === 'object' && value?.kind === 'method' ? value.function : value;
  if (!isFunction(callee)) return '';
  return `${callee.traits.get('__module__')}.${callee.traits.get('__qualname__')}`;
}

function isFunction(value: Value | undefined): value is FunctionValue {
  return typeof value === 'object' && value?.kind === 'function';
}
