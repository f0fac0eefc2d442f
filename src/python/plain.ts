import type { Position } from '../types.ts';
import { dottedName } from './values/class-order.ts';
import { itemTuples } from './values/dict.ts';
import { madeOf } from './values/made.ts';
import type { Instance, ObjectValue, Unknown, Value } from './values/values.ts';

/** A value as plain data, deep, for code that knows no Python. */
export type Plain =
  | null
  | boolean
  | number
  | bigint
  | string
  | PlainList
  | PlainDict
  | PlainPath
  | PlainClass
  | PlainUnknown
  | PlainOther;

export interface PlainList {
  readonly kind: 'list' | 'tuple' | 'set' | 'frozenset';
  readonly items: readonly Plain[];
}

/** In insertion order; keys as plain data (tuples as `PlainList`, so look up str keys only). */
export interface PlainDict {
  readonly kind: 'dict';
  readonly entries: ReadonlyMap<Plain, Plain>;
}

/** A path of pathlib or django-environ, as `str()` gives it: not always absolute. */
export interface PlainPath {
  readonly kind: 'path';
  readonly path: string;
}

export interface PlainClass {
  readonly kind: 'class';
  /** Dotted: `mysite.storage.MyStorage`. */
  readonly name: string;
}

export interface PlainUnknown {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly at: Position;
  readonly expression: string;
  readonly environment: readonly string[];
  /** The folder that would have to be allowed, where it hangs on a file that may not be read. */
  readonly refused?: string;
  /** True if a folder of installed packages may make it known. */
  readonly lacksPackages?: boolean;
  /** True if a bound was passed. */
  readonly isLimit?: boolean;
}

/** A value without a plain form: a function, a module, an instance of some class, bytes. */
export interface PlainOther {
  readonly kind: 'other';
  /** What Python calls its type. */
  readonly type: string;
  /** How it was made, if its class keeps that: the class or its method, dotted, and the arguments by name. */
  readonly made?: { readonly by: string; readonly keywords: ReadonlyMap<string, Plain> };
}

/** Ints that a JavaScript number holds exactly become numbers, others stay bigints; floats become numbers. */
export function toPlain(value: Value): Plain {
  return new Conversion().plain(value);
}

// Deeper, and more parts, than any setting has.
const DEEPEST = 200;
const MOST_PARTS = 1_000_000;

class Conversion {
  readonly #within = new Set<object>();
  /** What is held in many places is made once. */
  readonly #made = new Map<object, { readonly plain: Plain; readonly parts: number }>();
  /** Parts made so far; those of a value that is held many times count as often. */
  #parts = 0;

  plain(value: Value): Plain {
    this.#parts += 1;
    if (typeof value === 'bigint') {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : value;
    }
    if (typeof value !== 'object' || value === null) return value;
    const made = this.#made.get(value);
    if (made !== undefined) {
      this.#parts += made.parts;
      return made.plain;
    }
    // A list inside itself has no plain form there.
    if (this.#within.has(value)) return { kind: 'other', type: value.kind };
    if (this.#within.size > DEEPEST) return { kind: 'other', type: `${value.kind} that nests too deeply` };
    const before = this.#parts;
    this.#within.add(value);
    const all = this.#object(value);
    this.#within.delete(value);
    const parts = this.#parts - before;
    const plain: Plain =
      parts > MOST_PARTS ? { kind: 'other', type: `${value.kind} of too many parts` } : all;
    this.#made.set(value, { plain, parts });
    return plain;
  }

  #all(values: Iterable<Value>): readonly Plain[] {
    return [...values].map((item) => this.plain(item));
  }

  #object(value: ObjectValue): Plain {
    switch (value.kind) {
      case 'unknown':
        return plainUnknown(value);
      case 'list':
        if (value.spoiled !== undefined) return plainUnknown(value.spoiled);
        return { kind: 'list', items: this.#all(value.items) };
      case 'tuple':
        return { kind: 'tuple', items: this.#all(value.items) };
      case 'set':
      case 'frozenset':
        if (value.spoiled !== undefined) return plainUnknown(value.spoiled);
        return { kind: value.kind, items: this.#all(value.values()) };
      case 'dict': {
        if (value.spoiled !== undefined) return plainUnknown(value.spoiled);
        const pairs = itemTuples(value).map(({ items: [key = null, item = null] }) => {
          return [this.plain(key), this.plain(item)] as const;
        });
        return { kind: 'dict', entries: new Map(pairs) };
      }
      case 'class':
        return { kind: 'class', name: dottedName(value) };
      case 'instance':
        return this.#instance(value);
      case 'iterator':
        return { kind: 'other', type: value.name };
      default:
        return { kind: 'other', type: value.kind };
    }
  }

  #instance(value: Instance): Plain {
    const type = dottedName(value.class);
    const isPath = value.class.mro.some((each) => each.kind === 'class' && PATHS.has(dottedName(each)));
    if (isPath && typeof value.state === 'string') return { kind: 'path', path: value.state };
    const made = madeOf(value);
    if (made === undefined) return { kind: 'other', type };
    const { taint, spoiled } = value.attributes;
    const doubt = taint ?? spoiled;
    if (doubt !== undefined) return plainUnknown(doubt);
    // What was set on it since counts.
    const set = [...value.attributes.entries()].map((entry) => [String(entry.key), entry.value] as const);
    const keywords = new Map([...made.keywords, ...set].map(([name, each]) => [name, this.plain(each)]));
    return { kind: 'other', type, made: { by: made.by ?? type, keywords } };
  }
}

function plainUnknown(value: Unknown): PlainUnknown {
  const { kind, reason, at, expression, environment, refused, lacksPackages, isLimit } = value;
  return {
    ...{ kind, reason, at, expression, environment },
    ...(refused === undefined ? {} : { refused }),
    ...(lacksPackages === undefined ? {} : { lacksPackages }),
    ...(isLimit === undefined ? {} : { isLimit }),
  };
}

/** Classes whose instances keep the text of a path as their state. */
const PATHS: ReadonlySet<string> = new Set(['pathlib.PurePath', 'environ.environ.Path']);
