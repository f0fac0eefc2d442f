import { expectStr } from '../../../native/expect.ts';
import { native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import { iterator } from '../../../values/iterator.ts';
import { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { type ClassValue, tuple, type Value } from '../../../values/values.ts';
import { ownMethod } from './ask.ts';
import { optionName, optionNames, optionsOf, type ParserErrors } from './sections.ts';

/** `parser['section']`. */
export function proxyClass(errors: ParserErrors): ClassValue {
  const parts = (runtime: Runtime, self: Value | undefined): readonly [Value, string] => {
    const attribute = (name: string): Value => runtime.getAttribute(self ?? null, name) ?? null;
    return [attribute('_parser'), expectStr(attribute('_name'))];
  };
  const has = (runtime: Runtime, self: Value | undefined, option: Value | undefined): boolean => {
    const [parser, name] = parts(runtime, self);
    return optionsOf(runtime, parser, name, errors).has(optionName(runtime, parser, option));
  };
  const look = (runtime: Runtime, self: Value | undefined, option: Value): Value => {
    const [parser, name] = parts(runtime, self);
    return runtime.call(ownMethod(runtime, parser, 'get'), [name, option]);
  };
  // Each asks the method of that name of the parser.
  const asking = (method: string): Value =>
    native(
      `${method}(self, option, fallback=None, *, raw=False, vars=None)`,
      (runtime, { self, option = null, fallback = null, raw = false, vars = null }) => {
        const [parser, name] = parts(runtime, self);
        const keywords = new Map(Object.entries({ raw, vars, fallback }));
        return runtime.call(ownMethod(runtime, parser, method), [name, option], keywords);
      },
    );
  const names = (runtime: Runtime, self: Value | undefined): readonly Value[] => {
    const [parser, name] = parts(runtime, self);
    return optionNames(runtime, parser, name, errors);
  };
  const setUp = native(
    '__init__(self, parser, name)',
    (runtime, { self = null, parser = null, name = null }) => {
      runtime.setAttribute(self, '_parser', parser);
      runtime.setAttribute(self, '_name', name);
      return null;
    },
  );
  return nativeClass({
    name: 'SectionProxy',
    module: 'configparser',
    members: {
      __new__: plainMaker(),
      __init__: setUp,
      __getitem__: native('__getitem__(self, key)', (runtime, { self, key = null }) => {
        if (!has(runtime, self, key)) runtime.raiseValue('KeyError', key);
        return look(runtime, self, key);
      }),
      __setitem__: native(
        '__setitem__(self, key, value)',
        (runtime, { self, key = null, value = null }) => {
          const [parser, name] = parts(runtime, self);
          return runtime.call(runtime.getAttribute(parser, 'set') ?? null, [name, key, value]);
        },
        { takesUnknown: true },
      ),
      __contains__: native('__contains__(self, key)', (runtime, { self, key }) => has(runtime, self, key)),
      __iter__: native('__iter__(self)', (runtime, { self }) => iterator(names(runtime, self))),
      __len__: native('__len__(self)', (runtime, { self }) => BigInt(names(runtime, self).length)),
      keys: native('keys(self)', (runtime, { self }) => new List(names(runtime, self))),
      values: native(
        'values(self)',
        (runtime, { self }) => new List(names(runtime, self).map((name) => look(runtime, self, name))),
      ),
      items: native('items(self)', (runtime, { self }) => {
        return new List(names(runtime, self).map((name) => tuple([name, look(runtime, self, name)])));
      }),
      ...Object.fromEntries(['get', 'getint', 'getfloat', 'getboolean'].map((name) => [name, asking(name)])),
    },
  });
}
