import { computed, native, nativeClass, renamed } from '../../native/native.ts';
import { plainMaker } from '../../native/stand-ins.ts';
import { stateSlot } from '../../native/state-slot.ts';
import { Dict } from '../../values/dict.ts';
import { hashKey } from '../../values/keys.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { type ClassValue, NotModelled, tuple, type Value } from '../../values/values.ts';

interface Partial {
  readonly function: Value;
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

const partials = stateSlot<Partial>();

function keywordsOf(value: Value | undefined): Map<string, Value> {
  if (!(value instanceof Dict)) return new Map();
  return new Map([...value.entries()].map(({ key, value: item }) => [key as string, item]));
}

function partialClass(): ClassValue {
  return nativeClass({
    name: 'partial',
    module: 'functools',
    members: {
      __new__: native(
        '__new__(cls, func, *args, **keywords)',
        (runtime, { cls, func = null, args = null, keywords }) => {
          if (typeof cls !== 'object' || cls?.kind !== 'class')
            throw new NotModelled('what is made is no class');
          const state: Partial = {
            function: func,
            args: runtime.iterate(args),
            keywords: keywordsOf(keywords),
          };
          return partials.make(cls, state);
        },
      ),
      __call__: native('__call__(self, *args, **keywords)', (runtime, { self, args = null, keywords }) => {
        const state = partials.of(self);
        const named = new Map([...state.keywords, ...keywordsOf(keywords)]);
        return runtime.call(state.function, [...state.args, ...runtime.iterate(args)], named);
      }),
    },
  });
}

function reduce(runtime: Runtime, work: Value, items: readonly Value[]): Value {
  const [first, ...rest] = items;
  if (first === undefined)
    return runtime.raise('TypeError', 'reduce() of empty iterable with no initial value');
  return rest.reduce((total, item) => runtime.call(work, [total, item]), first);
}

/** A function that gives the very same object when it is called again with the same. */
function remembering(work: Value): Value {
  const results = new Dict();
  const remembered = native(
    'cached(*args, **keywords)',
    (runtime, { args = null, keywords }) => {
      const named = keywordsOf(keywords);
      const call = (): Value => runtime.call(work, runtime.iterate(args), named);
      const key = tuple([args, ...[...named].map(([name, value]) => tuple([name, value]))]);
      if (!isHashable(key)) return call();
      const known = results.get(key);
      if (known !== undefined) return known;
      const made = call();
      results.set(key, made);
      return made;
    },
    { takesUnknown: true },
  );
  const name = typeof work === 'object' && work?.kind === 'function' ? work.name : remembered.name;
  return renamed(remembered, name);
}

// Python raises for an argument that is not hashable; an unknown one can't be told from any other.
function isHashable(key: Value): boolean {
  try {
    return hashKey(key) !== '';
  } catch {
    return false;
  }
}

/** `@lru_cache` and `@lru_cache(maxsize=...)`. */
const cached = native('lru_cache(maxsize=None, typed=False)', (_, { maxsize = null }) => {
  const isFunction = typeof maxsize === 'object' && maxsize !== null;
  const decorate = native('decorate(function)', (_context, { function: work = null }) => remembering(work));
  return isFunction ? remembering(maxsize) : decorate;
});

/** Gives a wrapper the name and the text of what it wraps. */
function wrapped(runtime: Runtime, wrapper: Value, inner: Value): Value {
  const isFunction = (value: Value): boolean => typeof value === 'object' && value?.kind === 'function';
  if (!isFunction(wrapper)) return wrapper;
  for (const name of ['__module__', '__name__', '__qualname__', '__doc__']) {
    const copied = isFunction(inner)
      ? (runtime.getAttribute(inner, name) ?? null)
      : runtime.unknown(`${name} of what is wrapped is not modelled`);
    runtime.setAttribute(wrapper, name, copied);
  }
  return wrapper;
}

/** A property that is computed once for each instance, which keeps it under the same name. */
function cachedProperty(): ClassValue {
  return nativeClass({
    name: 'cached_property',
    module: 'functools',
    members: {
      __new__: native('__new__(cls, func)', (runtime, { func = null }) => {
        const name = String(runtime.getAttribute(func, '__name__') ?? '');
        const get = computed((call, self) => {
          if (typeof self !== 'object' || self?.kind !== 'instance') return call.call(func, [self]);
          const known = self.attributes.get(name);
          if (known !== undefined) return known;
          const made = call.call(func, [self]);
          self.attributes.set(name, made);
          return made;
        });
        const keep = native('set(self, value)', (_, { self, value = null }) => {
          if (typeof self === 'object' && self?.kind === 'instance') self.attributes.set(name, value);
          return null;
        });
        const forget = native('delete(self)', (call, { self }) => {
          const known = typeof self === 'object' && self?.kind === 'instance' && self.attributes.delete(name);
          return known ? null : call.raise('AttributeError', name);
        });
        return { ...get, set: keep, delete: forget };
      }),
    },
  });
}

function keyClass(compare: Value): ClassValue {
  return nativeClass({
    name: 'K',
    module: 'functools',
    members: {
      __new__: plainMaker(),
      __init__: native('__init__(self, value)', (runtime, { self = null, value = null }) => {
        runtime.setAttribute(self, 'obj', value);
        return null;
      }),
      __lt__: native('__lt__(self, other)', (runtime, { self = null, other = null }) => {
        const [left = null, right = null] = [self, other].map(
          (each) => runtime.getAttribute(each, 'obj') ?? null,
        );
        return runtime.less(runtime.call(compare, [left, right]), 0n);
      }),
    },
  });
}

export const functools: NativeModule = {
  name: 'functools',
  from: 'stdlib',
  names: () => ({
    partial: partialClass(),
    reduce: native('reduce(function, iterable, initial=...)', (runtime, args) => {
      const { function: work = null, iterable = null, initial } = args;
      const items = runtime.iterate(iterable);
      return reduce(runtime, work, initial === undefined ? items : [initial, ...items]);
    }),
    lru_cache: cached,
    cache: native('cache(user_function)', (_, { user_function: work = null }) => remembering(work)),
    cached_property: cachedProperty(),
    cmp_to_key: native('cmp_to_key(mycmp)', (_, { mycmp = null }) => keyClass(mycmp)),
    wraps: native('wraps(wrapped, *args, **keywords)', (_, { wrapped: inner = null }) =>
      native('decorate(wrapper)', (runtime, { wrapper = null }) => wrapped(runtime, wrapper, inner)),
    ),
    update_wrapper: native('update_wrapper(wrapper, wrapped, *args, **keywords)', (runtime, args) =>
      wrapped(runtime, args.wrapper ?? null, args.wrapped ?? null),
    ),
    WRAPPER_ASSIGNMENTS: tuple(['__module__', '__name__', '__qualname__', '__doc__', '__annotations__']),
  }),
};
