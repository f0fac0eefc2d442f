import type { Problem } from '../../../types.ts';
import type { Entry } from '../../entry.ts';
import { pointing } from '../../problems/place.ts';
import type { Family, Unreadable } from '../classes/family.ts';
import { isUnreadable } from '../classes/family.ts';
import { FINDER_MODULE } from './known.ts';
import { changesOf } from './subclass.ts';

/** Warns that no finder lists files: nothing would be collected, without a word. */
export function nothingListed(classNames: readonly string[], entry: Entry): Problem {
  const which = classNames.length === 0 ? 'is empty' : `names only ${classNames.join(', ')}`;
  return {
    code: 'finders-silent',
    severity: 'warning',
    message: `STATICFILES_FINDERS ${which}: no finder looks into STATICFILES_DIRS or the apps`,
    ...pointing(entry.locate([])),
    hint: `Add ${FINDER_MODULE}.FileSystemFinder and ${FINDER_MODULE}.AppDirectoriesFinder.`,
  };
}

/** Says of the finder at `index` of the setting why it can't be followed. */
export function unknownFinder(
  className: string,
  family: Family | Unreadable | null,
  { entry, skipUnknown }: { readonly entry: Entry; readonly skipUnknown: boolean },
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
