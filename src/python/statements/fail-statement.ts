import { assign, bindName } from '../expressions/assign.ts';
import { isAwaited } from '../machine/doubts.ts';
import { NEXT, type Signal, Undecided } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { taint } from '../machine/spoil.ts';
import { describeException } from '../protocol/exceptions.ts';
import { effectsOf, jumpsOut, takesNamespace, targetsIn } from '../syntax/effects.ts';
import type { Expression, Statement } from '../syntax/parse.ts';
import { Unhashable } from '../values/keys.ts';
import { BoundPassed, MetUnknown, NotModelled, Raised, type Unknown } from '../values/values.ts';
import { calleeOf, failCalls, failNamed } from './fail-calls.ts';

/**
 * Makes Unknown what a statement would have bound or changed that can't be carried out to its end; the code goes on
 * behind it, or ends in Undecided where it may jump. Serves gaps in the model anywhere, and a Python exception only at
 * module level (policy Raise) where no `try` waits for it. `cause` is what was thrown, or the Unknown to bind. Throws any
 * other cause again.
 */
export function failStatement(machine: Machine, scope: Scope, node: Statement, cause: unknown): Signal {
  const unknown = makeUnknown(machine, scope, node, cause);
  if (node.nodeType === 'Return') return { kind: 'return', value: unknown };
  if (jumpsOut(node)) throw new Undecided(unknown);
  return NEXT;
}

/** The same without going on behind it: gives what everything is bound to. */
export function makeUnknown(machine: Machine, scope: Scope, node: Statement, cause: unknown): Unknown {
  const unknown = reasonFor(machine, scope, node, cause);
  machine.doubts += 1;
  const undone = cause instanceof Raised ? cause.undone : [];
  const code = changedCode(node);
  const { bound, changed, importsAll } = effectsOf(code);
  for (const name of bound) bindName(machine, scope, name, unknown);
  for (const target of targetsIn(node)) assignUnknown(machine, scope, target, unknown);
  for (const name of changed) failNamed(machine, scope, name, unknown);
  if (importsAll || takesNamespace(node)) taint(machine, scope.module.namespace, unknown);
  failCalls(machine, scope, code, unknown, new Set(undone.map(({ callee }) => callee)));
  for (const { fail } of undone) fail(unknown);
  return unknown;
}

/**
 * Notes what an exception leaves undone in a call that it ends: the statement that raised it, a loop around that, and what
 * comes behind. If nobody waits for the exception, Python never gets there; with the variable that is missing set, it does.
 */
export function noteUndone(
  machine: Machine,
  scope: Scope,
  body: readonly Statement[],
  index: number,
  { undone }: Raised,
): void {
  const node = body[index] as Statement;
  const isInnermost = undone.at(-1)?.frame !== scope;
  const isLoop = node.nodeType === 'For' || node.nodeType === 'While';
  const statements = body.slice(isInnermost || isLoop ? index : index + 1);
  if (statements.length === 0) return;
  undone.push({
    frame: scope,
    callee: calleeOf(scope),
    fail(unknown) {
      machine.within(scope, () => {
        for (const statement of statements) makeUnknown(machine, scope, statement, unknown);
      });
    },
  });
}

// For an exception to pass on through one statement.
const STEPS_TO_PASS = 5;

function reasonFor(machine: Machine, scope: Scope, node: Statement, cause: unknown): Unknown {
  if (cause instanceof MetUnknown) return cause.unknown;
  if (cause instanceof NotModelled) return machine.gap(cause, node);
  if (isUnknownValue(cause)) return cause;
  if (cause instanceof Undecided && cause.mayRaise && (scope.kind === 'module' || node.nodeType === 'Try'))
    return cause.unknown;
  // What the counted bounds let through may still be too much for JavaScript's stack.
  if (cause instanceof RangeError && scope.kind === 'module')
    return machine.gap(new BoundPassed('the code nests too deeply'), node);
  if (!(cause instanceof Raised)) throw cause;
  if (scope.kind !== 'module' || isAwaited(machine, cause.exception)) {
    machine.budget.step(STEPS_TO_PASS);
    throw cause;
  }
  // In a branch that may not have been taken it tells that it was not.
  if (cause.isDeliberate && machine.forks > 0) throw cause;
  const words = describeException(machine, cause.exception);
  machine.notes.push({
    code: 'python-raised',
    severity: 'warning',
    message: `The code raises ${words}; what this statement would have set is unknown.`,
    at: cause.origin?.at ?? machine.at(node),
  });
  return { ...machine.unknown(`it raises ${words}`, node), ...cause.origin };
}

function isUnknownValue(cause: unknown): cause is Unknown {
  return typeof cause === 'object' && cause !== null && 'kind' in cause && cause.kind === 'unknown';
}

/** What is left of a statement once its targets are seen to. */
function changedCode(node: Statement): Statement | Expression {
  if (node.nodeType === 'Assign' || node.nodeType === 'AugAssign') return node.value;
  return node.nodeType === 'AnnAssign' && node.value !== undefined ? node.value : node;
}

// `DATABASES["default"]["PASSWORD"] = os.environ["PW"]` leaves the rest of DATABASES known, unless nobody can tell which part it is.
function assignUnknown(machine: Machine, scope: Scope, target: Expression, unknown: Unknown): void {
  try {
    assign(machine, scope, target, unknown);
  } catch (error) {
    const isGap = error instanceof NotModelled || error instanceof MetUnknown;
    if (!(isGap || error instanceof Raised || error instanceof Unhashable)) throw error;
    for (const name of effectsOf(target).changed) failNamed(machine, scope, name, unknown);
  }
}
