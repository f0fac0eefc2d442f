import { native, nativeClass } from '../../native/native.ts';
import { stateSlot } from '../../native/state-slot.ts';
import type { NativeModule } from '../../values/runtime.ts';
import { type ClassValue, isUnknown, NotModelled, type Value } from '../../values/values.ts';
import { expectDict } from './collections/dicts.ts';

/** The exceptions that a `suppress` passes over. */
const suppressed = stateSlot<readonly Value[]>();

/** What entering gives, or the generator that gives it. */
const results = stateSlot<Value>();

/** `with suppress(ImportError): ...`. */
function suppressClass(): ClassValue {
  return nativeClass({
    name: 'suppress',
    module: 'contextlib',
    members: {
      __new__: native('__new__(cls, *exceptions)', (runtime, { cls, exceptions = null }) => {
        if (typeof cls !== 'object' || cls?.kind !== 'class')
          throw new NotModelled('what is made is no class');
        return suppressed.make(cls, runtime.iterate(exceptions));
      }),
      __enter__: native('__enter__(self)', () => null),
      __exit__: native('__exit__(self, type, value, traceback)', (runtime, { self, value = null }) => {
        const types = suppressed.of(self);
        return value !== null && types.some((type) => runtime.isInstance(value, type));
      }),
    },
  });
}

/** What `@contextmanager` makes of a generator function: called, it runs up to its `yield` on entering. */
function manager(work: Value): Value {
  const type = nativeClass({
    name: '_GeneratorContextManager',
    module: 'contextlib',
    members: {
      __enter__: native('__enter__(self)', (_, { self }) => next(results.of(self))),
      __exit__: native('__exit__(self, type, value, traceback)', (call, { self, value = null }) => {
        if (value !== null) throw new NotModelled('an exception inside of a context manager is not modelled');
        const generator = results.of(self);
        if (typeof generator === 'object' && generator?.kind === 'iterator' && generator.next() !== undefined)
          call.raise('RuntimeError', "generator didn't stop");
        return false;
      }),
    },
  });
  return native('helper(*args, **keywords)', (call, { args = null, keywords }) => {
    const named = [...expectDict(keywords).entries()].map(
      ({ key, value }) => [key as string, value] as const,
    );
    const generator = call.call(work, call.iterate(args), new Map(named));
    return isUnknown(generator) ? generator : results.make(type, generator);
  });
}

function next(generator: Value): Value {
  if (typeof generator !== 'object' || generator?.kind !== 'iterator')
    throw new NotModelled('it is no generator');
  const value = generator.next();
  if (value === undefined) throw new NotModelled('a context manager without a yield is not modelled');
  return value;
}

function nullContextClass(): ClassValue {
  return nativeClass({
    name: 'nullcontext',
    module: 'contextlib',
    members: {
      __new__: native('__new__(cls, enter_result=None)', (_, { cls, enter_result: result = null }) => {
        if (typeof cls !== 'object' || cls?.kind !== 'class')
          throw new NotModelled('what is made is no class');
        return results.make(cls, result);
      }),
      __enter__: native('__enter__(self)', (_, { self }) => results.of(self)),
      __exit__: native('__exit__(self, type, value, traceback)', () => false),
    },
  });
}

export const contextlib: NativeModule = {
  name: 'contextlib',
  from: 'stdlib',
  names: () => ({
    suppress: suppressClass(),
    nullcontext: nullContextClass(),
    contextmanager: native('contextmanager(func)', (_, { func = null }) => manager(func)),
  }),
};
