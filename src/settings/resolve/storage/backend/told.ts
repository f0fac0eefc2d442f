import type { ToldStorage } from '../../classes/told-class.ts';
import { toldFamily } from '../../classes/told-class.ts';
import { plainStore, toldStore } from '../../destination/backend-store.ts';
import { serviceOf } from '../../destination/stores.ts';
import { readAttributes } from '../attributes.ts';
import { isEnhanced } from '../enhanced.ts';
import { isKnown, kindOf, whyUnknown } from '../kind.ts';
import { KINDS } from '../known.ts';
import { isOverridable, storageOverrides } from '../members.ts';
import type { Backend, BackendRequest } from './backend.ts';
import { foundPatterns, NO_PATTERNS } from './patterns.ts';
import { type Note, noteOverrides, unknownWords } from './problems.ts';

/** The storage as Django has made it: its attributes are its own answers, its class is the one in memory. */
export async function readTold(
  request: BackendRequest,
  told: ToldStorage,
  note: Note,
): Promise<Backend | undefined> {
  const { className, assumePlain, options } = request;
  if ('failed' in told) {
    const kind = KINDS.get(className);
    // A damaged manifest, for one, fails Django's class; it is written anew here.
    if (kind !== undefined) {
      const known = { kind, className, isEnhanced: isEnhanced([className]), values: options };
      return { ...known, ...plainStore(className, options) };
    }
    const message = `Django can't make the staticfiles storage ${className}`;
    note({ code: 'storage-failed', message, cause: told.failed });
    return undefined;
  }
  const enhanced = isEnhanced(told.order.map(({ name }) => name));
  const service = serviceOf(told.order.map(({ name }) => name));
  const family = toldFamily(told, isKnown, readAttributes(enhanced, service));
  const kind = kindOf(family);
  if (kind === undefined) {
    note({ code: 'storage-unknown', ...unknownWords(request, family, whyUnknown(family)) });
    return undefined;
  }
  const set = told.set
    .filter((name) => isOverridable(name, enhanced, service))
    .map((name) => `${name}, set in ${told.name}.__init__()`);
  const isOwn = family.members.has('patterns') || told.set.includes('patterns');
  const found = isOwn && !enhanced ? await foundPatterns(family.values, request, family, true) : NO_PATTERNS;
  const changes = assumePlain
    ? []
    : [...storageOverrides(family, enhanced, service), ...set, ...found.refused];
  noteOverrides(request, family, changes, note);
  const hasClassLocation = family.members.has('location') && !options.has('location');
  return {
    ...{ kind, className, isEnhanced: enhanced, hasClassLocation, values: family.values },
    ...(found.patterns !== undefined && { patterns: found.patterns }),
    ...toldStore(service, told, family, options),
  };
}
