import { List } from '../../containers.ts';
import { expectStr } from '../../expect.ts';
import { type Arguments, type Context, instance, type Keywords, native, nativeClass } from '../../native.ts';
import { type ClassValue, type Instance, iterator, Raised, tuple, type Value } from '../../values.ts';
import { raiseFrom } from '../raise.ts';
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
  const { self, section, option, raw = false } = args;
  const fallback = fallbackOf(args);
  const name = expectStr(section);
  const exists = name === 'DEFAULT' || sectionsOf(context, self).has(name);
  if (!exists && fallback !== undefined) return fallback;
  const value = filledIn(context, self, name, option, context.truth(raw), errors);
  if (value !== undefined) return value;
  if (fallback !== undefined) return fallback;
  return raiseFrom(context, errors.missingOption, `No option '${expectStr(option)}' in section: '${name}'`);
}

/** `parser.get(...)` with the `get` of the parser's own class, which a subclass may have replaced. */
export function ownGet(
  context: Context,
  parser: Value,
  args: readonly Value[],
  keywords: Keywords = new Map(),
): Value {
  return context.call(context.getAttribute(parser, 'get') ?? null, args, keywords);
}

/** `getint`, `getboolean`, ...: what is not the fallback is converted. */
function converting(
  name: string,
  errors: ParserErrors,
  convert: (context: Context, value: Value) => Value,
): Value {
  const signature = `${name}(self, section, option, *, raw=False, vars=None, fallback=...)`;
  return native(signature, (context, args) => {
    const { self = null, section = null, option = null, raw = false, vars = null } = args;
    const fallback = fallbackOf(args);
    const keywords: [string, Value][] = [['raw', raw]];
    if (vars !== null) keywords.push(['vars', vars]);
    try {
      return convert(context, ownGet(context, self, [section, option], new Map(keywords)));
    } catch (error) {
      const missing = [errors.missingSection, errors.missingOption];
      if (fallback === undefined || !(error instanceof Raised)) throw error;
      if (!missing.includes(error.exception.class)) throw error;
      return fallback;
    }
  });
}

const number = (type: string) => (context: Context, value: Value) =>
  context.call(context.builtin(type), [value]);

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
        tuple([key, filledIn(context, self, name, key, context.truth(raw), errors) ?? null]),
      );
      return new List(pairs);
    }),
    get: native('get(self, section, option, *, raw=False, vars=None, fallback=...)', (context, args) =>
      get(context, args, errors),
    ),
    getint: converting('getint', errors, number('int')),
    getfloat: converting('getfloat', errors, number('float')),
    getboolean: converting('getboolean', errors, toBoolean),
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
