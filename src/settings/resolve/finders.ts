import type { PythonReader } from '../../python/index.ts';
import type { FinderKind, FinderSpec, Problem } from '../../types.ts';
import { isOpaque } from '../datum.ts';
import type { Entry } from '../entry.ts';
import { pointing } from '../problems.ts';
import type { Family, Unreadable } from './family.ts';
import { isUnreadable, readFamily } from './family.ts';
import { type Overridable, overridesOf } from './overrides.ts';
import type { ToldClass } from './told-class.ts';
import { toldFamily } from './told-class.ts';

const DJANGO = 'django.contrib.staticfiles.finders.';

const KINDS: ReadonlyMap<string, FinderKind> = new Map([
  [`${DJANGO}FileSystemFinder`, 'directories'],
  [`${DJANGO}AppDirectoriesFinder`, 'apps'],
  [`${DJANGO}DefaultStorageFinder`, 'media'],
  ['npm.finders.NpmFinder', 'npm'],
]);

/** Finders of packages that serve files on demand and list none of their own: collecting gets nothing from them. */
const SILENT: ReadonlySet<string> = new Set([
  'compressor.finders.CompressorFinder',
  'pipeline.finders.CachedFileFinder',
  'pipeline.finders.ManifestFinder',
  'pipeline.finders.PipelineFinder',
  'sass_processor.finders.CssFinder',
]);

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const OVERRIDABLE: Overridable = {
  // Of Django's finders and django-npm's.
  names:
    words(`_check_deprecated_find_param apps cache check find find_in_app find_location list list_files locations
    patterns root source_dir storage storage_class storages`),
  // Looking for one path, checking settings; and what Django's own __init__ sets anew.
  harmless: words(
    '_check_deprecated_find_param apps check find find_in_app find_location locations storages',
  ),
  read: words('source_dir storage_class'),
};

/** Where Django's finders can be got at, to change them. */
const FINDER_MODULE = 'django.contrib.staticfiles.finders';

/** What Django told of a finder: where it looks, if it lists files as one of Django's does; else its class. */
export type ToldFinder =
  | Required<Pick<FinderSpec, 'kind' | 'locations'>>
  | ToldClass
  | { readonly failed: string };

export interface FindersRequest {
  readonly entry: Entry;
  readonly classNames: readonly string[];
  readonly skipUnknown: boolean;
  /** By class: what Python told of a finder. */
  readonly told: Readonly<Record<string, ToldFinder>>;
  readonly python: () => Promise<PythonReader>;
  /** The evaluator that read the settings, which may have changed Django's own classes. */
  readonly settingsPython: PythonReader | null;
}

/** STATICFILES_FINDERS in order. An unknown class is an error, or with `skipUnknown` a warning and left out. */
export async function readFinders(
  request: FindersRequest,
  problems: Problem[],
  notes: string[],
): Promise<readonly FinderSpec[]> {
  const specs: FinderSpec[] = [];
  const mayBePatched = request.settingsPython?.isLoaded(FINDER_MODULE) === true;
  for (const [index, className] of request.classNames.entries()) {
    const kind = KINDS.get(className);
    const told = Object.hasOwn(request.told, className) ? request.told[className] : undefined;
    if (told !== undefined && 'kind' in told)
      specs.push(kind === told.kind ? { kind, className } : { ...told, className });
    else if (
      told === undefined &&
      kind !== undefined &&
      !(mayBePatched && className.startsWith(FINDER_MODULE))
    )
      specs.push({ kind, className });
    else if (SILENT.has(className)) notes.push(`${className} lists no files of its own.`);
    else {
      const family = await familyOfFinder(className, told, request);
      const spec = family === null || isUnreadable(family) ? undefined : subclassSpec(className, family);
      if (spec !== undefined) specs.push(spec);
      else problems.push(unknownFinder(className, family, request, index));
    }
  }
  const isSilent = request.classNames.every((name) => SILENT.has(name));
  if (isSilent) problems.push(nothingListed(request));
  return specs;
}

