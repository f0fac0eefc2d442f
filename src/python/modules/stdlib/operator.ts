import { expectStr } from '../../native/expect.ts';
import { native, nativeClass } from '../../native/native.ts';
import { stateSlot } from '../../native/state-slot.ts';
import type { Context, NativeModule } from '../../values/context.ts';
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

type Binary = (context: Context, left: Value, right: Value) => Value;

const COMPARISON: Readonly<Record<string, Binary>> = {
  eq: (context, left, right) => context.equal(left, right),
  ne: (context, left, right) => !context.equal(left, right),
  lt: (context, left, right) => context.less(left, right),
  gt: (context, left, right) => context.less(right, left),
  is_: (_, left, right) => left === right,
  is_not: (_, left, right) => left !== right,
};

const binary = (name: string, work: Binary): Value =>
  native(`${name}(a, b)`, (context, { a = null, b = null }) => work(context, a, b));

const getters = stateSlot<readonly Value[]>();

/** `attrgetter('a.b')`, `itemgetter(1, 2)`: something that can be called with the object. */
function getterClass(name: string, get: (context: Context, object: Value, key: Value) => Value): Value {
  const type = nativeClass({
    name,
    module: 'operator',
    members: {
      __new__: native('__new__(cls, *keys)', (context, { keys = null }) =>
        getters.make(type, context.iterate(keys)),
      ),
      __call__: native('__call__(self, object)', (context, { self, object = null }) => {
        const keys = getters.of(self);
        const found = keys.map((key) => get(context, object, key));
        return found.length === 1 ? (found[0] as Value) : tuple(found);
      }),
    },
  });
  return type;
}

function attribute(context: Context, object: Value, key: Value): Value {
  return expectStr(key)
    .split('.')
    .reduce((value, name) => {
      const found = context.getAttribute(value, name);
      return orElse(found, () => context.raise('AttributeError', `no attribute '${name}'`));
    }, object);
}

export const operator: NativeModule = {
  name: 'operator',
  from: 'stdlib',
  names: () => ({
    ...Object.fromEntries(
      Object.entries(ARITHMETIC).map(([name, sign]) => [
        name,
        binary(name, (context, left, right) => context.operate(sign, left, right)),
      ]),
    ),
    ...Object.fromEntries(Object.entries(COMPARISON).map(([name, work]) => [name, binary(name, work)])),
    itemgetter: getterClass('itemgetter', (context, object, key) => context.getItem(object, key)),
    attrgetter: getterClass('attrgetter', attribute),
    getitem: binary('getitem', (context, object, key) => context.getItem(object, key)),
    contains: binary('contains', (context, container, item) =>
      context.iterate(container).some((each) => context.equal(each, item)),
    ),
    not_: native('not_(a)', (context, { a = null }) => !context.truth(a)),
    truth: native('truth(a)', (context, { a = null }) => context.truth(a)),
  }),
};
