/** Fields of marshmallow, by which environs turns the text of a variable into a value. Bad text raises ValueError. */

import { strip } from '../../../../text/blanks.ts';
import { expectStr } from '../../../native/expect.ts';
import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Arguments, Runtime } from '../../../values/runtime.ts';
import { NotModelled, Raised, type Value } from '../../../values/values.ts';

const TRUE_WORDS = ['t', 'T', 'true', 'True', 'TRUE', 'on', 'On', 'ON', 'y', 'Y', 'yes', 'Yes', 'YES', '1'];
const FALSE_WORDS = [
  'f',
  'F',
  'false',
  'False',
  'FALSE',
  'off',
  'Off',
  'OFF',
  'n',
  'N',
  'no',
  'No',
  'NO',
  '0',
];

export type Field = (runtime: Runtime, text: string, args: Arguments) => Value;

const builtin =
  (name: string): Field =>
  (runtime, text) =>
    runtime.call(runtime.builtin(name), [text]);

function toBool(runtime: Runtime, text: string): boolean {
  if (TRUE_WORDS.includes(text)) return true;
  return FALSE_WORDS.includes(text) ? false : runtime.raise('ValueError', 'Not a valid boolean.');
}

/** Converts one item by `subcast=`: a type by its field; anything else is called. */
function subcast(runtime: Runtime, type: Value | undefined, item: string): Value {
  if (type === undefined || type === null) return item;
  if (type === runtime.builtin('bool')) return toBool(runtime, item);
  return runtime.call(type, [item]);
}

function moduleFunction(runtime: Runtime, module: string, name: string): Value {
  const found = runtime.getAttribute(runtime.importModule(module), name);
  if (found === undefined) throw new NotModelled(`${module}.${name} is not modelled`);
  return found;
}

function toList(runtime: Runtime, text: string, args: Arguments): List {
  const items = text === '' ? [] : text.split(expectStr(args.delimiter ?? ','));
  return new List(items.map((item) => subcast(runtime, args.subcast, item)));
}

function toDict(runtime: Runtime, text: string, args: Arguments): Dict {
  const separator = expectStr(args.key_value_delimiter ?? '=');
  const items = text === '' ? [] : text.split(expectStr(args.delimiter ?? ','));
  const pairs = items.map((item): [Value, Value] => {
    const at = item.indexOf(separator);
    if (at < 0) return runtime.raise('ValueError', 'not enough values to unpack (expected 2, got 1)');
    const [key, value] = [item.slice(0, at), item.slice(at + separator.length)].map((part) =>
      strip(part),
    ) as [string, string];
    return [subcast(runtime, args.subcast_keys, key), subcast(runtime, args.subcast_values, value)];
  });
  return new Dict(pairs);
}

function toTimedelta(runtime: Runtime, text: string): Value {
  if (!/^ *-?\d+ *$/.test(text)) throw new NotModelled('such a duration is not modelled');
  const seconds = BigInt(strip(text));
  return runtime.call(moduleFunction(runtime, 'datetime', 'timedelta'), [], new Map([['seconds', seconds]]));
}

function toLogLevel(runtime: Runtime, text: string): Value {
  try {
    return runtime.call(runtime.builtin('int'), [text]);
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    return moduleFunction(runtime, 'logging', text.toUpperCase());
  }
}

function toUrl(runtime: Runtime, text: string): Value {
  // marshmallow's check of any other text is long, and not modelled.
  if (!/^https?:\/\/[a-z\d.-]+\.[a-z]{2,}(?::\d+)?(?:[/?#][!-~]*)?$/i.test(text))
    throw new NotModelled('such a URL is not modelled');
  return runtime.call(moduleFunction(runtime, 'urllib.parse', 'urlparse'), [text]);
}

/** The methods of Env by name, each with the keywords it takes besides. */
export const FIELDS: Readonly<Record<string, Field>> = {
  __call__: (_, text) => text,
  str: (_, text) => text,
  int: builtin('int'),
  float: builtin('float'),
  bool: toBool,
  list: toList,
  dict: toDict,
  json: (runtime, text) => runtime.call(moduleFunction(runtime, 'json', 'loads'), [text]),
  path: (runtime, text) => runtime.call(moduleFunction(runtime, 'pathlib', 'Path'), [text]),
  timedelta: toTimedelta,
  log_level: toLogLevel,
  url: toUrl,
};
