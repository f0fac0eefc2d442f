import { nearest } from '../../../text/nearest.ts';
import type { Problem } from '../../../types.ts';
import type { Table } from '../../datum.ts';
import { MANIFEST_STORAGE, STORE_OPTIONS } from '../destination/options.ts';
import { serviceOf } from '../destination/stores.ts';
import { atLeast } from '../django-version.ts';
import { ENHANCED_OPTIONS, isEnhanced, TESTING_OPTIONS } from './enhanced.ts';

/** Who takes the OPTIONS of a storage: Django of this version (`undefined`: not known), this tool's own config file, or PUBLISH. */
export type OptionsOf =
  | { readonly kind: 'django'; readonly version: string | undefined }
  | { readonly kind: 'config' }
  | { readonly kind: 'publish' };

/** The arguments of FileSystemStorage that decide anything; its `__init__` keeps each under its name with a `_` in front. */
export const ARGUMENTS: readonly string[] = [
  'location',
  'base_url',
  'file_permissions_mode',
  'directory_permissions_mode',
];

/** Class attributes that a config file, which no Django reads, may write beside them. */
const ATTRIBUTES: readonly string[] = [
  'manifest_name',
  'manifest_strict',
  'support_js_module_import_aggregation',
  'keep_only_hashed_files',
];

/** With the name of the option. */
type OptionProblem = Omit<Problem, 'severity' | 'at'> & { readonly name: string };

/** OPTIONS that the class does not take: Django ends with a TypeError for each. */
export function optionProblems(
  className: string,
  options: Table,
  optionsOf: OptionsOf,
): readonly OptionProblem[] {
  const taken = takenByClass(className, optionsOf);
  return [...options.keys()]
    .filter((name) => !taken.includes(name))
    .map((name): OptionProblem => {
      const code = 'storage-option-unknown';
      if (name === 'allow_overwrite' && serviceOf([className]) === undefined) {
        return {
          name,
          code,
          message: `${className} takes the option 'allow_overwrite' from Django 5.1 on`,
          hint: 'Take it out.',
        };
      }
      const isAttribute = optionsOf.kind === 'django' && ATTRIBUTES.includes(name);
      const owner = optionsOf.kind === 'publish' ? 'PUBLISH' : 'the staticfiles storage';
      const message = `The option '${name}' of ${owner} is not known ${isAttribute ? 'to Django' : 'here'}`;
      const hint = isAttribute
        ? `It is an attribute: set it in a class of your own, based on ${className}.`
        : hintFor(name, taken, serviceOf([className]) === undefined);
      return { name, code, message, hint };
    });
}

/** The storages of django-storages refuse every name that is none of theirs; the manifest mixin keeps one for itself. */
function takenByClass(className: string, optionsOf: OptionsOf): readonly string[] {
  const service = serviceOf([className]);
  if (service === undefined) return [...takenBy(optionsOf), ...ownOptions(className)];
  const own = Object.keys(STORE_OPTIONS[service]);
  // What PUBLISH names makes no manifest.
  if (optionsOf.kind === 'publish') return own;
  return [...own, MANIFEST_STORAGE, ...(optionsOf.kind === 'config' ? ATTRIBUTES : [])];
}

/** `tellsAll`: false for classes that take more than anybody reads. */
function hintFor(name: string, taken: readonly string[], tellsAll: boolean): string {
  const meant = nearest(name, taken);
  const known = `Known are ${[...new Set(taken)].join(', ')}.`;
  if (meant === undefined) return known;
  return tellsAll ? `Did you mean '${meant}'? ${known}` : `Did you mean '${meant}'?`;
}

/** Options that a class takes beside those of FileSystemStorage. */
function ownOptions(className: string): readonly string[] {
  if (className.endsWith('.TestingManifestStaticFilesStorage')) return TESTING_OPTIONS;
  // Its mixins take none: only the class has an `__init__` for them.
  return className.endsWith('.EnhancedManifestStaticFilesStorage') && isEnhanced([className])
    ? ENHANCED_OPTIONS
    : [];
}

function takenBy(optionsOf: OptionsOf): readonly string[] {
  if (optionsOf.kind !== 'django') return [...ARGUMENTS, 'allow_overwrite', ...ATTRIBUTES];
  const { version } = optionsOf;
  return version === undefined || atLeast(version, '5.1') ? [...ARGUMENTS, 'allow_overwrite'] : ARGUMENTS;
}
