import type { Unresolved } from '../datum.ts';
import { folderOfMissing, isMissingModule } from './missing-module.ts';

/** More variables than these are no help. */
const MOST_VARIABLES = 5;

/**
 * What a person can do about settings that are not known (`null`: many; none for parts that no option sets), as clauses:
 * `set SECRET in the environment`.
 */
export function waysOut(names: readonly string[] | null, unresolved: Unresolved): readonly string[] {
  const { environment, tainted, refused, lacksPackages, reason, at } = unresolved;
  // Code that asks for many variables has looked at all it knows: they are hardly what is missing.
  const isVariable = environment.length > 0 && environment.length <= MOST_VARIABLES;
  const variables = isVariable ? [`set ${environment.join(' and ')} in the environment`] : [];
  const folder = at === null ? undefined : folderOfMissing(reason, at.file);
  const place = folder === undefined ? [] : [`say --pythonpath ${folder}, where the module lies`];
  const isInVenv = lacksPackages === true || (isMissingModule(reason) && folder === undefined);
  const venv = isInVenv ? ['name the virtual environment with --venv DIR'] : [];
  const set =
    names === null
      ? ['say --set NAME=VALUE for each']
      : names.length === 0
        ? []
        : [`say ${names.map((name) => `--set ${name}=VALUE`).join(' and ')}`];
  const benign = tainted ? ['say --assume-benign if that code leaves the settings alone'] : [];
  const allow = refused === undefined ? [] : [`say --allow-read ${refused}`];
  // Python would miss the variable as well.
  const python = isVariable && refused === undefined ? [] : ['let Python tell with --python PATH'];
  return [...place, ...venv, ...allow, ...variables, ...set, ...benign, ...python];
}

/** The same as one sentence. */
export function waysOutHint(names: readonly string[] | null, unresolved: Unresolved): string {
  const ways = waysOut(names, unresolved).join(', or ');
  return `${ways.charAt(0).toUpperCase()}${ways.slice(1)}.`;
}
