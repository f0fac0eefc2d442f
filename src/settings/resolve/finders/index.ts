import type { PythonReader } from '../../../python/index.ts';
import type { FinderSpec, Problem } from '../../../types.ts';
import type { Entry } from '../../entry.ts';
import { isToldByPython } from '../../sources/django/answer.ts';
import type { ReadSettings } from '../../sources/read-settings.ts';
import type { Family, Unreadable } from '../classes/family.ts';
import { isUnreadable, readFamily } from '../classes/family.ts';
import { toldFamily } from '../classes/told-class.ts';
import { FINDER_MODULE, isKnown, KINDS, SILENT } from './known.ts';
import { nothingListed, unknownFinder } from './problems.ts';
import { subclassSpec } from './subclass.ts';
import type { ToldFinder } from './told.ts';

/** Resolves the finders to ask; none where STATICFILES_FINDERS is not known. */
export async function resolveFinders(read: ReadSettings): Promise<readonly FinderSpec[]> {
  const { reader, problems, notes, python } = read;
  const classNames = reader.need('STATICFILES_FINDERS');
  if (classNames === undefined) return [];
  const request = {
    entry: reader.entry('STATICFILES_FINDERS'),
    classNames,
    skipUnknown: reader.need('SKIP_UNKNOWN_FINDERS') === true,
    told: (tellsLocations(read) && read.sources.answer?.finders) || {},
    python,
    settingsPython: read.sources.python,
  };
  return readFinders(request, problems, notes);
}

/** True if the locations that Python told are those of these settings: finders look where these two lead them. */
function tellsLocations({ reader }: ReadSettings): boolean {
  return (['STATICFILES_DIRS', 'INSTALLED_APPS'] as const).every((name) => {
    const entry = reader.entry(name);
    return isToldByPython(entry) || entry.origin.kind === 'default';
  });
}

interface FindersRequest {
  readonly entry: Entry;
  readonly classNames: readonly string[];
  readonly skipUnknown: boolean;
  /** By class: what Python told of a finder. */
  readonly told: Readonly<Record<string, ToldFinder>>;
  readonly python: () => Promise<PythonReader>;
  /** The evaluator that read the settings, which may have changed Django's own classes. */
  readonly settingsPython: PythonReader | null;
}

/** Reads the classes in order. An unknown one is an error, or with `skipUnknown` a warning and left out. */
async function readFinders(
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
  if (isSilent) problems.push(nothingListed(request.classNames, request.entry));
  return specs;
}

async function familyOfFinder(
  className: string,
  told: Exclude<ToldFinder, { readonly kind: unknown }> | undefined,
  { python }: FindersRequest,
): Promise<Family | Unreadable | null> {
  if (told === undefined) return readFamily(await python(), className, isKnown);
  return 'failed' in told ? { reason: told.failed, at: null } : toldFamily(told, isKnown);
}
