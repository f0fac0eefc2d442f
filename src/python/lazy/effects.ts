import { changesProgram } from '../host/module-text.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import type { Statement } from '../syntax/parse.ts';
import type { Outline } from './outline.ts';

/** The first statement that asks Django for settings while the module is imported, if one does. */
function questionToDjango(body: readonly Statement[], outlines: readonly Outline[]): Statement | undefined {
  const settings = body.flatMap((node) =>
    node.nodeType === 'ImportFrom' && node.module === 'django.conf'
      ? node.names.filter(({ name }) => name === 'settings').map(({ name, asname }) => asname ?? name)
      : [],
  );
  return body[outlines.findIndex(({ now }) => settings.some((name) => now.reads.has(name)))];
}

/** Modules that are imported by name, and the name never read: perhaps for what they do. */
export function unusedImports(body: readonly Statement[], outlines: readonly Outline[]): readonly string[] {
  const isRead = (name: string): boolean =>
    outlines.some(({ now, later }) => now.reads.has(name) || later.reads.has(name));
  return body.flatMap((node) =>
    node.nodeType === 'Import'
      ? node.names
          .filter(({ name, asname }) => !isRead(asname ?? name.split('.')[0] ?? name))
          .map(({ name }) => name)
      : [],
  );
}

/** True if a statement may change something outside of its module. */
export function mayAffect({ hasEffects, hasEffectsLater, now, later }: Outline): boolean {
  return (
    hasEffects || hasEffectsLater || [...now.changes.values(), ...later.changes.values()].includes('store')
  );
}

/** Tells if Python would ask Django for settings while it imports the module: Django answers from what is bound by then. */
export function noteQuestion(
  machine: Machine,
  scope: Scope,
  body: readonly Statement[],
  outlines: readonly Outline[],
): void {
  // Whoever asks once the settings have come to their end is answered from all of them.
  if (machine.importedBySettings.size > 0) return;
  const statement = questionToDjango(body, outlines);
  if (statement === undefined) return;
  machine.earlyQuestion ??= machine.within(scope, () =>
    machine.unknown('Django may have been asked for its settings here before', statement),
  );
}

/** Imports those of the modules whose texts show that they change something outside of themselves. */
export function importForEffect(machine: Machine, scope: Scope, names: readonly string[]): void {
  for (const name of names) {
    const file = machine.host.finder.find(name)?.file;
    if (file == null || machine.sources.isModelled(name) || !changesProgram(file)) continue;
    machine.aside(() => machine.within(scope, () => machine.runtime.importModule(name)));
  }
}
