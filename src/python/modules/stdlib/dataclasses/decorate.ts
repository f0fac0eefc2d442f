import { native } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { builtinClass, exceptionClass } from '../../../native/stand-ins.ts';
import type { Dict } from '../../../values/dict.ts';
import type { Arguments, Runtime } from '../../../values/runtime.ts';
import {
  type ClassValue,
  NOT_IMPLEMENTED,
  NotModelled,
  orElse,
  tuple,
  type Value,
} from '../../../values/values.ts';
import { expectDict } from '../collections/dicts.ts';
import {
  checkDefaults,
  type Field,
  fieldClass,
  fieldsOf,
  fieldsOfClass,
  ownNames,
  valuesOf,
} from './fields.ts';

function fieldValue(runtime: Runtime, field: Field): Value {
  if (field.factory !== undefined) return runtime.call(field.factory);
  return orElse(field.default, () => runtime.raise('TypeError', `missing argument: '${field.name}'`));
}

function initialise(runtime: Runtime, fields: readonly Field[], frozen: boolean, args: Arguments): null {
  const { self = null, args: positional = null, keywords } = args;
  const given = runtime.iterate(positional);
  const named = expectDict(keywords);
  const inOrder = fields.filter((field) => field.init && !field.keywordOnly);
  const surplus = [...named.entries()].find(
    ({ key }) => !fields.some((field) => field.init && field.name === key),
  );
  if (given.length > inOrder.length || surplus !== undefined)
    runtime.raise('TypeError', 'arguments that fit no field');
  for (const field of fields) {
    // `__post_init__` gives such a field its value, or nobody does.
    if (!field.init && field.default === undefined && field.factory === undefined) continue;
    const at = inOrder.indexOf(field);
    const found = at >= 0 && at < given.length ? given[at] : named.get(field.name);
    const value = orElse(found, () => fieldValue(runtime, field));
    if (frozen) runtime.setPlainly(self, field.name, value);
    else runtime.setAttribute(self, field.name, value);
  }
  const after = runtime.getAttribute(self, '__post_init__');
  if (after !== undefined) runtime.call(after);
  return null;
}

/** `__eq__`, and with `order=True` the other comparisons: as tuples of the fields that count. */
function defineOrder(
  runtime: Runtime,
  define: (name: string, value: Value) => void,
  fields: readonly Field[],
  options: Dict,
): void {
  const compared = fields.filter((field) => field.compare);
  const comparing = (name: string, compare: (call: Runtime, left: Value, right: Value) => boolean): void =>
    define(
      name,
      native(`${name}(self, other)`, (call, { self = null, other = null }) => {
        if (call.classOf(self) !== call.classOf(other)) return NOT_IMPLEMENTED;
        const [left = null, right = null] = [self, other].map((each) =>
          tuple(valuesOf(call, each, compared).map(([, value]) => value)),
        );
        return compare(call, left, right);
      }),
    );
  if (runtime.truth(options.get('eq') ?? true))
    comparing('__eq__', (call, left, right) => call.equal(left, right));
  if (runtime.truth(options.get('order') ?? false)) {
    comparing('__lt__', (call, left, right) => call.less(left, right));
    comparing('__gt__', (call, left, right) => call.less(right, left));
    comparing('__le__', (call, left, right) => !call.less(right, left));
    comparing('__ge__', (call, left, right) => !call.less(left, right));
  }
}

