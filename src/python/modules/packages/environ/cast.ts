import { known } from '../../../native/expect.ts';
import { Dict, List } from '../../../values/containers.ts';
import type { Context } from '../../../values/context.ts';
import { Raised, tuple, type Value } from '../../../values/values.ts';
import { expectDict } from '../../stdlib/collections/dicts.ts';
import { strip } from '../../stdlib/text-file.ts';

const TRUE_WORDS = ['true', 'on', 'ok', 'y', 'yes', '1'];

/** django-environ's `Env.parse_value(value, cast)`. */
export function parseValue(context: Context, value: Value, cast: Value): Value {
  if (cast === null) return value;
  const given = known(value);
  const is = (name: string): boolean => cast === context.builtin(name);
  if (is('bool')) return toBool(context, given);
  if (cast instanceof List) {
    const items = split(textOf(context, given), ',').map((item) =>
      context.call(cast.items[0] ?? null, [item]),
    );
    return new List(items);
  }
  if (typeof cast === 'object' && cast.kind === 'tuple') {
    const items = split(unwrapped(textOf(context, given)), ',');
    return tuple(items.map((item) => context.call(cast.items[0] ?? null, [item])));
  }
  if (cast instanceof Dict) return toTypedDict(context, textOf(context, given), cast);
  if (is('dict')) return toDict(context, textOf(context, given));
  if (is('list')) return new List(split(textOf(context, given), ','));
  if (is('tuple')) return tuple(split(unwrapped(textOf(context, given)), ','));
  if (is('float')) return toFloat(context, textOf(context, given));
  return context.call(cast, [given]);
}

/** The real code calls str methods on whatever it has. */
function textOf(context: Context, value: Value): string {
  if (typeof value === 'string') return value;
  return context.raise('AttributeError', `'${context.classOf(value).name}' object has no attribute 'split'`);
}

function split(text: string, separator: string): readonly string[] {
  return text.split(separator).filter((part) => part !== '');
}

function unwrapped(text: string): string {
  return text.replace(/^\(+|\(+$/g, '').replace(/^\)+|\)+$/g, '');
}

function toBool(context: Context, value: Value): boolean {
  try {
    return !context.equal(context.call(context.builtin('int'), [value]), 0n);
  } catch (error) {
    if (!(error instanceof Raised) || error.exception.class.name !== 'ValueError') throw error;
    return TRUE_WORDS.includes(strip(textOf(context, value).toLowerCase()));
  }
}

function toDict(context: Context, text: string): Dict {
  const pairs = split(text, ',').map((item): [string, string] => {
    const at = item.indexOf('=');
    if (at < 0)
      return context.raise('ValueError', 'dictionary update sequence element has length 1; 2 is required');
    return [item.slice(0, at), item.slice(at + 1)];
  });
  return new Dict(pairs);
}

/** `{'key': cast, 'value': cast, 'cast': {name: cast}}` over `a=1;b=2`. */
function toTypedDict(context: Context, text: string, cast: Dict): Dict {
  const keyCast = cast.get('key') ?? context.builtin('str');
  const valueCast = cast.get('value') ?? context.builtin('str');
  const byKey = expectDict(cast.get('cast') ?? new Dict());
  const pairs = split(text, ';').map((item): [Value, Value] => {
    const [name = '', value] = item.split('=');
    if (value === undefined) return context.raise('IndexError', 'list index out of range');
    return [context.call(keyCast, [name]), parseValue(context, value, byKey.get(name) ?? valueCast)];
  });
  return new Dict(pairs);
}

/** Takes both kinds of decimal signs, and thousands separators of either kind. */
function toFloat(context: Context, text: string): Value {
  const parts = text.replace(/[^\p{Nd},.-]/gu, '').split(/[,.]/);
  const number = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join('')}.${parts.at(-1)}`;
  return context.call(context.builtin('float'), [number ?? '']);
}
