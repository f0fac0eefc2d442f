import type { Position } from '../../types.ts';
import { Container, lateness } from './container.ts';
import { hashKey } from './keys.ts';
import { type Change, chargeItems, chargeKeys, currentChange, currentTime, touch } from './record.ts';
import type { Supply } from './supply.ts';
import { type Tuple, tuple, type Unknown, type Value } from './values.ts';

/** A key of a dict and what it is bound to. In a namespace each name knows where it was bound. */
export interface Entry {
  readonly key: Value;
  readonly value: Value;
  readonly origin?: readonly Position[];
  readonly environment?: readonly string[];
}

/** `module`: the names of a module, whose entries carry their origin. `names`: locals and attributes. */
export type DictRole = 'dict' | 'module' | 'names';

interface DictState {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly shape: number;
  readonly deleted: ReadonlyMap<Value, number>;
  readonly changes: readonly Change[];
  readonly spoiled: Unknown | undefined;
  readonly taint: Unknown | undefined;
}

const NONE_DELETED: ReadonlyMap<Value, number> = new Map();

/** dict, in insertion order; also every namespace: `globals()`, locals, the attributes of classes and instances. */
export class Dict extends Container {
  readonly kind = 'dict' as const;
  readonly role: DictRole;
  /**
   * Set once code that can't be followed may have bound any name: the namespace is *tainted* (policy Taint). Every name
   * not bound after that is Unknown, whether it was bound before or not.
   */
  taint: Unknown | undefined = undefined;
  /** Counts the keys that came and went: who iterates sees whether others came meanwhile. */
  shape = 0;
  /** How often each key was deleted. */
  deleted: ReadonlyMap<Value, number> = NONE_DELETED;
  /** For the names of a module that is read only as far as it is asked for. */
  supply: Supply | undefined = undefined;
  #entries = new Map<string, Entry>();
  /** For attributes: when code that runs from its first to its last line last set or deleted each. */
  #changedNames: Map<string, number> | undefined;

  constructor(entries: Iterable<readonly [Value, Value]> = [], role: DictRole = 'dict') {
    super();
    this.role = role;
    for (const [key, value] of entries) {
      const hash = hashKey(key);
      this.#entries.set(hash, { key: this.#entries.get(hash)?.key ?? key, value });
    }
    if (role === 'dict') chargeKeys(this.#entries.size);
  }

  get size(): number {
    this.supply?.all();
    return this.#entries.size;
  }

  get(key: Value): Value | undefined {
    return this.entry(key)?.value;
  }

  has(key: Value): boolean {
    return this.entry(key) !== undefined;
  }

  entry(key: Value): Entry | undefined {
    if (this.supply !== undefined && typeof key === 'string') {
      const doubt = this.supply.demand(key);
      if (doubt !== undefined) return { key, value: doubt };
    }
    const late = this.#changedNames && this.#lateName(key);
    if (late !== undefined) return { key, value: late };
    return this.#entries.get(hashKey(key));
  }

  /** What a name is bound to so far, where nothing is to be brought about by looking. */
  peek(name: string): Entry | undefined {
    return this.#entries.get(hashKey(name));
  }

  entries(): IterableIterator<Entry> {
    this.supply?.all();
    chargeItems(this.#entries.size);
    return this.#entries.values();
  }

  /** As Python does, a key that is there keeps its place and its first form. */
  set(key: Value, value: Value): void {
    if (typeof key === 'string') this.supply?.writing(key);
    this.changing();
    chargeKeys(1);
    const late = this.#changingName(key);
    const hash = hashKey(key);
    const former = this.#entries.get(hash);
    if (former === undefined) this.shape += 1;
    const kept = former?.key ?? key;
    const change = this.role === 'module' ? currentChange() : undefined;
    this.#entries.set(
      hash,
      change === undefined
        ? { key: kept, value: late ?? value }
        : { key: kept, value, origin: [change.at], environment: change.environment },
    );
  }

  /** Binds a name together with where that was done: for namespaces, by the evaluator. */
  bind(entry: Entry): void {
    touch(this);
    const hash = hashKey(entry.key);
    if (!this.#entries.has(hash)) this.shape += 1;
    this.#entries.set(hash, entry);
  }

  /** True if the key was there. */
  delete(key: Value): boolean {
    if (typeof key === 'string') this.supply?.writing(key);
    this.changing();
    chargeKeys(1);
    const late = this.#changingName(key);
    if (late !== undefined) {
      this.set(key, late);
      return true;
    }
    this.shape += 1;
    const isThere = this.#entries.delete(hashKey(key));
    if (isThere) this.#noteDeleted([key]);
    return isThere;
  }

  // Whether a key of a dict was there for a while makes no difference: all of it is in doubt if its keys are.
  #noteDeleted(keys: readonly Value[]): void {
    if (this.role === 'dict') return;
    const times = keys.map((key) => [key, (this.deleted.get(key) ?? 0) + 1] as const);
    this.deleted = new Map([...this.deleted, ...times]);
  }

  /** Why nobody can tell which of two codes changes an attribute last: one that waited, or one that runs on. */
  #changingName(key: Value): Unknown | undefined {
    if (this.role !== 'names' || typeof key !== 'string') return undefined;
    const time = currentTime();
    if (time === 0) return this.#lateName(key);
    this.#changedNames ??= new Map();
    this.#changedNames.set(key, time);
    return undefined;
  }

  #lateName(key: Value): Unknown | undefined {
    return typeof key === 'string' ? lateness(this.#changedNames?.get(key) ?? 0) : undefined;
  }

  clear(): void {
    this.changing();
    this.shape += 1;
    this.#noteDeleted([...this.#entries.values()].map((entry) => entry.key));
    this.#entries = new Map();
  }

  /** Adds to a snapshot what was bound since another, later one. */
  keepIn(state: unknown, since: unknown): void {
    const [entries, former] = [(state as DictState).entries, (since as DictState).entries];
    for (const [key, entry] of this.#entries)
      if (former.get(key) !== entry) (entries as Map<string, Entry>).set(key, entry);
  }

  setTaint(unknown: Unknown): void {
    touch(this);
    this.taint ??= unknown;
  }

  get weight(): number {
    return 2 * this.#entries.size;
  }

  snapshot(): DictState {
    return {
      entries: new Map(this.#entries),
      shape: this.shape,
      deleted: this.deleted,
      changes: this.changes,
      spoiled: this.spoiled,
      taint: this.taint,
    };
  }

  restore(state: DictState): void {
    this.#entries = new Map(state.entries);
    this.shape = state.shape;
    this.deleted = state.deleted;
    this.changes = state.changes;
    this.spoiled = state.spoiled;
    this.taint = state.taint;
  }
}

/** A dict with str keys, from plain data. */
export function dictOf(record: Readonly<Record<string, Value>>): Dict {
  return new Dict(Object.entries(record));
}

/** `items()` of a dict as tuples. */
export function itemTuples(dict: Dict): Tuple[] {
  return [...dict.entries()].map((entry) => tuple([entry.key, entry.value]));
}
