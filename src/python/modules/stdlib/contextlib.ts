import { native, nativeClass } from '../../native/native.ts';
import { stateSlot } from '../../native/state-slot.ts';
import type { Iterator } from '../../values/iterator.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { type ClassValue, isUnknown, NotModelled, orElse, Raised, type Value } from '../../values/values.ts';
import { expectDict } from './collections/dicts.ts';

/** The exceptions that a `suppress` passes over. */
const suppressed = stateSlot<readonly Value[]>();

/** The value that entering gives, or the generator that yields it. */
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

/** Result of `@contextmanager` for a generator function; entering runs it up to its `yield`. */
function manager(work: Value): Value {
  const type = nativeClass({
    name: '_GeneratorContextManager',
    module: 'contextlib',
    members: {
      __enter__: native('__enter__(self)', (runtime, { self }) =>
        orElse(generatorOf(self).next(), () => runtime.raise('RuntimeError', "generator didn't yield")),
      ),
      __exit__: native(
        '__exit__(self, type, value, traceback)',
        (runtime, { self, value = null }) => leave(runtime, generatorOf(self), value),
        { takesUnknown: true },
      ),
    },
  });
  return native(
    'helper(*args, **keywords)',
    (call, { args = null, keywords }) => {
      const named = [...expectDict(keywords).entries()].map(
        ({ key, value }) => [key as string, value] as const,
      );
      const generator = call.call(work, call.iterate(args), new Map(named));
      return isUnknown(generator) ? generator : results.make(type, generator);
    },
    { wraps: work },
  );
}

function generatorOf(self: Value | undefined): Iterator {
  const generator = results.of(self);
  if (typeof generator === 'object' && generator?.kind === 'iterator') return generator;
  throw new NotModelled('it is no generator');
}

/** Lets the generator go on behind its `yield`; gives whether it passed over the exception that arises there. */
function leave(runtime: Runtime, generator: Iterator, value: Value): Value {
  if (isUnknown(value)) {
    generator.fail(value);
    return value;
  }
  if (typeof value !== 'object' || value?.kind !== 'instance') {
    if (generator.next() !== undefined) runtime.raise('RuntimeError', "generator didn't stop");
    return false;
  }
  try {
    const step = generator.resume({ value: null, raised: new Raised(value) });
    if (step.done === true) return true;
  } catch (error) {
    // A StopIteration of the body comes out of the generator as a RuntimeError.
    if (
      error instanceof Raised &&
      (error.exception === value || error.exception.attributes.get('__cause__') === value)
    )
      return false;
    throw error;
  }
  return runtime.raise('RuntimeError', "generator didn't stop after throw()");
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
