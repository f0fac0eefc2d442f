/**
 * The protocol for what is modelled in TypeScript instead of evaluated: functions, classes, modules.
 *
 * A function is `native('join(path, *paths)', (runtime, { path, paths }) => ...)`: the text is Python's own signature
 * (`/`, `*`, `*rest`, `**keywords` and literal defaults included), the handler gets each parameter by name: a rest
 * parameter as a `Tuple`, `**keywords` as a `Dict`, one left out with default `...` as `undefined`. A call that does not
 * fit the signature is not modelled, so Unknown.
 *
 * A method is a native whose first parameter is `self`; a class is `nativeClass({ name, module, members })` with Python's
 * own names: `__new__(cls, ...)` or `__init__(self, ...)`, `__truediv__`, `__str__`, `__fspath__`, `__eq__`,
 * `__getitem__`, ...; `computed(get)` makes a property. `instance(class, state)` makes one; `state` is the class's own.
 *
 * A handler may throw `NotModelled('why')` (the result is Unknown), `MetUnknown`, or what `runtime.raise` throws.
 * Handlers don't print, start, write or connect; files are read through `runtime.files`, variables through
 * `runtime.environment`, which also records who depends on them.
 */

import { classOrder } from '../values/class-order.ts';
import { Dict } from '../values/dict.ts';
import type { NativeFunction, NativeOptions, Parameter, Runtime, Subclassed } from '../values/runtime.ts';
import type { ClassValue, Instance, Property, Unknown, Value } from '../values/values.ts';
import { parseSignature } from './signature.ts';

type Run = NativeFunction['run'];

/**
 * Reads its signature when it is first called: of more than a thousand natives a project calls a few dozen. A spread of one
 * has no parameters; `renamed` makes a copy that has.
 */
class Native implements NativeFunction {
  readonly kind = 'native' as const;
  readonly name: string;
  readonly run: Run;
  readonly #signature: string;
  #parameters: readonly Parameter[] | undefined;

  constructor(signature: string, run: Run) {
    this.name = signature.slice(0, signature.indexOf('('));
    this.run = run;
    this.#signature = signature;
  }

  get parameters(): readonly Parameter[] {
    this.#parameters ??= parseSignature(this.#signature);
    return this.#parameters;
  }

  with(options: NativeOptions & { readonly name?: string }): Native {
    return Object.assign(new Native(this.#signature, this.run), this, options);
  }
}

export function native(signature: string, run: Run, options?: NativeOptions): NativeFunction {
  const made = new Native(signature, run);
  return options === undefined ? made : Object.assign(made, options);
}

/** The same function by another name. */
export function renamed(from: NativeFunction, name: string): NativeFunction {
  // There are no others.
  return (from as Native).with({ name });
}

/** A property: `get` is given the instance. */
export function computed(get: (runtime: Runtime, self: Value) => Value): Property {
  return {
    kind: 'property',
    get: native('get(self)', (runtime, { self = null }) => get(runtime, self)),
    set: null,
  };
}

/** The same members, all of whose functions only hand texts on or go over them as fast as memory is read. */
export function quick<Members extends Readonly<Record<string, Value>>>(members: Members): Members {
  const marked = (value: Value): Value => {
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Native) return value.with({ readsFast: true });
    return value.kind === 'staticmethod' ? { ...value, function: marked(value.function) } : value;
  };
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, marked(value)])) as Members;
}

export interface NativeClassDefinition {
  readonly name: string;
  readonly module: string;
  readonly bases?: readonly ClassValue[];
  readonly members?: Readonly<Record<string, Value>>;
  /** True if a missing attribute raises AttributeError; by default it is Unknown. */
  readonly complete?: boolean;
  /** Set where instances take no attributes, having slots; `all`: nor does the class, being written in C. */
  readonly fixed?: 'instances' | 'all';
  /** For classes compared by content: equal instances give the same text. */
  readonly hashKey?: (instance: Instance) => string;
  readonly standsFor?: (instance: Instance) => Value | undefined;
  readonly subclassed?: Subclassed;
  /** Class of the class itself, for operations such as `Colour['RED']` (`__getitem__`). */
  readonly metaclass?: ClassValue;
}

/** A class modelled in TypeScript; evaluated code may inherit from it. */
export function nativeClass(definition: NativeClassDefinition): ClassValue {
  const {
    name,
    module,
    bases = [],
    members = {},
    complete = false,
    fixed,
    hashKey,
    standsFor,
    subclassed,
    metaclass,
  } = definition;
  const mro: (ClassValue | Unknown)[] = [];
  const type: ClassValue = {
    kind: 'class',
    name,
    module,
    bases,
    mro,
    namespace: new Dict(Object.entries(members), 'names'),
    members,
    complete,
    ...(fixed === undefined ? {} : { fixed }),
    ...(hashKey === undefined ? {} : { hashKey }),
    ...(standsFor === undefined ? {} : { standsFor }),
    ...(subclassed === undefined ? {} : { subclassed }),
    ...(metaclass === undefined ? {} : { metaclass }),
  };
  mro.push(type, ...(classOrder(bases) ?? []));
  return type;
}

export function instance(type: ClassValue, state?: unknown): Instance {
  return { kind: 'instance', class: type, attributes: new Dict([], 'names'), state };
}
