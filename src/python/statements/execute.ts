import { decide } from '../expressions/decide.ts';
import { evaluate } from '../expressions/evaluate.ts';
import { fork, NEXT, type Signal, Undecided, undecided } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { raised } from '../protocol/exceptions.ts';
import type { Statement, StatementOf } from '../syntax/parse.ts';
import { Unhashable } from '../values/keys.ts';
import { Raised } from '../values/values.ts';
import { failStatement, noteUndone } from './fail-statement.ts';
import { runFor, runWhile } from './loops.ts';
import { runMatch } from './match.ts';
import { runSimple } from './simple-statements.ts';
import { runTry } from './try.ts';
import { runWith } from './with.ts';

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
  for (const index of body.keys()) {
    const rest =
      after === undefined
        ? undefined
        : (): Signal => {
            const signal = execute(machine, scope, body.slice(index + 1), after);
            return signal === NEXT ? after() : signal;
          };
    const signal = executeOne(machine, scope, body, index, rest);
    if (signal !== NEXT) return signal;
  }
  return NEXT;
}

/**
 * Carries out one of several ways that a statement can go. At module level a way that ends in `raise` fails the whole
 * statement (policy Raise): what another way would have set is then Unknown, not left out.
 */
export function executeAlternative(
  machine: Machine,
  scope: Scope,
  body: readonly Statement[],
  after?: () => Signal,
): Signal {
  const last = body.at(-1);
  if (scope.kind !== 'module' || last?.nodeType !== 'Raise') return execute(machine, scope, body, after);
  const signal = execute(machine, scope, body.slice(0, -1));
  if (signal !== NEXT) return signal;
  scope.node = last;
  runSimple(machine, scope, last);
  return NEXT;
}

function executeOne(
  machine: Machine,
  scope: Scope,
  body: readonly Statement[],
  index: number,
  rest: (() => Signal) | undefined,
): Signal {
  const node = body[index] as Statement;
  machine.budget.step();
  scope.node = node;
  const outer = machine.reads;
  machine.reads = new Set(outer);
  if (scope.kind === 'module') machine.loaded.clear();
  try {
    return run(machine, scope, node, rest);
  } catch (error) {
    const cause = error instanceof Unhashable ? raised('TypeError', error.message) : error;
    if (cause instanceof Raised && scope.kind !== 'module') noteUndone(machine, scope, body, index, cause);
    return failStatement(machine, scope, node, cause);
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

function runIf(
  machine: Machine,
  scope: Scope,
  node: StatementOf<'If'>,
  rest: (() => Signal) | undefined,
): Signal {
  const test = decide(machine, scope, node.test);
  const branch = (body: readonly Statement[], after?: () => Signal): Signal => {
    const [first] = body;
    // `elif`: the same statement.
    if (body === node.orelse && body.length === 1 && first?.nodeType === 'If')
      return runIf(machine, scope, first, after);
    return node.orelse.length > 0
      ? executeAlternative(machine, scope, body, after)
      : execute(machine, scope, body, after);
  };
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
