import { strip } from '../../../../text/blanks.ts';
import { known } from '../../../native/expect.ts';
import { raiseNoAttribute } from '../../../native/no-attribute.ts';
import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { Raised, tuple, type Value } from '../../../values/values.ts';
import { expectDict } from '../../stdlib/collections/dicts.ts';

const TRUE_WORDS = ['true', 'on', 'ok', 'y', 'yes', '1'];

/** django-environ's `Env.parse_value(value, cast)`. */
export function parseValue(runtime: Runtime, value: Value, cast: Value): Value {
  if (cast === null) return value;
  const given = known(value);
  const is = (name: string): boolean => cast === runtime.builtin(name);
  if (is('bool')) return toBool(runtime, given);
  if (cast instanceof List) {
    const items = split(textOf(runtime, given), ',').map((item) =>
      runtime.call(cast.items[0] ?? null, [item]),
    );
    return new List(items);
  }
  if (typeof cast === 'object' && cast.kind === 'tuple') {
    const items = split(unwrapped(textOf(runtime, given)), ',');
    return tuple(items.map((item) => runtime.call(cast.items[0] ?? null, [item])));
  }
  if (cast instanceof Dict) return toTypedDict(runtime, textOf(runtime, given), cast);
  if (is('dict')) return toDict(runtime, textOf(runtime, given));
  if (is('list')) return new List(split(textOf(runtime, given), ','));
  if (is('tuple')) return tuple(split(unwrapped(textOf(runtime, given)), ','));
  if (is('float')) return toFloat(runtime, textOf(runtime, given));
  return runtime.call(cast, [given]);
}

/** The real code calls str methods on whatever it has. */
function textOf(runtime: Runtime, value: Value): string {
  if (typeof value === 'string') return value;
  return raiseNoAttribute(runtime, value, 'split');
}

function split(text: string, separator: string): readonly string[] {
  return text.split(separator).filter((part) => part !== '');
}

function unwrapped(text: string): string {
  return stripped(stripped(text, '('), ')');
}

function stripped(text: string, character: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text[start] === character) start += 1;
  while (end > start && text[end - 1] === character) end -= 1;
  return text.slice(start, end);
}

function toBool(runtime: Runtime, value: Value): boolean {
  try {
    return !runtime.equal(runtime.call(runtime.builtin('int'), [value]), 0n);
  } catch (error) {
    if (!(error instanceof Raised) || error.exception.class.name !== 'ValueError') throw error;
    return TRUE_WORDS.includes(strip(textOf(runtime, value).toLowerCase()));
  }
}

function toDict(runtime: Runtime, text: string): Dict {
  const pairs = split(text, ',').map((item): [string, string] => {
    const at = item.indexOf('=');
    if (at < 0)
      return runtime.raise('ValueError', 'dictionary update sequence element has length 1; 2 is required');
    return [item.slice(0, at), item.slice(at + 1)];
  });
  return new Dict(pairs);
}

/** `{'key': cast, 'value': cast, 'cast': {name: cast}}` over `a=1;b=2`. */
function toTypedDict(runtime: Runtime, text: string, cast: Dict): Dict {
  const keyCast = cast.get('key') ?? runtime.builtin('str');
  const valueCast = cast.get('value') ?? runtime.builtin('str');
  const byKey = expectDict(cast.get('cast') ?? new Dict());
  const pairs = split(text, ';').map((item): [Value, Value] => {
    const [name = '', value] = item.split('=');
    if (value === undefined) return runtime.raise('IndexError', 'list index out of range');
    return [runtime.call(keyCast, [name]), parseValue(runtime, value, byKey.get(name) ?? valueCast)];
  });
  return new Dict(pairs);
}

/** Takes both kinds of decimal signs, and thousands separators of either kind. */
function toFloat(runtime: Runtime, text: string): Value {
  const parts = text.replace(/[^\p{Nd},.-]/gu, '').split(/[,.]/);
  const number = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join('')}.${parts.at(-1)}`;
  return runtime.call(runtime.builtin('float'), [number ?? '']);
}
