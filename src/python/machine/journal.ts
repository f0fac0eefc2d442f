import type { Position } from '../../types.ts';
import { Environment } from '../host/environment.ts';
import { Dict, type Entry } from '../values/dict.ts';
import { Iterator } from '../values/iterator.ts';
import { List } from '../values/list.ts';
import { type Recorded, touch } from '../values/record.ts';
import { SetValue } from '../values/set-value.ts';
import type { Unknown } from '../values/values.ts';
import { same } from './same.ts';

/** How objects are that were changed. */
export type States = ReadonlyMap<Recorded, unknown>;

/** Keeps how every object that changes was before. Objects made after it began need no keeping. */
export class Journal {
  readonly #since: number;
  readonly #before = new Map<Recorded, unknown>();

  constructor(since: number) {
    this.#since = since;
  }

  /** How much was copied for it. */
  touch(object: Recorded): number {
    if (object.born > this.#since || this.#before.has(object)) return 0;
    this.#before.set(object, object.snapshot());
    return object.weight;
  }

  get touched(): Iterable<Recorded> {
    return this.#before.keys();
  }

  /** How the changed objects are now. */
  after(): States {
    return new Map([...this.#before.keys()].map((object) => [object, object.snapshot()]));
  }

  /**
   * Lets changes that `aside` saw outlast this journal: names that a module was given stay; any other object that is to be put
   * back would lose its change, and is `lost` from here on.
   */
  keep(aside: Journal, lost: Unknown): void {
    for (const [object, former] of aside.#before) {
      const state = this.#before.get(object);
      if (state === undefined) continue;
      if (object instanceof Dict && object.supply !== undefined) object.keepIn(state, former);
      else {
        (state as { spoiled?: Unknown }).spoiled ??= lost;
        if (object instanceof Dict || object instanceof List || object instanceof SetValue)
          object.spoil(lost);
      }
    }
  }

  /** Puts everything back. */
  undo(): void {
    for (const [object, state] of this.#before) object.restore(state);
  }
}

/** Sets the changed objects to one outcome. */
export function apply(states: States): void {
  for (const [object, state] of states) {
    touch(object);
    object.restore(state);
  }
}

/**
 * Leaves behind what two outcomes share (policy Fork). Both were undone before: objects stand as they were. `unknown`
 * takes the place of whatever they differ in. The objects tell the recorder, so an outer journal sees the change.
 */
export function merge(left: States, right: States, unknown: Unknown): void {
  const changed = new Set([...left.keys(), ...right.keys()]);
  for (const object of changed) {
    const before = object.snapshot();
    const ours = left.has(object) ? left.get(object) : before;
    const theirs = right.has(object) ? right.get(object) : before;
    mergeObject(object, ours, theirs, unknown, changed);
  }
}

/** Leaves behind what is known if the outcome may have ended anywhere before its end: nothing of what was changed meanwhile. */
export function cutShort(outcome: States, unknown: Unknown): void {
  for (const [object, state] of outcome) {
    const before = object.snapshot();
    mergeObject(object, state, before, unknown, NONE);
    if (object instanceof Dict)
      cutDict(object, copyOf(new Dict(), state), copyOf(new Dict(), before), unknown);
    else if (object instanceof List || object instanceof SetValue) object.spoil(unknown);
  }
}

// What came back to what it was may have been something else meanwhile, and what is gone may have been there.
function cutDict(object: Dict, after: Dict, before: Dict, unknown: Unknown): void {
  for (const entry of after.entries()) {
    const former = before.entry(entry.key);
    if (former !== entry && !isImportedAgain(former, entry))
      object.bind(doubtful(entry, entry, former, unknown));
    else if (former !== undefined) object.bind(former);
  }
  for (const [key, times] of after.deleted)
    if (times !== before.deleted.get(key)) object.bind({ key, value: unknown });
  const onlyGrew = after.shape - before.shape === after.size - before.size;
  if (object.role === 'dict' && !onlyGrew) object.spoil(unknown);
}

const NONE: ReadonlySet<Recorded> = new Set();

const IMPORTED: ReadonlySet<string> = new Set(['module', 'class', 'native', 'function']);

/** True if a name stands for the same module, class or function: nobody lets it stand for something else in between. */
function isImportedAgain(former: Entry | undefined, entry: Entry): boolean {
  if (former === undefined || isPutOff(former) || isPutOff(entry)) return false;
  const { value } = entry;
  return value === former.value && typeof value === 'object' && value !== null && IMPORTED.has(value.kind);
}

/** True for an import that nobody has needed yet. */
function isPutOff(entry: Entry): boolean {
  return Object.getOwnPropertyDescriptor(entry, 'value')?.get !== undefined;
}

function mergeObject(
  object: Recorded,
  ours: unknown,
  theirs: unknown,
  unknown: Unknown,
  changed: ReadonlySet<Recorded>,
): void {
  if (object instanceof Dict)
    mergeDict(object, copyOf(new Dict(), ours), copyOf(new Dict(), theirs), unknown, changed);
  else if (object instanceof List) {
    mergeWhole(object, copyOf(new List(), ours), copyOf(new List(), theirs), unknown, changed);
  } else if (object instanceof SetValue) {
    const kind = object.kind;
    const [left, right] = [copyOf(new SetValue([], kind), ours), copyOf(new SetValue([], kind), theirs)];
    mergeWhole(object, left, right, unknown, changed);
  } else if (object instanceof Iterator) {
    object.merge(ours, theirs, unknown);
  } else if (object instanceof Environment) {
    object.merge(copyOf(new Environment(), ours), copyOf(new Environment(), theirs), unknown);
  } else {
    throw new Error('a recorded object of a kind that can not be merged');
  }
}

function copyOf<Kind extends Recorded>(empty: Kind, state: unknown): Kind {
  empty.restore(state);
  return empty;
}

function mergeWhole<Kind extends List | SetValue>(
  object: Kind,
  ours: Kind,
  theirs: Kind,
  unknown: Unknown,
  changed: ReadonlySet<Recorded>,
): void {
  object.spoil(unknown);
  if (same(ours, theirs, changed)) (object as Recorded).restore(ours.snapshot());
}

function mergeDict(
  object: Dict,
  ours: Dict,
  theirs: Dict,
  unknown: Unknown,
  changed: ReadonlySet<Recorded>,
): void {
  const before = copyOf(new Dict(), object.snapshot());
  // Telling the recorder first; the state is then built from scratch.
  object.spoil(unknown);
  const spoiled = ours.spoiled ?? theirs.spoiled;
  const entries = [...ours.entries(), ...[...theirs.entries()].filter((entry) => !ours.has(entry.key))];
  const sameKeys = ours.size === theirs.size && entries.length === ours.size;
  object.restore(copyOf(new Dict(), ours.snapshot()).snapshot());
  object.spoiled = spoiled;
  object.shape = Math.max(ours.shape, theirs.shape);
  object.deleted = new Map([...ours.deleted, ...theirs.deleted]);
  const taint = ours.taint ?? theirs.taint;
  if (taint !== undefined) object.setTaint(taint);
  if (object.role === 'dict' && !sameKeys) object.spoil(unknown);
  for (const entry of entries) {
    const [left, right] = [ours.entry(entry.key), theirs.entry(entry.key)];
    // An entry that stayed the same object is not looked into: it may be an import that nobody has needed yet.
    if (left === right) continue;
    if (left === undefined || right === undefined || !same(left.value, right.value, changed))
      object.bind(doubtful(entry, left, right, unknown));
    // It was bound again, which `cutShort` goes by.
    else if (left === before.entry(entry.key)) object.bind(right);
  }
}

function doubtful(entry: Entry, left: Entry | undefined, right: Entry | undefined, unknown: Unknown): Entry {
  const origin = distinct([...(left?.origin ?? []), ...(right?.origin ?? [])]);
  const environment = [
    ...new Set([...(left?.environment ?? []), ...(right?.environment ?? []), ...unknown.environment]),
  ];
  return { key: entry.key, value: unknown, origin, environment: environment.sort() };
}

/** Each place once: a loop comes by the same ones again and again. */
function distinct(places: readonly Position[]): readonly Position[] {
  const byLabel = new Map<string, Position>();
  for (const place of places) {
    const label = `${place.file}:${place.line}:${place.column}`;
    if (!byLabel.has(label)) byLabel.set(label, place);
  }
  return [...byLabel.values()];
}
