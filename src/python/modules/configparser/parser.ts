import { Dict, List } from '../../containers.ts';
import { expectPath, expectStr, known } from '../../expect.ts';
import { type Arguments, type Context, native, nativeClass } from '../../native.ts';
import { type ClassValue, iterator, NotModelled, tuple, type Value } from '../../values.ts';
import { expectDict } from '../collections/dicts.ts';
import { raiseFrom } from '../raise.ts';
import { plainMaker } from '../stand-ins.ts';
import { readTextFile } from '../text-file.ts';
import { proxyClass } from './proxy.ts';
import {
  addText,
  changing,
  filledIn,
  optionNames,
  optionsOf,
  type ParserErrors,
  sectionsOf,
  toBoolean,
} from './sections.ts';

function get(context: Context, args: Arguments, errors: ParserErrors): Value {
  const { self, section, option, raw = false, fallback } = args;
  const name = expectStr(section);
  const exists = name === 'DEFAULT' || sectionsOf(context, self).has(name);
  if (!exists && fallback !== undefined) return fallback;
  const options = optionsOf(context, self, name, errors);
  const value = filledIn(context, self, options, expectStr(option), context.truth(raw));
  if (value !== undefined) return value;
  if (fallback !== undefined) return fallback;
  return raiseFrom(context, errors.missingOption, `No option '${expectStr(option)}' in section: '${name}'`);
}
/** `getint`, `getboolean`, ...: what is not the fallback is converted. */
function converting(
  name: string,
  errors: ParserErrors,
  convert: (context: Context, value: Value) => Value,
): Value {
  const signature = `${name}(self, section, option, *, raw=False, vars=None, fallback=...)`;
  return native(signature, (context, args) => {
    const missing = new List();
    const value = get(
      context,
      { ...args, fallback: args.fallback === undefined ? missing : args.fallback },
      errors,
    );
    if (value === args.fallback) return value;
    return value === missing ? get(context, args, errors) : convert(context, value);
  });
}
function initialise(context: Context, args: Arguments, interpolates: boolean): null {
  const { self = null, defaults = null, allow_no_value = false, options, strict = true } = args;
  const others = [...expectDict(options).entries()].find(
    ({ key, value }) => key !== 'interpolation' || value !== null,
  );
  if (others !== undefined)
    throw new NotModelled(`a ConfigParser with ${String(others.key)} is not modelled`);
  const raw = expectDict(options).has('interpolation');
  const given = defaults === null ? [] : [...expectDict(defaults).entries()];
  const section = new Dict(given.map(({ key, value }) => [expectStr(key).toLowerCase(), value]));
  context.setAttribute(self, '_sections', new Dict([['DEFAULT', section]]));
  context.setAttribute(self, '_allow_no_value', allow_no_value);
  context.setAttribute(self, '_strict', strict);
  context.setAttribute(self, '_interpolates', interpolates && !raw);
  return null;
}
const names = (context: Context, self: Value | undefined): readonly string[] =>
  [...sectionsOf(context, self).entries()]
    .map(({ key }) => key as string)
    .filter((name) => name !== 'DEFAULT');
