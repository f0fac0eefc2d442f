import { Dict } from '../containers.ts';
import { type Context, type NativeModule, native, nativeClass } from '../native.ts';
import { type ClassValue, NotModelled, tuple, type Value } from '../values.ts';
import { identity, plainMaker } from './stand-ins.ts';
import { stateSlot } from './state-slot.ts';

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
        (context, { cls, func = null, args = null, keywords }) => {
          if (typeof cls !== 'object' || cls?.kind !== 'class')
            throw new NotModelled('what is made is no class');
          const state: Partial = {
            function: func,
            args: context.iterate(args),
            keywords: keywordsOf(keywords),
          };
          return partials.make(cls, state);
        },
      ),
      __call__: native('__call__(self, *args, **keywords)', (context, { self, args = null, keywords }) => {
        const state = partials.of(self);
        const named = new Map([...state.keywords, ...keywordsOf(keywords)]);
        return context.call(state.function, [...state.args, ...context.iterate(args)], named);
      }),
    },
  });
}

function reduce(context: Context, work: Value, items: readonly Value[]): Value {
  const [first, ...rest] = items;
  if (first === undefined)
    return context.raise('TypeError', 'reduce() of empty iterable with no initial value');
  return rest.reduce((total, item) => context.call(work, [total, item]), first);
}

/** `@lru_cache` and `@lru_cache(maxsize=...)`: what is evaluated gives the same when it is called again. */
const cached = native('lru_cache(maxsize=None, typed=False)', (_, { maxsize = null }) => {
  const isFunction = typeof maxsize === 'object' && maxsize !== null;
  return isFunction ? maxsize : identity('decorate');
});

/** A property that is computed again each time, with the same result. */
function cachedProperty(): ClassValue {
  return nativeClass({
    name: 'cached_property',
    module: 'functools',
    members: {
      __new__: native('__new__(cls, func)', (_, { func = null }) => ({
        kind: 'property',
        get: func,
        set: null,
      })),
    },
  });
}

function keyClass(compare: Value): ClassValue {
  return nativeClass({
    name: 'K',
    module: 'functools',
    members: {
      __new__: plainMaker(),
      __init__: native('__init__(self, value)', (context, { self = null, value = null }) => {
        context.setAttribute(self, 'obj', value);
        return null;
      }),
      __lt__: native('__lt__(self, other)', (context, { self = null, other = null }) => {
        const [left = null, right = null] = [self, other].map(
          (each) => context.getAttribute(each, 'obj') ?? null,
        );
        return context.less(context.call(compare, [left, right]), 0n);
      }),
    },
  });
}

export const functools: NativeModule = {
  name: 'functools',
  from: 'stdlib',
  names: () => ({
    partial: partialClass(),
    reduce: native('reduce(function, iterable, initial=...)', (context, args) => {
      const { function: work = null, iterable = null, initial } = args;
      const items = context.iterate(iterable);
      return reduce(context, work, initial === undefined ? items : [initial, ...items]);
    }),
    lru_cache: cached,
    cache: identity('cache'),
    cached_property: cachedProperty(),
    cmp_to_key: native('cmp_to_key(mycmp)', (_, { mycmp = null }) => keyClass(mycmp)),
    wraps: native('wraps(wrapped, *args, **keywords)', () => identity('decorate')),
    update_wrapper: native('update_wrapper(wrapper, *args, **keywords)', (_, { wrapper = null }) => wrapper),
    WRAPPER_ASSIGNMENTS: tuple(['__module__', '__name__', '__qualname__', '__doc__', '__annotations__']),
  }),
};
