/** What dynaconf makes of the texts of variables and files: TOML, and `@int 5`, `@merge a=1`, `@format {this.X}`. */

import { BLANK_CLASS, strip } from '../../../../text/blanks.ts';
import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { type ObjectValue, Raised, type Value } from '../../../values/values.ts';
import { JsonError, readJson } from '../../stdlib/json/read.ts';
import { parseToml } from '../../stdlib/toml.ts';

/** Changes to a value that is there already, instead of replacing it. */
export type Action =
  | { readonly kind: 'merge'; readonly value: Value; readonly unique: boolean }
  | { readonly kind: 'insert'; readonly value: Value; readonly index: number }
  | { readonly kind: 'delete' }
  /** Computed once all settings are there. */
  | { readonly kind: 'later'; readonly compute: (settings: (name: string) => Value | undefined) => Value };

const actions = new WeakMap<object, Action>();

/** A value that stands for an action until it is carried out. */
function standIn(runtime: Runtime, action: Action, words: string): Value {
  const unknown = runtime.unknown(`${words} is carried out later`);
  actions.set(unknown, action);
  return unknown;
}

export function actionOf(value: Value | undefined): Action | undefined {
  return typeof value === 'object' && value !== null ? actions.get(value as ObjectValue) : undefined;
}

/** `tomllib.loads(f"key={text}")["key"]`; the text itself where that is no TOML. */
function fromToml(runtime: Runtime, text: string): Value {
  try {
    const table = parseToml(runtime, `key=${text}`);
    const value = table instanceof Dict ? table.get('key') : undefined;
    return value === undefined ? text : value;
  } catch (error) {
    if (error instanceof Raised) return text;
    throw error;
  }
}

function fromJson(runtime: Runtime, text: string): Value {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonError) return runtime.unknown('what @json reads is no JSON');
    throw error;
  }
}

const TRUE: readonly string[] = ['t', 'true', 'enabled', '1', 'on', 'yes'];

/** Plain text, and the settings and variables that it names. */
function filled(runtime: Runtime, text: string, pattern: RegExp, strange: RegExp): Value {
  if (strange.test(text.replace(pattern, '')))
    return runtime.unknown('such a format of dynaconf is not modelled');
  return standIn(
    runtime,
    {
      kind: 'later',
      compute: (settings) => {
        let missing: string | undefined;
        const result = text.replace(pattern, (_, source: string, name: string) => {
          const value = source === 'env' ? runtime.environment.get(name) : settings(name);
          if (value === undefined || (typeof value === 'object' && value?.kind === 'unknown')) {
            missing = name;
            return '';
          }
          return runtime.str(value);
        });
        return missing === undefined
          ? result
          : runtime.unknown(`${missing}, which the text names, is not known`);
      },
    },
    '@format',
  );
}

const FORMAT = /\{(this|env)(?:\.|\[)(\w+)\]?\}/g;
const JINJA = /\{\{ *(this|env)\.(\w+) *\}\}/g;

const STRINGS: Readonly<Record<string, string>> = {
  '@upper': 'upper',
  '@lower': 'lower',
  '@title': 'title',
  '@capitalize': 'capitalize',
  '@strip': 'strip',
  '@lstrip': 'lstrip',
  '@rstrip': 'rstrip',
  '@casefold': 'casefold',
  '@swapcase': 'swapcase',
};

function merging(runtime: Runtime, text: string, unique: boolean): Value {
  return standIn(
    runtime,
    { kind: 'merge', value: mergeValue(runtime, convert(runtime, text, true)), unique },
    '@merge',
  );
}

const BLANKS = `[${BLANK_CLASS}]`;
const PAIRS = new RegExp(
  String.raw`([a-zA-Z0-9_.]+)${BLANKS}*=${BLANKS}*(?:"([^"]*)"|'([^']*)'|([a-zA-Z0-9_.\-:/@]*))`,
  'g',
);
const PLACED = new RegExp(String.raw`^${BLANKS}*([+-]?\d+)${BLANKS}+([^${BLANK_CLASS}].*)$`, 's');

