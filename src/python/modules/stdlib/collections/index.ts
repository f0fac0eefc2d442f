import { expectStr } from '../../../native/expect.ts';
import { native } from '../../../native/native.ts';
import { List } from '../../../values/list.ts';
import type { NativeModule, Runtime } from '../../../values/runtime.ts';
import type { Value } from '../../../values/values.ts';
import { fieldNames, namedTupleClass } from '../named-tuple.ts';
import { chainMapClass } from './chain-map.ts';
import { dequeClass } from './deque.ts';
import { counterClass, defaultDictClass, orderedDictClass } from './dicts.ts';

function namedTuple(runtime: Runtime, args: Readonly<Record<string, Value>>): Value {
  const fields = fieldNames(runtime, args.field_names ?? null);
  const defaults = runtime.iterate(args.defaults ?? new List());
  const byName = defaults.map((value, index): [string, Value] => [
    fields[fields.length - defaults.length + index] as string,
    value,
  ]);
  return namedTupleClass(
    runtime,
    expectStr(args.typename),
    runtime.frame().module.name,
    fields,
    new Map(byName),
  );
}

export const collections: NativeModule = {
  name: 'collections',
  from: 'stdlib',
  names: (runtime) => ({
    OrderedDict: orderedDictClass(runtime),
    defaultdict: defaultDictClass(runtime),
    Counter: counterClass(runtime),
    ChainMap: chainMapClass(),
    deque: dequeClass(),
    namedtuple: native(
      'namedtuple(typename, field_names, *, rename=False, defaults=None, module=None)',
      (call, args) => namedTuple(call, args.defaults === null ? { ...args, defaults: new List() } : args),
    ),
    abc: runtime.importModule('collections.abc'),
  }),
};

/** The abstract classes. They know their instances by methods, not by bases, which is not modelled. */
export const collectionsAbc: NativeModule = { name: 'collections.abc', from: 'stdlib', names: () => ({}) };
