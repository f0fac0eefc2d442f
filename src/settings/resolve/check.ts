import type { CheckSettings, Problem, TemplateEngine } from '../../types.ts';
import { firstUnresolved, isList } from '../datum.ts';
import { pointing } from '../problems/place.ts';
import { wordsOf } from '../problems/words.ts';
import type { Reader } from '../reader.ts';
import { SCHEMA, type SettingName } from '../schema/schema.ts';
import { mismatches } from '../schema/shape.ts';
import type { ResolvedStorage } from './storage/index.ts';
import { readEngine, rendererEngine, UNKNOWN_ENGINE } from './templates.ts';

/** Resolves the settings that only a check needs. If one is not known, the check says less, with a warning. */
export function resolveCheck(
  reader: Reader,
  installedApps: readonly string[],
  storage: ResolvedStorage | undefined,
  problems: Problem[],
): CheckSettings {
  const wanted: readonly SettingName[] = ['TEMPLATES', 'FORM_RENDERER', 'DEBUG'];
  problems.push(...wanted.flatMap((name) => doubtOf(reader, name)));
  return {
    debug: reader.peek('DEBUG'),
    engines: enginesOf(reader),
    usesStaticfiles: installedApps.some((entry) => /^django\.contrib\.staticfiles(?:\.|$)/.test(entry)),
    storageIsKnown: storage !== undefined,
  };
}

function enginesOf(reader: Reader): readonly TemplateEngine[] {
  const { datum, folder } = reader.entry('TEMPLATES');
  const engines = isList(datum) ? datum.flatMap((item) => readEngine(item, folder) ?? []) : [UNKNOWN_ENGINE];
  const renderer = rendererEngine(reader.peek('FORM_RENDERER'));
  return renderer === null ? engines : [...engines, renderer];
}

/** A warning for a setting of which a part is not known, or that Django refuses. */
function doubtOf(reader: Reader, name: SettingName): readonly Problem[] {
  const entry = reader.entry(name);
  if (entry.origin.kind !== 'settings') return [];
  const at = entry.locate([]);
  const unresolved = firstUnresolved(entry.datum);
  const [wrong] = mismatches(SCHEMA[name].shape, entry.datum);
  const reason = unresolved === undefined ? wrong && `it ${wrong.message}` : wordsOf(unresolved).reason;
  if (reason === undefined) return [];
  return [
    {
      code: 'check-incomplete',
      severity: 'warning',
      message: `Part of ${name} is not known: what depends on it is not checked`,
      cause: reason,
      hint: `Say it with --set ${name}=VALUE, or let Python tell with --python PATH.`,
      ...pointing(unresolved?.at ?? at),
    },
  ];
}
