import type { Binding } from '../../../python/class-description.ts';
import type { Origin, Position, Problem } from '../../../types.ts';
import type { Datum } from '../../datum.ts';
import { isUnresolved } from '../../datum.ts';
import type { Entry, Layer } from '../../entry.ts';
import { TOOL_DICT } from '../../schema/schema.ts';
import { placeLabel } from '../layer.ts';
import { plainDatum } from './plain.ts';
import { settingsLayers } from './settings-layers.ts';
import { strayNames } from './stray-names.ts';

/** The names in which Django would look settings up: of a module, or of a class of django-configurations. */
export interface Namespace {
  /** For messages: the dotted name. */
  readonly name: string;
  readonly at: Position | null;
  get(name: string): Binding | undefined;
  /** Names that are bound for certain, in order. */
  names(): readonly string[];
  /** True if the name is bound for certain: code that was not followed may have bound any other. */
  binds(name: string): boolean;
  /** The reason why any name may be bound, if there is one. */
  readonly taint: string | null;
}

/** Makes layers of a settings module. As in Django, relative paths are relative to `cwd`. */
export function namespaceLayers(namespace: Namespace, cwd: string, problems: Problem[]): readonly Layer[] {
  const layers = settingsLayers((name) => {
    // Django's names may have been set by code that was not followed; nobody sets ours that way.
    const isBound = namespace.binds(name);
    const binding = isBound || name !== TOOL_DICT ? namespace.get(name) : undefined;
    return binding && entryOf({ ...binding, origin: isBound ? binding.origin : [] }, namespace, cwd);
  }, problems);
  problems.push(...strayNames(namespace, new Set(layers[0]?.entries.keys())));
  return layers;
}

function entryOf(binding: Binding, namespace: Namespace, cwd: string): Entry {
  const plain = plainDatum(binding.value);
  const tainted = isUnresolved(plain) && plain.reason === namespace.taint;
  const datum: Datum = tainted ? { ...plain, tainted } : plain;
  const at = binding.origin[0] ?? namespace.at ?? undefined;
  const origin: Origin = {
    kind: 'settings',
    label: at === undefined ? namespace.name : placeLabel(at, cwd),
    steps: binding.origin,
    environment: binding.environment,
  };
  return { datum, origin, folder: cwd, locate: () => at };
}
