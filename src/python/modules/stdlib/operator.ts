import { expectStr } from '../../native/expect.ts';
import { native, nativeClass } from '../../native/native.ts';
import { stateSlot } from '../../native/state-slot.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { orElse, tuple, type Value } from '../../values/values.ts';

const ARITHMETIC: Readonly<Record<string, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  pow: '**',
  and_: '&',
  or_: '|',
  xor: '^',
  concat: '+',
};

type Binary = (runtime: Runtime, left: Value, right: Value) => Value;

const COMPARISON: Readonly<Record<string, Binary>> = {
  eq: (runtime, left, right) => runtime.equal(left, right),
  ne: (runtime, left, right) => !runtime.equal(left, right),
  lt: (runtime, left, right) => runtime.less(left, right),
  gt: (runtime, left, right) => runtime.less(right, left),
  is_: (_, left, right) => left === right,
  is_not: (_, left, right) => left !== right,
};

const binary = (name: string, work: Binary): Value =>
  native(`${name}(a, b)`, (runtime, { a = null, b = null }) => work(runtime, a, b));

const getters = stateSlot<readonly Value[]>();

/** `attrgetter('a.b')`, `itemgetter(1, 2)`: something that can be called with the object. */
function getterClass(name: string, get: (runtime: Runtime, object: Value, key: Value) => Value): Value {
  const type = nativeClass({
    name,
    module: 'operator',
    members: {
      __new__: native('__new__(cls, *keys)', (runtime, { keys = null }) =>
        getters.make(type, runtime.iterate(keys)),
      ),
      __call__: native('__call__(self, object)', (runtime, { self, object = null }) => {
        const keys = getters.of(self);
        const found = keys.map((key) => get(runtime, object, key));
        return found.length === 1 ? (found[0] as Value) : tuple(found);
      }),
    },
  });
  return type;
}

function attribute(runtime: Runtime, object: Value, key: Value): Value {
  return expectStr(key)
    .split('.')
    .reduce((value, name) => {
      const found = runtime.getAttribute(value, name);
      return orElse(found, () => runtime.raise('AttributeError', `no attribute '${name}'`));
    }, object);
}

export const operator: NativeModule = {
  name: 'operator',
  from: 'stdlib',
  names: () => ({
    ...Object.fromEntries(
      Object.entries(ARITHMETIC).map(([name, sign]) => [
        name,
        binary(name, (runtime, left, right) => runtime.operate(sign, left, right)),
      ]),
    ),
    ...Object.fromEntries(Object.entries(COMPARISON).map(([name, work]) => [name, binary(name, work)])),
    itemgetter: getterClass('itemgetter', (runtime, object, key) => runtime.getItem(object, key)),
    attrgetter: getterClass('attrgetter', attribute),
    getitem: binary('getitem', (runtime, object, key) => runtime.getItem(object, key)),
    contains: binary('contains', (runtime, container, item) =>
      runtime.iterate(container).some((each) => runtime.equal(each, item)),
    ),
    not_: native('not_(a)', (runtime, { a = null }) => !runtime.truth(a)),
    truth: native('truth(a)', (runtime, { a = null }) => runtime.truth(a)),
  }),
};