/** No finder that lists files: nothing would be collected, without a word. */
function nothingListed({ classNames, entry }: FindersRequest): Problem {
  const which = classNames.length === 0 ? 'is empty' : `names only ${classNames.join(', ')}`;
  return {
    code: 'finders-silent',
    severity: 'warning',
    message: `STATICFILES_FINDERS ${which}: no finder looks into STATICFILES_DIRS or the apps`,
    ...pointing(entry.locate([])),
    hint: `Add ${DJANGO}FileSystemFinder and ${DJANGO}AppDirectoriesFinder.`,
  };
}

async function familyOfFinder(
  className: string,
  told: Exclude<ToldFinder, { readonly kind: unknown }> | undefined,
  { python }: FindersRequest,
): Promise<Family | Unreadable | null> {
  if (told === undefined) return readFamily(await python(), className, isKnown);
  return 'failed' in told ? { reason: told.failed, at: null } : toldFamily(told, isKnown);
}

function isKnown(name: string): boolean {
  return KINDS.has(name) || SILENT.has(name);
}

/** A subclass that changes nothing that counts is its base, perhaps with another `source_dir`. */
function subclassSpec(className: string, family: Family): FinderSpec | undefined {
  const kind = KINDS.get(family.known[0] ?? '');
  if (kind === undefined || family.known.length > 1 || changesOf(family).length > 0) return undefined;
  if (family.missing.length > 0) return undefined;
  const sourceDir = family.members.get('source_dir')?.value;
  const ownFind = ASKED_FOR_ONE_PATH.flatMap((name) => {
    const member = family.members.get(name);
    return member === undefined ? [] : `${member.owner}.${name}()`;
  });
  return {
    kind,
    className,
    ...(kind === 'apps' && sourceDir !== undefined && { sourceDir: sourceDir as string }),
    ...(ownFind.length > 0 && { ownFind }),
  };
}

/** Methods that look for one path: collecting does not call them, `findstatic` does. */
const ASKED_FOR_ONE_PATH: readonly string[] = ['find', 'find_in_app', 'find_location'];

const FILE_STORAGE = 'the class django.core.files.storage.FileSystemStorage';

function changesOf(family: Family): readonly string[] {
  const { members } = family;
  const init = members.get('__init__');
  const sourceDir = members.get('source_dir');
  const storage = members.get('storage_class');
  // The very class that it is anyway.
  const isUsual = isOpaque(storage?.value) && storage.value.words === FILE_STORAGE;
  return [
    ...(init === undefined ? [] : [`${init.owner}.__init__()`]),
    ...overridesOf(family, OVERRIDABLE),
    ...(sourceDir?.value === undefined || typeof sourceDir.value === 'string'
      ? []
      : [`${sourceDir.owner}.source_dir`]),
    ...(storage?.value === undefined || isUsual ? [] : [`${storage.owner}.storage_class`]),
  ];
}

function unknownFinder(
  className: string,
  family: Family | Unreadable | null,
  { entry, skipUnknown }: FindersRequest,
  index: number,
): Problem {
  const at = family?.at ?? entry.locate([index]);
  return {
    code: 'finder-unknown',
    severity: skipUnknown ? 'warning' : 'error',
    message: `The finder ${className} is not known here${whyUnknown(family)}${skipUnknown ? ' and was skipped' : ''}`,
    ...pointing(at),
    ...(skipUnknown ? {} : { hint: '--skip-unknown-finders goes on without it.' }),
  };
}

function whyUnknown(family: Family | Unreadable | null): string {
  if (family === null) return '';
  if (isUnreadable(family)) return `: ${family.reason}`;
  if (family.missing.length > 0) return ` (its base ${family.missing.join(', ')} was not found)`;
  // Of Django's own base nothing is the project's.
  const changes = changesOf(family).filter((change) => change !== `${FINDER_MODULE}.BaseFinder.__new__()`);
  if (changes.length > 0) return ` (it has its own ${changes.join(', ')})`;
  return family.known.length > 1 ? ` (it is based on ${family.known.join(' and ')})` : '';
}
