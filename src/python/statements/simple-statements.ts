import { annotationsOf, evaluateAnnotations } from '../expressions/annotations.ts';
import { assign, bindName } from '../expressions/assign.ts';
import { decide } from '../expressions/decide.ts';
import { evaluate } from '../expressions/evaluate.ts';
import { fork, NEXT, Undecided, undecided } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import { bindingScope, type Scope } from '../machine/scope.ts';
import { raised } from '../protocol/exceptions.ts';
import { deleteItem } from '../protocol/items.ts';
import { deleteAttribute } from '../protocol/set-attribute.ts';
import type { Expression, Statement, StatementOf } from '../syntax/parse.ts';
import { segment } from '../syntax/source.ts';
import { Dict } from '../values/dict.ts';
import { isUnknown, NotModelled, Raised } from '../values/values.ts';
import { augmentedAssign } from './augmented-assign.ts';
import { defineClass } from './class-statement.ts';
import { defineFunction } from './definitions.ts';
import { importFrom, importNames } from './import-statements.ts';

/** `__annotations__` of a class: its names are the fields of dataclasses. The types are not evaluated, only worded. */
function annotate(machine: Machine, scope: Scope, node: StatementOf<'AnnAssign'>): void {
  if (scope.kind !== 'class' || node.target.nodeType !== 'Name') return;
  const known = scope.locals.get('__annotations__');
  const annotations = known instanceof Dict ? known : new Dict();
  const unknown = machine.unknown('annotations are not evaluated', node.annotation);
  annotations.set(node.target.id, { ...unknown, annotation: segment(scope.source, node.annotation) });
  scope.locals.set('__annotations__', annotations);
}

/** A statement that goes on behind itself: all but the compound ones and jumps. */
export function runSimple(machine: Machine, scope: Scope, node: Statement): void {
  switch (node.nodeType) {
    case 'Expr':
      // A string on its own is documentation.
      if (node.value.nodeType !== 'Constant') evaluate(machine, scope, node.value);
      return;
    case 'Assign': {
      const value = evaluate(machine, scope, node.value);
      scope.node = node;
      for (const target of node.targets) assign(machine, scope, target, value);
      return;
    }
    case 'AnnAssign':
      annotate(machine, scope, node);
      if (node.value !== undefined) assign(machine, scope, node.target, evaluate(machine, scope, node.value));
      // Those of a function's own names are never evaluated.
      if (scope.kind !== 'function') evaluateAnnotations(machine, scope, [node.annotation]);
      return;
    case 'AugAssign':
      augmentedAssign(machine, scope, node);
      return;
    case 'Import':
      importNames(machine, scope, node);
      return;
    case 'ImportFrom':
      importFrom(machine, scope, node);
      return;
    case 'FunctionDef':
      bindName(machine, scope, node.name, defineFunction(machine, scope, node));
      return;
    case 'AsyncFunctionDef':
      evaluateAnnotations(machine, scope, annotationsOf(node.args, node.returns));
      throw new NotModelled(`${node.nodeType} statements are not modelled`);
    case 'ClassDef':
      bindName(machine, scope, node.name, defineClass(machine, scope, node));
      return;
    case 'Delete':
      for (const target of node.targets) remove(machine, scope, target);
      return;
    case 'Global':
      for (const name of node.names) scope.globalNames.add(name);
      return;
    case 'Nonlocal':
      for (const name of node.names) scope.nonlocalNames.add(name);
      return;
    case 'Raise':
      raise(machine, scope, node);
      return;
    case 'Assert':
      check(machine, scope, node);
      return;
    case 'Pass':
      return;
    default:
      throw new NotModelled(`${node.nodeType} statements are not modelled`);
  }
}

function remove(machine: Machine, scope: Scope, target: Expression): void {
  switch (target.nodeType) {
    case 'Name':
      if (!bindingScope(scope, target.id).delete(target.id)) {
        machine.runtime.raise('NameError', `name '${target.id}' is not defined`);
      }
      return;
    case 'Attribute':
      deleteAttribute(machine, evaluate(machine, scope, target.value), target.attr);
      return;
    case 'Subscript':
      deleteItem(machine, evaluate(machine, scope, target.value), evaluate(machine, scope, target.slice));
      return;
    case 'Tuple':
    case 'List':
      for (const inner of target.elts) remove(machine, scope, inner);
      return;
    default:
      throw new NotModelled(`del of a ${target.nodeType} is not modelled`);
  }
}

function raise(machine: Machine, scope: Scope, node: StatementOf<'Raise'>): void {
  const exception =
    node.exc === undefined ? (machine.handling.at(-1) ?? null) : evaluate(machine, scope, node.exc);
  scope.node = node;
  if (isUnknown(exception)) {
    machine.doubts += 1;
    // Who waits for it is not known.
    if (machine.guards.length > 0) throw new Undecided(undecided(machine, exception), true);
    machine.runtime.raise('Exception', exception.expression);
  }
  deliberately(() => machine.runtime.raiseException(exception));
}

function deliberately(raise: () => never): never {
  try {
    return raise();
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    throw new Raised(error.exception, error.origin, true);
  }
}

function check(machine: Machine, scope: Scope, node: StatementOf<'Assert'>): void {
  const test = decide(machine, scope, node.test);
  const fail = (): never => {
    const message = node.msg === undefined ? [] : [evaluate(machine, scope, node.msg)];
    scope.node = node;
    const { exception } = raised('AssertionError', ...message);
    return deliberately(() => machine.runtime.raiseException(exception));
  };
  if (test === false) fail();
  if (test !== true && test !== false)
    fork(
      machine,
      test,
      () => NEXT,
      () => fail(),
    );
}
