import { known } from '../native/expect.ts';
import { native } from '../native/native.ts';
import { stateSlot } from '../native/state-slot.ts';
import { Dict } from '../values/dict.ts';
import type { Runtime } from '../values/runtime.ts';
import {
  type ClassValue,
  type Instance,
  NOT_IMPLEMENTED,
  NotModelled,
  type Value,
} from '../values/values.ts';
import { builtinClass } from './object.ts';

interface Proxied {
  readonly of: Dict;
  /** What iterating gives besides: the names that every class has. */
  readonly also: readonly (readonly [string, Value])[];
}

const proxies = stateSlot<Proxied>();

function entriesOf(self: Value | undefined): readonly (readonly [Value, Value])[] {
  const { of, also } = proxies.of(self);
  const own = [...of.entries()].map((entry) => [entry.key, entry.value] as const);
  return [...own, ...also.filter(([name]) => !of.has(name))];
}

function whole(self: Value | undefined): Dict {
  return new Dict(entriesOf(self));
}

const through = (name: string, parameters: string): Value =>
  native(
    `${name}(self${parameters})`,
    (runtime, { self, ...args }) => {
      const given = Object.values(args).filter((value) => value !== undefined);
      return runtime.call(runtime.getAttribute(whole(self), name) ?? null, given);
    },
    { takesUnknown: true },
  );

/** A dict that can be looked at, not changed: what the `__dict__` of a class is. */
export const MAPPING_PROXY: ClassValue = builtinClass({
  name: 'mappingproxy',
  fixed: 'all',
  members: {
    __new__: native('__new__(cls, mapping)', (_, { mapping }) => proxyOf(expectDict(mapping))),
    __getitem__: native('__getitem__(self, key)', (runtime, { self, key = null }) =>
      runtime.getItem(whole(self), key),
    ),
    __contains__: native('__contains__(self, key)', (_, { self, key }) => whole(self).has(known(key))),
    __iter__: native('__iter__(self)', (runtime, { self }) =>
      runtime.call(runtime.builtin('iter'), [whole(self)]),
    ),
    __len__: native('__len__(self)', (_, { self }) => BigInt(whole(self).size)),
    __eq__: native('__eq__(self, other)', (runtime, { self, other = null }) =>
      runtime.equal(whole(self), unwrapped(other)),
    ),
    __or__: native('__or__(self, other)', (runtime, { self, other = null }) =>
      joined(runtime, whole(self), other),
    ),
    __ror__: native('__ror__(self, other)', (runtime, { self, other = null }) =>
      joined(runtime, unwrapped(other), whole(self)),
    ),
    __repr__: native('__repr__(self)', (runtime, { self }) => `mappingproxy(${runtime.repr(whole(self))})`),
    get: through('get', ', key, default=None'),
    keys: through('keys', ''),
    values: through('values', ''),
    items: through('items', ''),
    copy: through('copy', ''),
  },
});

function joined(runtime: Runtime, left: Value, right: Value): Value {
  const other = unwrapped(right);
  return other instanceof Dict ? runtime.operate('|', left, other) : NOT_IMPLEMENTED;
}

function unwrapped(value: Value): Value {
  return typeof value === 'object' && value?.kind === 'instance' && value.class === MAPPING_PROXY
    ? whole(value)
    : value;
}

function expectDict(value: Value | undefined): Dict {
  const mapping = known(value);
  if (mapping instanceof Dict) return mapping;
  throw new NotModelled('a view of what is no dict is not modelled');
}

/** A view of a dict: what is changed in it later is seen. */
export function proxyOf(of: Dict, also: Proxied['also'] = []): Instance {
  return proxies.make(MAPPING_PROXY, { of, also });
}

/** The dict behind a mappingproxy; `undefined` for anything else. */
export function proxied(value: Value): Dict | undefined {
  return typeof value === 'object' && value?.kind === 'instance' && value.class === MAPPING_PROXY
    ? whole(value)
    : undefined;
}