/** ConfigParser, or RawConfigParser where references stay as they are. */
export function parserClass(name: string, interpolates: boolean, errors: ParserErrors): ClassValue {
  const proxy = proxyClass(errors);
  return nativeClass({
    name,
    module: 'configparser',
    members: {
      __new__: plainMaker(),
      __init__: native(
        '__init__(self, defaults=None, *, allow_no_value=False, strict=True, **options)',
        (context, args) => initialise(context, args, interpolates),
      ),
      read: changing('read(self, filenames, encoding=None)', (context, { self, filenames = null }) => {
        const given = known(filenames);
        const isPath = typeof given === 'object' && given?.kind === 'instance';
        const paths = typeof given === 'string' || isPath ? [given] : context.iterate(given);
        const read = paths
          .map((path) => expectPath(context, path))
          .filter((path) => {
            const text = readTextFile(context, path);
            if (text !== null) addText(context, self, text, errors);
            return text !== null;
          });
        return new List(read);
      }),
      read_file: changing('read_file(self, f, source=None)', (context, { self, f = null }) => {
        const lines = context.iterate(f).map(expectStr);
        return addText(context, self, lines.map((line) => line.replace(/\n$/, '')).join('\n'), errors);
      }),
      read_string: changing("read_string(self, string, source='<string>')", (context, { self, string }) =>
        addText(context, self, expectStr(string), errors),
      ),
      read_dict: changing("read_dict(self, dictionary, source='<dict>')", (context, { self, dictionary }) => {
        const sections = sectionsOf(context, self);
        for (const { key, value } of expectDict(dictionary).entries()) {
          const name = context.str(key);
          const options = expectDict(sections.get(name) ?? new Dict());
          sections.set(name, options);
          for (const option of expectDict(value).entries()) {
            const text = option.value === null ? null : context.str(option.value);
            options.set(expectStr(option.key).toLowerCase(), text);
          }
        }
        return null;
      }),
      set: changing(
        'set(self, section, option, value=None)',
        (context, { self, section, option, value = null }) => {
          const options = sectionsOf(context, self).get(expectStr(section));
          if (options === undefined)
            return raiseFrom(context, errors.missingSection, `No section: ${expectStr(section)}`);
          expectDict(options).set(expectStr(option).toLowerCase(), known(value));
          return null;
        },
      ),
      add_section: changing('add_section(self, section)', (context, { self, section }) => {
        sectionsOf(context, self).set(expectStr(section), new Dict());
        return null;
      }),
      __setitem__: changing('__setitem__(self, key, value)', () => {
        throw new NotModelled('setting a whole section is not modelled');
      }),
      sections: native('sections(self)', (context, { self }) => new List(names(context, self))),
      has_section: native('has_section(self, section)', (context, { self, section }) =>
        names(context, self).includes(expectStr(section)),
      ),
      has_option: native('has_option(self, section, option)', (context, { self, section, option }) => {
        const known = expectStr(section) === 'DEFAULT' || names(context, self).includes(expectStr(section));
        return (
          known && optionsOf(context, self, expectStr(section), errors).has(expectStr(option).toLowerCase())
        );
      }),
      options: native(
        'options(self, section)',
        (context, { self, section }) => new List(optionNames(context, self, expectStr(section), errors)),
      ),
      items: native('items(self, section=..., raw=False)', (context, { self, section, raw = false }) => {
        if (section === undefined) throw new NotModelled('items() of all sections is not modelled');
        const options = optionsOf(context, self, expectStr(section), errors);
        const pairs = [...options.entries()].map(({ key }) =>
          tuple([key, filledIn(context, self, options, expectStr(key), context.truth(raw)) ?? null]),
        );
        return new List(pairs);
      }),
      get: native('get(self, section, option, *, raw=False, vars=None, fallback=...)', (context, args) =>
        get(context, args, errors),
      ),
      getint: converting('getint', errors, (context, value) => context.call(context.builtin('int'), [value])),
      getfloat: converting('getfloat', errors, (context, value) =>
        context.call(context.builtin('float'), [value]),
      ),
      getboolean: converting('getboolean', errors, toBoolean),
      __getitem__: native('__getitem__(self, key)', (context, { self = null, key = null }) => {
        if (key !== 'DEFAULT' && !names(context, self).includes(expectStr(key)))
          context.raiseValue('KeyError', key);
        return context.call(proxy, [self, key]);
      }),
      __contains__: native(
        '__contains__(self, key)',
        (context, { self, key }) =>
          expectStr(key) === 'DEFAULT' || names(context, self).includes(expectStr(key)),
      ),
      __iter__: native('__iter__(self)', (context, { self }) =>
        iterator(['DEFAULT', ...names(context, self)]),
      ),
    },
  });
}
