import type { Binding } from '../../python/index.ts';
import type { Origin, Position, Problem } from '../../types.ts';
import type { Datum } from '../datum.ts';
import { describeDatum, isTable, isUnresolved } from '../datum.ts';
import type { Entry, Layer } from '../layer.ts';
import { OWN_NAMES, placeLabel, unknownSetting } from '../layer.ts';
import { invalidSetting, unresolvedProblem } from '../problems.ts';
import { SCHEMA, SETTING_NAMES } from '../schema.ts';
import { plainDatum } from './plain.ts';

/** Where Django would look settings up: a module, or a class of django-configurations. */
export interface Namespace {
  /** For messages: the dotted name. */
  readonly name: string;
  readonly at: Position | null;
  get(name: string): Binding | undefined;
  /** Whether the name is bound for certain: a module that may have set any name has perhaps set it. */
  binds(name: string): boolean;
  /** Why any name may be bound, where that is so. */
  readonly taint: string | null;
}

/** The COLLECTSTATIC dict, which is checked, then Django's names. `cwd`: what relative paths are relative to, as in Django. */
export function namespaceLayers(namespace: Namespace, cwd: string, problems: Problem[]): readonly Layer[] {
  return [ownLayer(namespace, cwd, problems), djangoLayer(namespace, cwd)];
}

function djangoLayer(namespace: Namespace, cwd: string): Layer {
  const entries = new Map<string, Entry>();
  for (const name of SETTING_NAMES) {
    const { owner } = SCHEMA[name];
    const binding = owner === 'collectstatic' || owner === 'config' ? undefined : namespace.get(name);
    if (binding === undefined) continue;
    const steps = namespace.binds(name) ? binding.origin : [];
    entries.set(name, entryOf({ ...binding, origin: steps }, namespace, cwd));
  }
  return { kind: 'settings', entries };
}

/** This tool's own settings in a dict, as Django apps keep theirs. */
function ownLayer(namespace: Namespace, cwd: string, problems: Problem[]): Layer {
  const entries = new Map<string, Entry>();
  const layer: Layer = { kind: 'settings', entries };
  const binding = namespace.binds('COLLECTSTATIC') ? namespace.get('COLLECTSTATIC') : undefined;
  if (binding === undefined) return layer;
  const whole = entryOf(binding, namespace, cwd);
  if (!isTable(whole.datum)) {
    problems.push(notATable(whole));
    return layer;
  }
  for (const [name, datum] of whole.datum) {
    if (OWN_NAMES.includes(name)) entries.set(name, { ...whole, datum });
    else problems.push(unknownSetting(name, OWN_NAMES, whole.locate([])));
  }
  return layer;
}

function notATable(whole: Entry): Problem {
  const { datum } = whole;
  if (isUnresolved(datum)) return unresolvedProblem('COLLECTSTATIC', datum);
  return invalidSetting(
    'COLLECTSTATIC',
    { path: [], message: `must be a dict, not ${describeDatum(datum)}` },
    whole,
  );
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
