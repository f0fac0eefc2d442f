import type { Statement } from '../syntax/parse.ts';
import type { Outline } from './outline.ts';

/** The first statement that asks Django for settings while the module is imported, if one does. */
export function questionToDjango(
  body: readonly Statement[],
  outlines: readonly Outline[],
): Statement | undefined {
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
