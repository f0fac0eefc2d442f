import { expectStr } from '../../../native/expect.ts';
import { native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import { List } from '../../../values/containers.ts';
import type { Context } from '../../../values/context.ts';
import { type ClassValue, iterator, tuple, type Value } from '../../../values/values.ts';
import { ownMethod } from './ask.ts';
import { optionName, optionNames, optionsOf, type ParserErrors } from './sections.ts';

/** `parser['section']`. */
export function proxyClass(errors: ParserErrors): ClassValue {
  const parts = (context: Context, self: Value | undefined): readonly [Value, string] => {
    const attribute = (name: string): Value => context.getAttribute(self ?? null, name) ?? null;
    return [attribute('_parser'), expectStr(attribute('_name'))];
  };
  const has = (context: Context, self: Value | undefined, option: Value | undefined): boolean => {
    const [parser, name] = parts(context, self);
    return optionsOf(context, parser, name, errors).has(optionName(context, parser, option));
  };
  const look = (context: Context, self: Value | undefined, option: Value): Value => {
    const [parser, name] = parts(context, self);
    return context.call(ownMethod(context, parser, 'get'), [name, option]);
  };
  // Each asks the method of that name of the parser.
  const asking = (method: string): Value =>
    native(
      `${method}(self, option, fallback=None, *, raw=False, vars=None)`,
      (context, { self, option = null, fallback = null, raw = false, vars = null }) => {
        const [parser, name] = parts(context, self);
        const keywords = new Map(Object.entries({ raw, vars, fallback }));
        return context.call(ownMethod(context, parser, method), [name, option], keywords);
      },
    );
  const names = (context: Context, self: Value | undefined): readonly Value[] => {
    const [parser, name] = parts(context, self);
    return optionNames(context, parser, name, errors);
  };
  const setUp = native(
    '__init__(self, parser, name)',
    (context, { self = null, parser = null, name = null }) => {
      context.setAttribute(self, '_parser', parser);
      context.setAttribute(self, '_name', name);
      return null;
    },
  );
  return nativeClass({
    name: 'SectionProxy',
    module: 'configparser',
    members: {
      __new__: plainMaker(),
      __init__: setUp,
      __getitem__: native('__getitem__(self, key)', (context, { self, key = null }) => {
        if (!has(context, self, key)) context.raiseValue('KeyError', key);
        return look(context, self, key);
      }),
      __setitem__: native(
        '__setitem__(self, key, value)',
        (context, { self, key = null, value = null }) => {
          const [parser, name] = parts(context, self);
          return context.call(context.getAttribute(parser, 'set') ?? null, [name, key, value]);
        },
        { takesUnknown: true },
      ),
      __contains__: native('__contains__(self, key)', (context, { self, key }) => has(context, self, key)),
      __iter__: native('__iter__(self)', (context, { self }) => iterator(names(context, self))),
      __len__: native('__len__(self)', (context, { self }) => BigInt(names(context, self).length)),
      keys: native('keys(self)', (context, { self }) => new List(names(context, self))),
      values: native(
        'values(self)',
        (context, { self }) => new List(names(context, self).map((name) => look(context, self, name))),
      ),
      items: native('items(self)', (context, { self }) => {
        return new List(names(context, self).map((name) => tuple([name, look(context, self, name)])));
      }),
      ...Object.fromEntries(['get', 'getint', 'getfloat', 'getboolean'].map((name) => [name, asking(name)])),
    },
  });
}
