import type { PythonReader } from '../../../../python/index.ts';
import type { StorageKind } from '../../../../types.ts';
import { isOpaque } from '../../../datum.ts';
import type { Family } from '../../classes/family.ts';
import { ownStore } from '../../destination/backend-store.ts';
import { serviceOf } from '../../destination/stores.ts';
import { readAttributes } from '../attributes.ts';
import { isEnhanced } from '../enhanced.ts';
import { readStorageInstance } from '../instance.ts';
import { KINDS } from '../known.ts';
import { storageOverrides } from '../members.ts';
import { ARGUMENTS } from '../options.ts';
import type { Backend, BackendRequest } from './backend.ts';
import { foundPatterns, NO_PATTERNS } from './patterns.ts';
import { type Note, noteOptions, noteOverrides } from './problems.ts';

/** A class of the project on a known one. */
export async function readOwn(
  request: BackendRequest,
  python: PythonReader,
  family: Family,
  kind: StorageKind,
  note: Note,
): Promise<Backend> {
  const { className, options, assumePlain } = request;
  const init = family.members.get('__init__');
  const enhanced = isEnhanced(family.known);
  const service = serviceOf(family.known);
  const made =
    init && (await readStorageInstance(python, className, { owner: init.owner, enhanced, service }, options));
  // What an `__init__` of its own takes is its own business.
  const known = family.known.find((name) => KINDS.has(name)) ?? className;
  if (made === undefined) noteOptions(known, request, note);
  const own = storageOverrides(family, enhanced, service);
  const attributes = [...family.members].flatMap(([name, { value }]) =>
    readAttributes(enhanced, service).has(name) && value !== undefined ? [[name, value] as const] : [],
  );
  // Functions are handed to no `__init__` here; they are said further on.
  const opaque = [...options].filter(([, value]) => isOpaque(value));
  const handed = made?.handed ?? options;
  // OPTIONS that stand for attributes, as a config file and some classes take them, are the stronger word.
  const set = made?.set ?? [...options].filter(([name]) => !ARGUMENTS.includes(name));
  const said = new Map([...handed, ...set]);
  const values = new Map([...opaque, ...handed, ...attributes, ...set]);
  const found = enhanced ? NO_PATTERNS : await foundPatterns(values, request, family, false);
  const changes = assumePlain ? [] : [...own, ...(made?.overrides ?? []), ...found.refused];
  noteOverrides(request, family, changes, note);
  return {
    kind,
    className,
    isEnhanced: enhanced,
    hasClassLocation: family.members.has('location') && !said.has('location'),
    values,
    ...(found.patterns !== undefined && { patterns: found.patterns }),
    ...ownStore(service, family, options, made?.set),
  };
}