/** `@merge` takes a dict, a list, `a=1, b=2`, `a,b` or one item. */
function mergeValue(runtime: Runtime, value: Value): Value {
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean')
    return new List([value]);
  if (typeof value !== 'string') return value;
  if (value.includes('{')) return runtime.unknown('such a @merge is not modelled');
  const pairs = [...value.matchAll(PAIRS)];
  if (pairs.length > 0)
    return new Dict(
      pairs.map(([, key = '', double, single, bare]): [Value, Value] => [
        strip(key),
        convert(runtime, double || single || bare || '', true),
      ]),
    );
  if (value.includes(',')) return new List(value.split(',').map((item) => convert(runtime, item, true)));
  return new List([value]);
}

function inserting(runtime: Runtime, text: string): Value {
  const match = PLACED.exec(text);
  const words = strip(match?.[2] ?? text);
  const quoted = /^(["'])(.*)\1$/s.exec(words)?.[2] ?? words;
  const value = convert(runtime, quoted, true);
  return standIn(runtime, { kind: 'insert', value, index: Number(match?.[1] ?? 0) }, '@insert');
}

function cast(runtime: Runtime, name: string, text: string): Value {
  try {
    return runtime.call(runtime.builtin(name), [text]);
  } catch (error) {
    if (error instanceof Raised) return runtime.unknown(`@${name} of this text raises`);
    throw error;
  }
}

/** Carries out `@token text`; `undefined` for a text that begins with no token. */
function byToken(runtime: Runtime, text: string): Value | undefined {
  const at = text.indexOf(' ');
  const token = at < 0 ? text : text.slice(0, at);
  const rest = at < 0 ? '' : text.slice(at + 1);
  if (!/^@[a-z_]+$/.test(token)) return undefined;
  if (/^@\w+ @(?:jinja|format|read_file|get)\b/.test(text))
    return runtime.unknown('tokens of dynaconf that are combined are not modelled');
  switch (token) {
    case '@str':
      return rest;
    case '@int':
    case '@float':
      return cast(runtime, token.slice(1), rest);
    case '@bool':
      return TRUE.includes(strip(rest).toLowerCase());
    case '@json':
      return fromJson(runtime, rest);
    case '@note':
    case '@comment':
    case '@null':
    case '@none':
      return null;
    case '@merge':
      return merging(runtime, rest, false);
    case '@merge_unique':
      return merging(runtime, rest, true);
    case '@insert':
      return inserting(runtime, rest);
    case '@del':
      return standIn(runtime, { kind: 'delete' }, '@del');
    case '@format':
      return filled(runtime, rest, FORMAT, /[{}]/);
    case '@jinja':
      return filled(runtime, rest, JINJA, /[{}]/);
    case '@split':
    case '@get':
    case '@read_file':
    case '@empty':
    case '@reset':
      return runtime.unknown(`${token} of dynaconf is not modelled`);
    default: {
      const method = STRINGS[token];
      return method === undefined ? undefined : runtime.call(runtime.getAttribute(rest, method) ?? null);
    }
  }
}

/** A value of a file (`asToml` false) or of a variable. */
export function convert(runtime: Runtime, value: Value, asToml: boolean): Value {
  runtime.charge(1);
  if (typeof value === 'string') {
    if (value === '') return value;
    const tokened = byToken(runtime, value);
    if (tokened !== undefined) return tokened;
    return asToml ? fromToml(runtime, value) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (value.kind === 'list' || (value.kind === 'tuple' && value.type === undefined))
    return new List(runtime.iterate(value).map((item) => convert(runtime, item, asToml)));
  if (value instanceof Dict)
    return new Dict([...value.entries()].map(({ key, value: item }) => [key, convert(runtime, item, false)]));
  return value;
}
