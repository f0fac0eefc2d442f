import { STEPS_PER_LINE } from '../machine/budget.ts';
import { doubtsSince, doubtsSoFar, mayHaveRaised } from '../machine/doubts.ts';
import { isKnown } from '../machine/guards.ts';
import type { Machine } from '../machine/machine.ts';
import { newScope } from '../machine/scope.ts';
import { execute } from '../statements/execute.ts';
import type { Parsed } from '../syntax/parse.ts';
import type { ModuleValue } from '../values/values.ts';

export function parseModule(machine: Machine, file: string): Parsed {
  const parsed = machine.sources.parseFile(file);
  machine.budget.step(parsed.source.lines.length * STEPS_PER_LINE);
  return parsed;
}

/** Runs the code of a file in a module's namespace. Throws CollectstaticError for what can't be read or parsed. */
export function runFile(machine: Machine, file: string, module: ModuleValue): void {
  const { body, source } = parseModule(machine, file);
  const scope = newScope({ kind: 'module', module, locals: module.namespace, source, outer: null });
  const since = doubtsSoFar(machine);
  let { doubts } = machine;
  machine.running.add(module);
  try {
    machine.apart(() =>
      machine.within(scope, () => {
        for (const statement of body)
          machine.budget.ownStatement(machine.at(statement), () => execute(machine, scope, [statement]));
        doubts = machine.doubts;
      }),
    );
  } finally {
    machine.running.delete(module);
  }
  machine.doubts = doubts;
  // What may have raised may have ended the import.
  const broken = doubtsSince(machine, since, () =>
    machine.unknown(`whether ${module.name} can be imported is unknown`),
  );
  machine.perhapsRaised.push(...broken.filter(isKnown));
  if (broken.length > 0) machine.perhapsBroken.set(module.name, broken);
}

/** Where the first import may have ended in an exception, the next one may do so too. The program ends if nobody waits for it. */
export function mayBreakAgain(machine: Machine, dotted: string): void {
  if (machine.guards.length === 0 && !machine.isAside) machine.perhapsBroken.delete(dotted);
  for (const { exception, unknown } of machine.perhapsBroken.get(dotted) ?? []) {
    if (exception === undefined) machine.doubts += 1;
    else mayHaveRaised(machine, exception, unknown);
  }
}
