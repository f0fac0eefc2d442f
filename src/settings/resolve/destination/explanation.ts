import { asWarning } from '../../../errors.ts';
import type { Destination, Problem } from '../../../types.ts';
import { tellOnce } from '../../problems/tell-once.ts';
import type { ReadSettings } from '../../sources/read-settings.ts';
import { versionOf } from '../django-version.ts';
import { storageOfRun } from '../storage-of-run.ts';
import { endingWithSlash, resolveStaticUrl } from '../urls.ts';
import { resolveDestination } from './index.ts';

/**
 * Where the settings publish to, and what is wrong with that, as warnings; `null` if they publish nowhere, or nobody can tell.
 * What is wrong with a storage without a bucket is nobody's question.
 */
export async function explainDestination(
  read: ReadSettings,
): Promise<{ readonly destination: Destination | null; readonly problems: readonly Problem[] }> {
  const asked = { ...read, request: { ...read.request, requireStaticRoot: true, forCheck: false } };
  const before = read.problems.length;
  const storage = await storageOfRun(asked, versionOf(asked));
  const bucket = storage?.bucket ?? null;
  if (bucket === null && read.reader.entry('PUBLISH').datum === null)
    return { destination: null, problems: [] };
  const url = endingWithSlash(resolveStaticUrl(read.reader, true, storage));
  const destination = await resolveDestination(asked, bucket, url);
  return { destination, problems: tellOnce(read.problems.slice(before).map(asWarning)) };
}
