import type { Binding } from '../../../python/class-description.ts';
import { isOneSlipAway } from '../../../text/nearest.ts';
import type { Problem } from '../../../types.ts';
import { pointing } from '../../problems/place.ts';
import {
  isSettingName,
  SCHEMA,
  SETTING_NAMES,
  type SettingName,
  TOOL_DICT,
  TOOL_NAMES,
} from '../../schema/schema.ts';
import { mismatches } from '../../schema/shape.ts';
import { plainDatum } from './plain.ts';

const DJANGO_NAMES: readonly string[] = SETTING_NAMES.filter((name) =>
  ['django', 'whitenoise', 'npm'].includes(SCHEMA[name].owner),
);

/** Slips that are more than a letter away from what they mean. */
const COMMON_SLIPS: ReadonlyMap<string, string> = new Map([
  ['STATIC_DIRS', 'STATICFILES_DIRS'],
  ['STATICFILE_DIR', 'STATICFILES_DIRS'],
  ['STATIC_FILE_DIRS', 'STATICFILES_DIRS'],
  ['STATIC_FINDERS', 'STATICFILES_FINDERS'],
  ['STATIC_FILES_FINDERS', 'STATICFILES_FINDERS'],
  ['STATICFILES_ROOT', 'STATIC_ROOT'],
  ['STATICFILES_URL', 'STATIC_URL'],
  ['STATIC_STORAGE', 'STATICFILES_STORAGE'],
]);

// Settings of Channels and of others, one letter away from Django's.
const OF_OTHERS: ReadonlySet<string> = new Set(['ASGI_APPLICATION']);

/** The names that a settings module binds for certain, and where. */
interface BoundNames {
  names(): readonly string[];
  get(name: string): Pick<Binding, 'origin' | 'value'> | undefined;
}

/**
 * Names of a settings module that do nothing: keys of COLLECTSTATIC written beside it, and names one letter away from a setting
 * that is not set. Projects keep values of their own under names of their own, so no more than that is taken for a slip, and
 * no key whose value is none it may have: `from django import VERSION as DJANGO_VERSION` is a tuple.
 * `tool`: the keys that COLLECTSTATIC has.
 */
export function strayNames(namespace: BoundNames, tool: ReadonlySet<string>): readonly Problem[] {
  const names = namespace.names().filter((name) => /^[A-Z][A-Z0-9_]+$/.test(name));
  const bound = new Set(names);
  const known = namesByLength();
  return names.flatMap((name): readonly Problem[] => {
    if (TOOL_NAMES.includes(name)) {
      const binding = namespace.get(name);
      if (tool.has(name) || !isSettingName(name) || !fits(name, binding)) return [];
      const code = 'setting-misplaced';
      const message = `${name} at the top level of the settings does nothing`;
      const hint = `Write ${TOOL_DICT} = {"${name}": ...}.`;
      return [{ code, severity: 'warning', message, hint, ...pointing(binding?.origin[0]) }];
    }
    if (isSettingName(name) || OF_OTHERS.has(name)) return [];
    const meant = COMMON_SLIPS.get(name) ?? known(name.length).find((each) => isOneSlipAway(name, each));
    if (meant === undefined || bound.has(meant)) return [];
    const message = `${name} is no setting of Django's, and ${meant} is not set`;
    return [
      {
        code: 'setting-misspelt',
        severity: 'warning',
        message,
        hint: `Did you mean '${meant}'?`,
        ...pointing(namespace.get(name)?.origin[0]),
      },
    ];
  });
}

/** Returns a function from the letters of a word to the names that have as many, one more or one less. */
function namesByLength(): (length: number) => readonly string[] {
  const known = new Map<number, readonly string[]>();
  return (length) => {
    const near = known.get(length) ?? DJANGO_NAMES.filter((name) => Math.abs(name.length - length) <= 1);
    known.set(length, near);
    return near;
  };
}

function fits(name: SettingName, binding: Pick<Binding, 'value'> | undefined): boolean {
  return binding !== undefined && mismatches(SCHEMA[name].shape, plainDatum(binding.value)).length === 0;
}
