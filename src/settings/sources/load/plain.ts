import type { Plain, PlainOther, Value } from '../../../python/index.ts';
import { toPlain } from '../../../python/index.ts';
import type { Datum } from '../../datum.ts';
import { opaque, tupleDatum } from '../../datum.ts';

/** Turns a value of Python into a setting. */
export function plainDatum(value: Value): Datum {
  return datumOf(toPlain(value));
}

/** Turns plain data of Python into a setting: tuples become lists, paths their text. A set is opaque, as it is no list. */
export function datumOf(plain: Plain): Datum {
  if (typeof plain !== 'object' || plain === null) return plain;
  switch (plain.kind) {
    case 'path':
      return plain.path;
    case 'list':
      return plain.items.map(datumOf);
    case 'tuple':
      return tupleDatum(plain.items.map(datumOf));
    case 'dict':
      return new Map([...plain.entries].map(([key, value]) => [keyText(key), datumOf(value)]));
    case 'unknown':
      return { ...plain, kind: 'unresolved', tainted: false };
    case 'class':
      return opaque(`the class ${plain.name}`);
    case 'other':
      return otherDatum(plain);
    default:
      return opaque(`a ${plain.kind}`);
  }
}

function otherDatum({ type, made }: PlainOther): Datum {
  const words = type.includes('.') ? `an instance of ${type}` : withArticle(type);
  if (made === undefined) return opaque(words);
  const keywords = new Map([...made.keywords].map(([name, value]) => [name, datumOf(value)]));
  return opaque(words, { className: made.by, keywords });
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun.replaceAll('_', ' ')}`;
}

function keyText(key: Plain): string {
  return typeof key === 'string'
    ? key
    : JSON.stringify(datumOf(key), (_, part) => (typeof part === 'bigint' ? String(part) : part));
}
