import { isAwaited } from '../machine/doubts.ts';
import { attempt } from '../machine/fork.ts';
import { apply, merge } from '../machine/journal.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { mayDoMore } from '../syntax/analyse.ts';
import type { ArgumentsNode, Expression } from '../syntax/parse.ts';
import type { Source } from '../syntax/source.ts';
import { evaluate } from './evaluate.ts';

// Since Python 3.14 annotations wait until somebody asks for them.
const FIRST_TO_WAIT = 14;

/** The annotations of a function, in the order in which Python evaluates them. */
export function annotationsOf(args: ArgumentsNode, returns: Expression | undefined): readonly Expression[] {
  const { posonlyargs, args: plain, vararg, kwonlyargs, kwarg } = args;
  const parameters = [...posonlyargs, ...plain, vararg, ...kwonlyargs, kwarg];
  return [...parameters.map((parameter) => parameter?.annotation), returns].filter(
    (annotation) => annotation !== undefined,
  );
}

/**
 * Evaluates annotations for what they do: what they call, and the exception for which a `try` waits. One that nobody waits for
 * would end the program, and the type itself is not looked into.
 */
export function evaluateAnnotations(
  machine: Machine,
  scope: Scope,
  annotations: readonly Expression[],
): void {
  const { file } = scope.module;
  if (annotations.length === 0 || (file !== null && machine.sources.readsLazily(file))) return;
  const minor = machine.host.pythonVersion?.minor;
  if ((minor !== undefined && minor >= FIRST_TO_WAIT) || isPutOff(scope.source)) return;
  for (const annotation of annotations)
    if (machine.guards.length > 0 || mayDoMore(annotation)) evaluateOne(machine, scope, annotation);
}

function evaluateOne(machine: Machine, scope: Scope, annotation: Expression): void {
  const { doubts } = machine;
  const outcome = attempt(machine, () => evaluate(machine, scope, annotation));
  // What may raise for all we know counts only where something is called: types are rarely known here.
  if (!mayDoMore(annotation)) machine.doubts = doubts;
  const { raised } = outcome;
  const isExpected = raised !== undefined && isAwaited(machine, raised.exception);
  if (machine.host.pythonVersion !== null) {
    apply(outcome.states);
    if (isExpected) throw raised;
    return;
  }
  if (isExpected) machine.doubts += 1;
  merge(
    outcome.states,
    new Map(),
    machine.unknown('whether annotations are evaluated depends on the version of Python', annotation),
  );
}

const putOff = new WeakMap<Source, boolean>();

/** True if a module says `from __future__ import annotations`. */
function isPutOff(source: Source): boolean {
  const known = putOff.get(source);
  if (known !== undefined) return known;
  const result = /^from[ \t]+__future__[ \t]+import[ \t]*(?:\([^)]*|.*)\bannotations\b/m.test(
    source.lines.join('\n'),
  );
  putOff.set(source, result);
  return result;
}
