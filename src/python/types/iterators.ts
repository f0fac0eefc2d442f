import { known } from '../native/expect.ts';
import { native } from '../native/native.ts';
import { Iterator, NOTHING_SENT, type Resumption } from '../values/iterator.ts';
import type { Runtime } from '../values/runtime.ts';
import { type ClassValue, type Instance, NotModelled, Raised, type Value } from '../values/values.ts';
import { EXCEPTIONS, exceptionOf } from './exceptions.ts';
import { builtinClass, OBJECT } from './object.ts';

function iteratorOf(self: Value | undefined): Iterator {
  if (self instanceof Iterator) return self;
  throw new NotModelled('an iterator method of something else');
}

/** StopIteration, with what a generator returned. */
export function raiseEnd(runtime: Runtime, value: Value): never {
  return runtime.raiseException(
    exceptionOf(EXCEPTIONS.get('StopIteration') ?? OBJECT, value === null ? [] : [value]),
  );
}

function resumed(runtime: Runtime, self: Value | undefined, by: Resumption): Value {
  const iterator = iteratorOf(self);
  const step = iterator.resume(by);
  iterator.leave();
  return step.done === true ? raiseEnd(runtime, step.value) : step.value;
}

function toException(runtime: Runtime, given: Value | undefined): Instance {
  const value = known(given);
  const made = typeof value === 'object' && value?.kind === 'class' ? runtime.call(value) : value;
  if (typeof made === 'object' && made?.kind === 'instance') return made;
  return runtime.raise('TypeError', 'exceptions must be classes or instances deriving from BaseException');
}

/** GeneratorExit arises where the generator waits; it may clear up, but not go on. */
function close(runtime: Runtime, self: Value | undefined): null {
  const exit = exceptionOf(EXCEPTIONS.get('GeneratorExit') ?? OBJECT, []);
  try {
    if (iteratorOf(self).resume({ value: null, raised: new Raised(exit) }).done === true) return null;
  } catch (error) {
    if (error instanceof Raised && ['GeneratorExit', 'StopIteration'].includes(error.exception.class.name))
      return null;
    throw error;
  }
  return runtime.raise('RuntimeError', 'generator ignored GeneratorExit');
}

const SHARED: Readonly<Record<string, Value>> = {
  __iter__: native('__iter__(self)', (_, { self = null }) => self),
  __next__: native('__next__(self)', (runtime, { self }) => resumed(runtime, self, NOTHING_SENT)),
};

const GENERATOR: ClassValue = builtinClass({
  name: 'generator',
  complete: false,
  members: {
    ...SHARED,
    send: native(
      'send(self, value, /)',
      (runtime, { self, value = null }) => {
        if (value !== null && iteratorOf(self).isNew)
          runtime.raise('TypeError', "can't send non-None value to a just-started generator");
        return resumed(runtime, self, { value });
      },
      { takesUnknown: true },
    ),
    throw: native('throw(self, type, value=None, traceback=None, /)', (runtime, { self, type, value }) => {
      if (value !== null) throw new NotModelled('throw() with several arguments is not modelled');
      return resumed(runtime, self, { value: null, raised: new Raised(toException(runtime, type)) });
    }),
    close: native('close(self)', (runtime, { self }) => close(runtime, self)),
  },
});

const classes = new Map<string, ClassValue>([['generator', GENERATOR]]);

/** The class of the iterators of this name. */
export function iteratorClass(name: string): ClassValue {
  const known = classes.get(name);
  if (known !== undefined) return known;
  const made = builtinClass({ name, complete: false, members: SHARED });
  classes.set(name, made);
  return made;
}