/** `frozen=True`: no attribute is set or deleted but by `object.__setattr__`. */
function freeze(runtime: Runtime, type: ClassValue, fields: readonly Field[]): void {
  const isField = (name: Value | undefined): boolean => fields.some((field) => field.name === name);
  const refusing =
    (verb: string) =>
    (call: Runtime, { self = null, name }: Arguments) => {
      if (isField(name) || call.classOf(self) === type)
        raiseFrom(call, frozenError(runtime), `cannot ${verb} field '${String(name)}'`);
      return String(name);
    };
  const [set, remove] = [refusing('assign to'), refusing('delete')];
  type.namespace.set(
    '__setattr__',
    native(
      '__setattr__(self, name, value)',
      (call, args) => {
        call.setPlainly(args.self ?? null, set(call, args), args.value ?? null);
        return null;
      },
      { takesUnknown: true },
    ),
  );
  type.namespace.set(
    '__delattr__',
    native('__delattr__(self, name)', (call, args) => {
      call.deleteAttribute(args.self ?? null, remove(call, args), true);
      return null;
    }),
  );
}

const frozenErrors = new WeakMap<object, ClassValue>();

export function frozenError(runtime: Runtime): ClassValue {
  const base = builtinClass(runtime, 'AttributeError');
  const known = frozenErrors.get(base);
  if (known !== undefined) return known;
  const made = exceptionClass(runtime, 'FrozenInstanceError', 'dataclasses', base);
  frozenErrors.set(base, made);
  return made;
}

/** By its fields where it is compared by them and frozen; an instance that can be changed has no hash. */
function defineHash(runtime: Runtime, type: ClassValue, frozen: boolean, options: Dict): void {
  const isCompared = runtime.truth(options.get('eq') ?? true);
  if (!isCompared || type.namespace.has('__hash__')) return;
  const byFields = frozen || runtime.truth(options.get('unsafe_hash') ?? false);
  const hash = native('__hash__(self)', () => {
    throw new NotModelled('hash values are not modelled');
  });
  type.namespace.set('__hash__', byFields ? hash : null);
}

const STEPS_FOR_METHODS = 20;
const STEPS_PER_FIELD = 5;

export function decorate(runtime: Runtime, type: ClassValue, options: Dict): ClassValue {
  const keywordOnly = runtime.truth(options.get('kw_only') ?? false);
  const fields = fieldsOf(type, keywordOnly);
  checkDefaults(runtime, fields);
  runtime.charge(STEPS_FOR_METHODS + fields.length * STEPS_PER_FIELD);
  fieldsOfClass.set(type, fields);
  const frozen = runtime.truth(options.get('frozen') ?? false);
  const define = (name: string, value: Value): void => {
    if (!type.namespace.has(name)) type.namespace.set(name, value);
  };
  for (const { name, factory, default: value } of fields) {
    // A `field()` in the body leaves its default behind, or nothing.
    const bound = type.namespace.get(name);
    if (typeof bound !== 'object' || bound?.kind !== 'instance' || bound.class !== fieldClass) continue;
    if (value === undefined || factory !== undefined) type.namespace.delete(name);
    else type.namespace.set(name, value);
  }
  define(
    '__init__',
    native('__init__(self, *args, **keywords)', (call, args) => initialise(call, fields, frozen, args), {
      takesUnknown: true,
    }),
  );
  define(
    '__repr__',
    native('__repr__(self)', (call, { self = null }) => {
      const shown = fields.filter((field) => field.repr);
      const parts = valuesOf(call, self, shown).map(([name, value]) => `${name}=${call.repr(value)}`);
      return `${call.classOf(self).name}(${parts.join(', ')})`;
    }),
  );
  if (frozen) freeze(runtime, type, fields);
  defineHash(runtime, type, frozen, options);
  if (runtime.truth(options.get('slots') ?? false)) {
    if (type.namespace.has('__slots__'))
      runtime.raise('TypeError', `${type.name} already specifies __slots__`);
    type.namespace.set('__slots__', tuple(ownNames(type)));
  }
  const positional = fields.filter((field) => field.init && !field.keywordOnly);
  define('__match_args__', tuple(positional.map((field) => field.name)));
  defineOrder(runtime, define, fields, options);
  return type;
}

export function expectClass(value: Value): ClassValue {
  if (typeof value === 'object' && value?.kind === 'class') return value;
  throw new NotModelled('what is decorated is no class');
}
