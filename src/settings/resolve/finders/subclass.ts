import type { FinderSpec } from '../../../types.ts';
import { isOpaque } from '../../datum.ts';
import type { Family } from '../classes/family.ts';
import { type Overridable, overridesOf } from '../classes/overrides.ts';
import { KINDS } from './known.ts';

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

/** Returns the base of a subclass that changes nothing that counts, perhaps with another `source_dir`; `undefined` for others. */
export function subclassSpec(className: string, family: Family): FinderSpec | undefined {
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

/** What a subclass changes that counts, as dotted names. */
export function changesOf(family: Family): readonly string[] {
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
