import { type ClassValue, NotModelled, type Value } from '../values/values.ts';
import { iteratorClass } from './iterators.ts';
import { DICT } from './mappings.ts';
import { BOOL, FLOAT, INT } from './numbers.ts';
import { OBJECT } from './object.ts';
import {
  BUILTIN_FUNCTION,
  BYTES,
  CLASSMETHOD,
  ELLIPSIS_TYPE,
  FUNCTION,
  METHOD,
  MODULE,
  NONE_TYPE,
  PROPERTY,
  RANGE,
  SLICE,
  STATICMETHOD,
  SUPER,
  VIEW,
} from './others.ts';
import { LIST, TUPLE } from './sequences.ts';
import { FROZENSET, SET } from './sets.ts';
import { STR } from './str.ts';
import { TYPE } from './type.ts';

/** The classes that have a name in `builtins`, exceptions left out. */
export const BUILTIN_CLASSES: readonly ClassValue[] = [
  BOOL,
  BYTES,
  CLASSMETHOD,
  DICT,
  FLOAT,
  FROZENSET,
  INT,
  LIST,
  OBJECT,
  PROPERTY,
  RANGE,
  SET,
  SLICE,
  STATICMETHOD,
  STR,
  TUPLE,
  TYPE,
];

/** `type(value)`. Throws `NotModelled` for an Unknown: it has no type. */
export function classOf(value: Value): ClassValue {
  switch (typeof value) {
    case 'string':
      return STR;
    case 'boolean':
      return BOOL;
    case 'bigint':
      return INT;
    case 'number':
      return FLOAT;
    default:
  }
  if (value === null || typeof value !== 'object') return NONE_TYPE;
  switch (value.kind) {
    case 'list':
      return value.type ?? LIST;
    case 'tuple':
      return value.type ?? TUPLE;
    case 'dict':
      return value.type ?? DICT;
    case 'set':
      return SET;
    case 'frozenset':
      return FROZENSET;
    case 'instance':
      return value.class;
    case 'class':
      return metaclassOf(value);
    case 'iterator':
      return iteratorClass(value.name);
    case 'unknown':
      throw new NotModelled('an Unknown has no type');
    default:
      return REST[value.kind];
  }
}

function metaclassOf(type: ClassValue): ClassValue {
  for (const base of type.mro) {
    if (base.kind === 'class' && base.metaclass !== undefined) return base.metaclass;
  }
  return TYPE;
}

const REST = {
  bytes: BYTES,
  view: VIEW,
  range: RANGE,
  slice: SLICE,
  function: FUNCTION,
  native: BUILTIN_FUNCTION,
  method: METHOD,
  module: MODULE,
  property: PROPERTY,
  staticmethod: STATICMETHOD,
  classmethod: CLASSMETHOD,
  super: SUPER,
  singleton: ELLIPSIS_TYPE,
} as const;
