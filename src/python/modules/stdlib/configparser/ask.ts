import { expectStr } from '../../../native/expect.ts';
import { instance, native, nativeClass } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { List } from '../../../values/containers.ts';
import type { Arguments, Context } from '../../../values/context.ts';
import {
  type ClassValue,
  type Instance,
  iterator,
  Raised,
  tuple,
  type Value,
} from '../../../values/values.ts';
import { expectDict } from '../collections/dicts.ts';
import {
  filledIn,
  optionName,
  optionNames,
  optionsOf,
  type ParserErrors,
  sectionNames,
  sectionsOf,
  toBoolean,
} from './sections.ts';

/** `_UNSET`: what `fallback` is where it is left out. Subclasses of projects hand it on. */
export const UNSET: Instance = instance(nativeClass({ name: 'object', module: 'configparser' }));

function fallbackOf({ fallback }: Arguments): Value | undefined {
  return fallback === UNSET ? undefined : fallback;
}

function get(context: Context, args: Arguments, errors: ParserErrors): Value {
  const { self, section, option, raw = false, vars } = args;
  const fallback = fallbackOf(args);
  const name = expectStr(section);
  const exists = name === 'DEFAULT' || sectionsOf(context, self).has(name);
  if (!exists && fallback !== undefined) return fallback;
  const question = { section: name, option, raw: context.truth(raw), vars };
  const value = filledIn(context, self, question, errors);
  if (value !== undefined) return value;
  if (fallback !== undefined) return fallback;
  return raiseFrom(context, errors.missingOption, `No option '${expectStr(option)}' in section: '${name}'`);
}

/** The method of the parser's own class, which a subclass may have replaced. */
export function ownMethod(context: Context, parser: Value | undefined, name: string): Value {
  return context.getAttribute(parser ?? null, name) ?? null;
}

function keywordsOf(given: Value | undefined): readonly (readonly [string, Value])[] {
  return [...expectDict(given).entries()].map(({ key, value }) => [expectStr(key), value] as const);
}

/** `getint`, `getboolean`, ...: what `_get` makes of the option with the converter, or the fallback as it is. */
function converting(
  name: string,
  errors: ParserErrors,
  converter: (context: Context, self: Value | undefined) => Value,
): Value {
  const signature = `${name}(self, section, option, *, raw=False, vars=None, fallback=..., **options)`;
  return native(signature, (context, args) => {
    const { self, section = null, option = null, raw = false, vars = null, options } = args;
    const keywords = new Map([...Object.entries({ raw, vars }), ...keywordsOf(options)]);
    try {
      const asked = [section, converter(context, self), option];
      return context.call(ownMethod(context, self, '_get'), asked, keywords);
    } catch (error) {
      const fallback = fallbackOf(args);
      const missing = [errors.missingSection, errors.missingOption];
      if (fallback === undefined || !(error instanceof Raised)) throw error;
      if (!missing.includes(error.exception.class)) throw error;
      return fallback;
    }
  });
}

const builtin = (name: string) => (context: Context) => context.builtin(name);

/** The methods that ask a parser. `proxy`: the class of `parser['section']`. */
export function askingMethods(errors: ParserErrors, proxy: ClassValue): Readonly<Record<string, Value>> {
  const isSection = (context: Context, self: Value | undefined, name: Value | undefined): boolean =>
    name === 'DEFAULT' || sectionNames(context, self).includes(expectStr(name));
  return {
    optionxform: native('optionxform(self, optionstr)', (_, { optionstr }) =>
      expectStr(optionstr).toLowerCase(),
    ),
    sections: native('sections(self)', (context, { self }) => new List(sectionNames(context, self))),
    has_section: native('has_section(self, section)', (context, { self, section }) =>
      sectionNames(context, self).includes(expectStr(section)),
    ),
    has_option: native('has_option(self, section, option)', (context, { self, section, option }) => {
      if (!isSection(context, self, section)) return false;
      return optionsOf(context, self, expectStr(section), errors).has(optionName(context, self, option));
    }),
    options: native(
      'options(self, section)',
      (context, { self, section }) => new List(optionNames(context, self, expectStr(section), errors)),
    ),
    defaults: native(
      'defaults(self)',
      (context, { self }) => sectionsOf(context, self).get('DEFAULT') ?? null,
    ),
    items: native('items(self, section=..., raw=False)', (context, { self = null, section, raw = false }) => {
      const all = ['DEFAULT', ...sectionNames(context, self)];
      if (section === undefined)
        return new List(all.map((name) => tuple([name, context.call(proxy, [self, name])])));
      const name = expectStr(section);
      const pairs = [...optionsOf(context, self, name, errors).entries()].map(({ key }) =>
        tuple([
          key,
          filledIn(context, self, { section: name, option: key, raw: context.truth(raw) }, errors) ?? null,
        ]),
      );
      return new List(pairs);
    }),
    get: native('get(self, section, option, *, raw=False, vars=None, fallback=...)', (context, args) =>
      get(context, args, errors),
    ),
    _get: native(
      '_get(self, section, conv, option, **keywords)',
      (context, { self, section = null, conv = null, option = null, keywords }) => {
        const given = new Map(keywordsOf(keywords));
        return context.call(conv, [context.call(ownMethod(context, self, 'get'), [section, option], given)]);
      },
    ),
    getint: converting('getint', errors, builtin('int')),
    getfloat: converting('getfloat', errors, builtin('float')),
    getboolean: converting('getboolean', errors, (context, self) =>
      ownMethod(context, self, '_convert_to_boolean'),
    ),
    _convert_to_boolean: native('_convert_to_boolean(self, value)', (context, { value = null }) =>
      toBoolean(context, value),
    ),
    __getitem__: native('__getitem__(self, key)', (context, { self = null, key = null }) => {
      if (!isSection(context, self, key)) context.raiseValue('KeyError', key);
      return context.call(proxy, [self, key]);
    }),
    __contains__: native('__contains__(self, key)', (context, { self, key }) =>
      isSection(context, self, key),
    ),
    __iter__: native('__iter__(self)', (context, { self }) =>
      iterator(['DEFAULT', ...sectionNames(context, self)]),
    ),
    __len__: native('__len__(self)', (context, { self }) => BigInt(sectionNames(context, self).length + 1)),
  };
}
