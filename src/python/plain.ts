import type { Position } from '../types.ts';
import { dottedName } from './values/class-order.ts';
import { itemTuples } from './values/containers.ts';
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
}

/** A value without a plain form: a function, a module, an instance of some class, bytes. */
export interface PlainOther {
  readonly kind: 'other';
  /** What Python calls its type. */
  readonly type: string;
}

/** Ints that a JavaScript number holds exactly become numbers, others stay bigints; floats become numbers. */
export function toPlain(value: Value): Plain {
  return plain(value, new Set());
}

function plain(value: Value, within: Set<object>): Plain {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  // A list inside itself has no plain form there.
  if (within.has(value)) return { kind: 'other', type: value.kind };
  within.add(value);
  const result = plainObject(value, within);
  within.delete(value);
  return result;
}

function plainObject(value: ObjectValue, within: Set<object>): Plain {
  switch (value.kind) {
    case 'unknown':
      return plainUnknown(value);
    case 'list':
      if (value.spoiled !== undefined) return plainUnknown(value.spoiled);
      return { kind: 'list', items: value.items.map((item) => plain(item, within)) };
    case 'tuple':
      return { kind: 'tuple', items: value.items.map((item) => plain(item, within)) };
    case 'set':
    case 'frozenset':
      if (value.spoiled !== undefined) return plainUnknown(value.spoiled);
      return { kind: value.kind, items: [...value.values()].map((item) => plain(item, within)) };
    case 'dict': {
      if (value.spoiled !== undefined) return plainUnknown(value.spoiled);
      const pairs = itemTuples(value).map(({ items: [key = null, item = null] }) => {
        return [plain(key, within), plain(item, within)] as const;
      });
      return { kind: 'dict', entries: new Map(pairs) };
    }
    case 'class':
      return { kind: 'class', name: dottedName(value) };
    case 'instance':
      return plainInstance(value);
    case 'iterator':
      return { kind: 'other', type: value.name };
    default:
      return { kind: 'other', type: value.kind };
  }
}

function plainUnknown(value: Unknown): PlainUnknown {
  const { kind, reason, at, expression, environment, refused, lacksPackages } = value;
  return {
    ...{ kind, reason, at, expression, environment },
    ...(refused === undefined ? {} : { refused }),
    ...(lacksPackages === undefined ? {} : { lacksPackages }),
  };
}

/** Classes whose instances keep the text of a path as their state. */
const PATHS: ReadonlySet<string> = new Set(['pathlib.PurePath', 'environ.environ.Path']);

function plainInstance(value: Instance): Plain {
  const isPath = value.class.mro.some((type) => type.kind === 'class' && PATHS.has(dottedName(type)));
  if (isPath && typeof value.state === 'string') return { kind: 'path', path: value.state };
  return { kind: 'other', type: dottedName(value.class) };
}
