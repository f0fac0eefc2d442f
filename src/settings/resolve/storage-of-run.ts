import { asWarning } from '../../errors.ts';
import type { ReadSettings } from '../sources/read-settings.ts';
import type { ResolvedStorage } from './storage/index.ts';
import { PLAIN_STORAGE, readStorage } from './storage/index.ts';

/** For manage.py, which has Django's own command at hand. */
const WAY_TO_DJANGO = "COLLECTSTATIC_FALLBACK = True in the settings lets Django's own command do it.";

/** Reads the storage, if anything depends on it. A check goes on without one that is not known. */
export async function storageOfRun(
  { request, reader, python, sources, problems }: ReadSettings,
  knownVersion: string | undefined,
): Promise<ResolvedStorage | undefined> {
  const { requireStaticRoot, forCheck = false } = request;
  if (!requireStaticRoot && !forCheck) return PLAIN_STORAGE;
  const before = problems.length;
  const storage = await readStorage(
    {
      reader,
      knownVersion,
      python,
      settingsPython: sources.python,
      told: sources.answer?.storage ?? null,
      wayToDjango: request.answer === undefined ? undefined : WAY_TO_DJANGO,
    },
    problems,
  );
  // The reader adds to the same list.
  if (forCheck) problems.push(...problems.splice(before).map(asWarning));
  return storage;
}
