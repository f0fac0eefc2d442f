import { List } from '../../containers.ts';
import { expectStr } from '../../expect.ts';
import { type Context, native, nativeClass } from '../../native.ts';
import { type ClassValue, iterator, tuple, type Value } from '../../values.ts';
import { plainMaker } from '../stand-ins.ts';
import { filledIn, optionNames, optionsOf, type ParserErrors, toBoolean } from './sections.ts';

/** `parser['section']`. */
export function proxyClass(errors: ParserErrors): ClassValue {
  const look = (context: Context, self: Value | undefined, option: Value | undefined): Value | undefined => {
    const [parser, name] = ['_parser', '_name'].map(
      (each) => context.getAttribute(self ?? null, each) ?? null,
    );
    const options = optionsOf(context, parser, expectStr(name), errors);
    return filledIn(context, parser, options, expectStr(option), false);
  };
  const convertingGet = (name: string, convert: (context: Context, value: Value) => Value): Value =>
    native(`${name}(self, option, fallback=None)`, (context, { self, option, fallback = null }) => {
      const value = look(context, self, option);
      return value === undefined ? fallback : convert(context, value);
    });
  const names = (context: Context, self: Value | undefined): readonly Value[] => {
    const [parser, name] = ['_parser', '_name'].map(
      (each) => context.getAttribute(self ?? null, each) ?? null,
    );
    return optionNames(context, parser, expectStr(name), errors);
  };
  return nativeClass({
    name: 'SectionProxy',
    module: 'configparser',
    members: {
      __new__: plainMaker(),
      __init__: native(
        '__init__(self, parser, name)',
        (context, { self = null, parser = null, name = null }) => {
          context.setAttribute(self, '_parser', parser);
          context.setAttribute(self, '_name', name);
          return null;
        },
      ),
      __getitem__: native('__getitem__(self, key)', (context, { self, key = null }) => {
        return look(context, self, key) ?? context.raiseValue('KeyError', key);
      }),
      __contains__: native(
        '__contains__(self, key)',
        (context, { self, key }) => look(context, self, key) !== undefined,
      ),
      __iter__: native('__iter__(self)', (context, { self }) => iterator(names(context, self))),
      keys: native('keys(self)', (context, { self }) => new List(names(context, self))),
      items: native('items(self)', (context, { self }) => {
        return new List(names(context, self).map((name) => tuple([name, look(context, self, name) ?? null])));
      }),
      get: convertingGet('get', (_, value) => value),
      getint: convertingGet('getint', (context, value) => context.call(context.builtin('int'), [value])),
      getfloat: convertingGet('getfloat', (context, value) =>
        context.call(context.builtin('float'), [value]),
      ),
      getboolean: convertingGet('getboolean', toBoolean),
    },
  });
}
