import { analyse } from './analyse.ts';
import { assign, bindName } from './assign.ts';
import { deleteAttribute } from './attributes.ts';
import { augmentedAssign } from './augmented-assign.ts';
import { Dict } from './containers.ts';
import { defineClass, defineFunction } from './definitions.ts';
import { decide, evaluate } from './evaluate.ts';
import { failStatement } from './fail-statement.ts';
import { fork, NEXT, type Signal, Undecided, undecided } from './fork.ts';
import type { FunctionCode } from './functions.ts';
import { importFrom, importNames } from './import-statements.ts';
import { deleteItem } from './items.ts';
import { runFor, runWhile } from './loops.ts';
import type { Machine } from './machine.ts';
import { runMatch } from './match.ts';
import type { Expression, Statement, StatementOf } from './parse.ts';
import { bindingScope, type Scope } from './scope.ts';
import { runTry } from './try.ts';
import { isUnknown, iterator, MetUnknown, NotModelled, Raised, type Value } from './values.ts';
import { runWith } from './with.ts';

const RETURN_NONE: Signal = { kind: 'return', value: null };

/** What a function gives for the scope of one call. */
export function runBody(machine: Machine, scope: Scope, code: FunctionCode): Value {
  const { body } = code;
  if (!Array.isArray(body)) return evaluate(machine, scope, body as Expression);
  const statements = body as readonly Statement[];
  if (analyse(statements).isGenerator) return generator(machine, scope, statements);
  try {
    const signal = execute(machine, scope, statements, () => RETURN_NONE);
    return signal.kind === 'return' ? signal.value : null;
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    for (const statement of statements) failStatement(machine, scope, statement, error.unknown);
    return error.unknown;
  }
}

// Run to its end when its first item is asked for: settings use generators to list things, not to wait.
function generator(machine: Machine, outer: Scope, statements: readonly Statement[]): Value {
  const drive = (onYield: (value: Value) => void): void => {
    const scope: Scope = { ...outer, onYield };
    try {
      machine.within(scope, () => execute(machine, scope, statements));
    } catch (error) {
      throw error instanceof Undecided ? new MetUnknown(error.unknown) : error;
    }
  };
  function* yielded(): Generator<Value, void, undefined> {
    const items: Value[] = [];
    drive((value) => items.push(value));
    yield* items;
  }
  return { ...iterator(yielded(), 'generator'), drive };
}

/**
 * Runs statements. `after` is what comes behind them up to the end of the function: with it an undecided `if` that
 * returns in one branch only can be followed both ways. Absent in loops and at module level.
 */
export function execute(
  machine: Machine,
  scope: Scope,
  body: readonly Statement[],
  after?: () => Signal,
): Signal {
  for (const [index, statement] of body.entries()) {
    const rest =
      after === undefined
        ? undefined
        : (): Signal => {
            const signal = execute(machine, scope, body.slice(index + 1), after);
            return signal === NEXT ? after() : signal;
          };
    const signal = executeOne(machine, scope, statement, rest);
    if (signal !== NEXT) return signal;
  }
  return NEXT;
}

function executeOne(
  machine: Machine,
  scope: Scope,
  node: Statement,
  rest: (() => Signal) | undefined,
): Signal {
  machine.budget.step();
  scope.node = node;
  const outer = machine.reads;
  machine.reads = new Set(outer);
  if (scope.kind === 'module') machine.loaded.clear();
  try {
    return run(machine, scope, node, rest);
  } catch (error) {
    const signal = failStatement(machine, scope, node, error);
    return signal;
  } finally {
    if (scope.kind !== 'module') for (const name of machine.reads) outer.add(name);
    machine.reads = outer;
  }
}

function run(machine: Machine, scope: Scope, node: Statement, rest: (() => Signal) | undefined): Signal {
  switch (node.nodeType) {
    case 'If':
      return runIf(machine, scope, node, rest);
    case 'For':
      return runFor(machine, scope, node);
    case 'While':
      return runWhile(machine, scope, node);
    case 'Try':
      return runTry(machine, scope, node);
    case 'With':
      return runWith(machine, scope, node, 0);
    case 'Match':
      return runMatch(machine, scope, node);
    case 'Return':
      return {
        kind: 'return',
        value: node.value === undefined ? null : evaluate(machine, scope, node.value),
      };
    case 'Break':
      return { kind: 'break' };
    case 'Continue':
      return { kind: 'continue' };
    default:
      runSimple(machine, scope, node);
      return NEXT;
  }
}

/** `__annotations__` of a class: its names are the fields of dataclasses. The types are not evaluated, only worded. */
function annotate(machine: Machine, scope: Scope, node: StatementOf<'AnnAssign'>): void {
  if (scope.kind !== 'class' || node.target.nodeType !== 'Name') return;
  const known = scope.locals.get('__annotations__');
  const annotations = known instanceof Dict ? known : new Dict();
  annotations.set(node.target.id, machine.unknown('annotations are not evaluated', node.annotation));
  scope.locals.set('__annotations__', annotations);
}

function runSimple(machine: Machine, scope: Scope, node: Statement): void {
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
      if (node.value === undefined) return;
      assign(machine, scope, node.target, evaluate(machine, scope, node.value));
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

function runIf(
  machine: Machine,
  scope: Scope,
  node: StatementOf<'If'>,
  rest: (() => Signal) | undefined,
): Signal {
  const test = decide(machine, scope, node.test);
  const branch = (body: readonly Statement[], after?: () => Signal): Signal =>
    execute(machine, scope, body, after);
  if (typeof test === 'boolean') return branch(test ? node.body : node.orelse, rest);
  const signal = fork(
    machine,
    test,
    () => branch(node.body),
    () => branch(node.orelse),
  );
  if (signal !== undefined) return signal;
  if (rest === undefined) throw new Undecided(undecided(machine, test));
  const toTheEnd = (body: readonly Statement[]): Signal => {
    const ended = branch(body, rest);
    return ended === NEXT ? rest() : ended;
  };
  const ended = fork(
    machine,
    test,
    () => toTheEnd(node.body),
    () => toTheEnd(node.orelse),
  );
  if (ended === undefined) throw new Undecided(undecided(machine, test));
  return ended;
}

function remove(machine: Machine, scope: Scope, target: Expression): void {
  switch (target.nodeType) {
    case 'Name':
      if (!bindingScope(scope, target.id).delete(target.id)) {
        machine.context.raise('NameError', `name '${target.id}' is not defined`);
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
  if (isUnknown(exception)) machine.context.raise('Exception', exception.expression);
  deliberately(() => machine.context.raiseException(exception));
}

function deliberately(raise: () => never): never {
  try {
    return raise();
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    throw new Raised(error.exception, error.origin, true);
  }
}

// An assertion nobody can check is taken to hold, as a raise ends the program.
function check(machine: Machine, scope: Scope, node: StatementOf<'Assert'>): void {
  if (decide(machine, scope, node.test) !== false) return;
  const message = node.msg === undefined ? '' : evaluate(machine, scope, node.msg);
  const words = isUnknown(message) ? message.expression : machine.context.str(message);
  deliberately(() => machine.context.raise('AssertionError', words));
}
