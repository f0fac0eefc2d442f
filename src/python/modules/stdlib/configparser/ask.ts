import { expectStr } from '../../../native/expect.ts';
import { instance, native, nativeClass } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { iterator } from '../../../values/iterator.ts';
import { List } from '../../../values/list.ts';
import type { Arguments, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, type Instance, Raised, tuple, type Value } from '../../../values/values.ts';
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

function get(runtime: Runtime, args: Arguments, errors: ParserErrors): Value {
  const { self, section, option, raw = false, vars } = args;
  const fallback = fallbackOf(args);
  const name = expectStr(section);
  const exists = name === 'DEFAULT' || sectionsOf(runtime, self).has(name);
  if (!exists && fallback !== undefined) return fallback;
  const question = { section: name, option, raw: runtime.truth(raw), vars };
  const value = filledIn(runtime, self, question, errors);
  if (value !== undefined) return value;
  if (fallback !== undefined) return fallback;
  return raiseFrom(runtime, errors.missingOption, `No option '${expectStr(option)}' in section: '${name}'`);
}

/** The method of the parser's own class, which a subclass may have replaced. */
export function ownMethod(runtime: Runtime, parser: Value | undefined, name: string): Value {
  return runtime.getAttribute(parser ?? null, name) ?? null;
}

function keywordsOf(given: Value | undefined): readonly (readonly [string, Value])[] {
  return [...expectDict(given).entries()].map(({ key, value }) => [expectStr(key), value] as const);
}

/** `getint`, `getboolean`, ...: what `_get` makes of the option with the converter, or the fallback as it is. */
function converting(
  name: string,
  errors: ParserErrors,
  converter: (runtime: Runtime, self: Value | undefined) => Value,
): Value {
  const signature = `${name}(self, section, option, *, raw=False, vars=None, fallback=..., **options)`;
  return native(signature, (runtime, args) => {
    const { self, section = null, option = null, raw = false, vars = null, options } = args;
    const keywords = new Map([...Object.entries({ raw, vars }), ...keywordsOf(options)]);
    try {
      const asked = [section, converter(runtime, self), option];
      return runtime.call(ownMethod(runtime, self, '_get'), asked, keywords);
    } catch (error) {
      const fallback = fallbackOf(args);
      const missing = [errors.missingSection, errors.missingOption];
      if (fallback === undefined || !(error instanceof Raised)) throw error;
      if (!missing.includes(error.exception.class)) throw error;
      return fallback;
    }
  });
}

const builtin = (name: string) => (runtime: Runtime) => runtime.builtin(name);

/** The methods that ask a parser. `proxy`: the class of `parser['section']`. */
export function askingMethods(errors: ParserErrors, proxy: ClassValue): Readonly<Record<string, Value>> {
  const isSection = (runtime: Runtime, self: Value | undefined, name: Value | undefined): boolean =>
    name === 'DEFAULT' || sectionNames(runtime, self).includes(expectStr(name));
  return {
    optionxform: native('optionxform(self, optionstr)', (_, { optionstr }) =>
      expectStr(optionstr).toLowerCase(),
    ),
    sections: native('sections(self)', (runtime, { self }) => new List(sectionNames(runtime, self))),
    has_section: native('has_section(self, section)', (runtime, { self, section }) =>
      sectionNames(runtime, self).includes(expectStr(section)),
    ),
    has_option: native('has_option(self, section, option)', (runtime, { self, section, option }) => {
      if (!isSection(runtime, self, section)) return false;
      return optionsOf(runtime, self, expectStr(section), errors).has(optionName(runtime, self, option));
    }),
    options: native(
      'options(self, section)',
      (runtime, { self, section }) => new List(optionNames(runtime, self, expectStr(section), errors)),
    ),
    defaults: native(
      'defaults(self)',
      (runtime, { self }) => sectionsOf(runtime, self).get('DEFAULT') ?? null,
    ),
    items: native('items(self, section=..., raw=False)', (runtime, { self = null, section, raw = false }) => {
      const all = ['DEFAULT', ...sectionNames(runtime, self)];
      if (section === undefined)
        return new List(all.map((name) => tuple([name, runtime.call(proxy, [self, name])])));
      const name = expectStr(section);
      const pairs = [...optionsOf(runtime, self, name, errors).entries()].map(({ key }) =>
        tuple([
          key,
          filledIn(runtime, self, { section: name, option: key, raw: runtime.truth(raw) }, errors) ?? null,
        ]),
      );
      return new List(pairs);
    }),
    get: native('get(self, section, option, *, raw=False, vars=None, fallback=...)', (runtime, args) =>
      get(runtime, args, errors),
    ),
    _get: native(
      '_get(self, section, conv, option, **keywords)',
      (runtime, { self, section = null, conv = null, option = null, keywords }) => {
        const given = new Map(keywordsOf(keywords));
        return runtime.call(conv, [runtime.call(ownMethod(runtime, self, 'get'), [section, option], given)]);
      },
    ),
    getint: converting('getint', errors, builtin('int')),
    getfloat: converting('getfloat', errors, builtin('float')),
    getboolean: converting('getboolean', errors, (runtime, self) =>
      ownMethod(runtime, self, '_convert_to_boolean'),
    ),
    _convert_to_boolean: native('_convert_to_boolean(self, value)', (runtime, { value = null }) =>
      toBoolean(runtime, value),
    ),
    __getitem__: native('__getitem__(self, key)', (runtime, { self = null, key = null }) => {
      if (!isSection(runtime, self, key)) runtime.raiseValue('KeyError', key);
      return runtime.call(proxy, [self, key]);
    }),
    __contains__: native('__contains__(self, key)', (runtime, { self, key }) =>
      isSection(runtime, self, key),
    ),
    __iter__: native('__iter__(self)', (runtime, { self }) =>
      iterator(['DEFAULT', ...sectionNames(runtime, self)]),
    ),
    __len__: native('__len__(self)', (runtime, { self }) => BigInt(sectionNames(runtime, self).length + 1)),
  };
}
