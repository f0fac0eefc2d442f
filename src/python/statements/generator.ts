import { carryOut } from '../expressions/function-value.ts';
import { NEXT, perhaps, Undecided } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import type { Statement } from '../syntax/parse.ts';
import { Iterator, type Steps } from '../values/iterator.ts';
import { MetUnknown, NotModelled, Raised, type Unknown } from '../values/values.ts';
import { makeUnknown } from './fail-statement.ts';
import { type Body, runSteps } from './steps.ts';

/**
 * Makes what a generator function gives for the scope of one call: nothing of its body is carried out before it is asked.
 * `execute` carries out the statements of the body in which nothing yields.
 */
export function makeGenerator(
  machine: Machine,
  scope: Scope,
  statements: readonly Statement[],
  execute: Body['execute'],
): Iterator {
  const body: Body = { machine, scope, execute, leaving: [] };
  const steps = runBody(body, statements);
  return new Iterator({ next: (by) => resume(machine, scope, () => steps.next(by)) }, 'generator', {
    left: () => doubtLeaving(body),
    fail: (unknown) => {
      machine.within(scope, () => fail(machine, scope, statements, unknown));
    },
  });
}

function* runBody(body: Body, statements: readonly Statement[]): Steps {
  try {
    const signal = yield* runSteps(body, statements);
    return signal.kind === 'return' ? signal.value : null;
  } catch (error) {
    if (error instanceof Raised) throw endedInside(body.machine, error);
    const unknown = reasonOf(body.machine, error);
    if (unknown === undefined) throw error;
    // Nobody knows how far it goes, so neither what it changes.
    fail(body.machine, body.scope, statements, unknown);
    throw new MetUnknown(unknown);
  }
}

function fail(machine: Machine, scope: Scope, statements: readonly Statement[], unknown: Unknown): void {
  for (const statement of statements) makeUnknown(machine, scope, statement, unknown);
}

/** Variables that the generator reads are added to those of the statement that asks. */
function resume<Result>(machine: Machine, scope: Scope, work: () => Result): Result {
  const outer = machine.reads;
  machine.reads = new Set(outer);
  try {
    return carryOut(machine, scope, work);
  } finally {
    for (const name of machine.reads) outer.add(name);
    machine.reads = outer;
  }
}

// A StopIteration that comes out of a generator would look like its end (PEP 479).
function endedInside(machine: Machine, error: Raised): unknown {
  if (error.exception.class.name !== 'StopIteration') return error;
  try {
    return machine.runtime.raise('RuntimeError', 'generator raised StopIteration');
  } catch (other) {
    if (other instanceof Raised) other.exception.attributes.set('__cause__', error.exception);
    return other;
  }
}

function reasonOf(machine: Machine, error: unknown): Unknown | undefined {
  if (error instanceof MetUnknown || error instanceof Undecided) return error.unknown;
  return error instanceof NotModelled ? machine.gap(error) : undefined;
}

// Python closes a generator once nobody holds it any more. When that is, is not followed: what closing carries out may have
// happened from here on.
function doubtLeaving({ machine, scope, leaving }: Body): void {
  for (const leave of [...leaving].reverse()) {
    const unknown = machine.unknown('when a generator is closed is not followed');
    machine.within(scope, () =>
      perhaps(machine, unknown, () => {
        leave();
        return NEXT;
      }),
    );
  }
}
