import type { Problem } from '../../../../types.ts';
import { isUnreadable, readFamily } from '../../classes/family.ts';
import { plainStore } from '../../destination/backend-store.ts';
import { isEnhanced } from '../enhanced.ts';
import { isKnown, kindOf, whyUnknown } from '../kind.ts';
import { KINDS, STORAGE_MODULES } from '../known.ts';
import type { Backend, BackendRequest } from './backend.ts';
import { readOwn } from './own.ts';
import { noteOptions, notesOf, unknownWords } from './problems.ts';
import { readTold } from './told.ts';

/** Django's names for what Django and WhiteNoise ship; anything else is read as a class, without running it. */
export async function readBackend(
  request: BackendRequest,
  problems: Problem[],
): Promise<Backend | undefined> {
  const { className, options, told } = request;
  const note = notesOf(request, problems);
  if (told !== null) return readTold(request, told, note);
  const kind = KINDS.get(className);
  const mayBePatched = STORAGE_MODULES.some((module) => request.settingsPython?.isLoaded(module));
  if (kind !== undefined && !mayBePatched) {
    noteOptions(className, request, note);
    return {
      ...{ kind, className, isEnhanced: isEnhanced([className]), values: options },
      ...plainStore(className, options),
    };
  }
  const python = await request.python();
  const family = await readFamily(python, className, isKnown);
  const read = family === null || isUnreadable(family) ? undefined : family;
  const base = read && kindOf(read);
  if (read === undefined || base === undefined) {
    const why = family === null ? '' : isUnreadable(family) ? `: ${family.reason}` : whyUnknown(family);
    note({ code: 'storage-unknown', ...unknownWords(request, read, why) });
    return undefined;
  }
  return readOwn(request, python, read, base, note);
}
