import { instance, native, nativeClass } from '../../native/native.ts';
import { raiseFrom } from '../../native/raise.ts';
import { builtinClass, exceptionClass } from '../../native/stand-ins.ts';
import { Dict, List } from '../../values/containers.ts';
import type { Arguments, NativeModule, Runtime } from '../../values/runtime.ts';
import {
  type ClassValue,
  type Instance,
  NOT_IMPLEMENTED,
  NotModelled,
  orElse,
  tuple,
  type Value,
} from '../../values/values.ts';
import { annotatedFields } from './annotated-fields.ts';
import { expectDict } from './collections/dicts.ts';

interface Field {
  readonly name: string;
  readonly default: Value | undefined;
  readonly factory: Value | undefined;
  readonly init: boolean;
  readonly keywordOnly: boolean;
  readonly repr: boolean;
  readonly compare: boolean;
}

/** The arguments of `field(...)`. */
type FieldOptions = Omit<Field, 'name'>;

const fieldClass: ClassValue = nativeClass({ name: 'Field', module: 'dataclasses' });

const fieldsOfClass = new WeakMap<ClassValue, readonly Field[]>();

function toField(name: string, value: Value | undefined, keywordOnly: boolean): Field {
  const isField = typeof value === 'object' && value?.kind === 'instance' && value.class === fieldClass;
  const options = isField ? ((value as Instance).state as FieldOptions) : undefined;
  if (options !== undefined) return { name, ...options, keywordOnly: keywordOnly || options.keywordOnly };
  return { name, default: value, factory: undefined, init: true, keywordOnly, repr: true, compare: true };
}

/** The fields of the class, those it inherits first, each in the place where it first came. */
function fieldsOf(type: ClassValue, keywordOnly: boolean): readonly Field[] {
  const fields = new Map<string, Field>();
  for (const base of [...type.mro].slice(1).reverse()) {
    if (base.kind === 'unknown') throw new NotModelled(base.reason);
    for (const field of fieldsOfClass.get(base) ?? []) fields.set(field.name, field);
  }
  let isKeywordOnly = keywordOnly;
  for (const { name, value, annotation } of annotatedFields(type)) {
    if (/^(?:\w+\.)?InitVar\b/.test(annotation)) throw new NotModelled('InitVar is not modelled');
    // `_: KW_ONLY` is no field: those behind it are given by name.
    if (/^(?:\w+\.)?KW_ONLY$/.test(annotation)) isKeywordOnly = true;
    else fields.set(name, toField(name, value, isKeywordOnly));
  }
  return [...fields.values()];
}

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

function valuesOf(
  runtime: Runtime,
  self: Value,
  fields: readonly Field[],
): readonly (readonly [string, Value])[] {
  return fields.map(({ name }) => [name, runtime.getAttribute(self, name) ?? null]);
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

/** Raises where Python does: a default that all instances would share, a field without one behind one that has it. */
function checkDefaults(runtime: Runtime, fields: readonly Field[]): void {
  let seen = false;
  for (const field of fields) {
    const value = field.default;
    if (typeof value === 'object' && value !== null && ['list', 'dict', 'set'].includes(value.kind))
      runtime.raise(
        'ValueError',
        `mutable default for field ${field.name} is not allowed: use default_factory`,
      );
    if (!field.init || field.keywordOnly) continue;
    const hasDefault = value !== undefined || field.factory !== undefined;
    if (seen && !hasDefault)
      runtime.raise('TypeError', `non-default argument '${field.name}' follows default argument`);
    seen ||= hasDefault;
  }
}

/** The fields that the body of the class itself names. */
function ownNames(type: ClassValue): readonly string[] {
  return annotatedFields(type).map(({ name }) => name);
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

function frozenError(runtime: Runtime): ClassValue {
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

function decorate(runtime: Runtime, type: ClassValue, options: Dict): ClassValue {
  const keywordOnly = runtime.truth(options.get('kw_only') ?? false);
  const fields = fieldsOf(type, keywordOnly);
  checkDefaults(runtime, fields);
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

function expectClass(value: Value): ClassValue {
  if (typeof value === 'object' && value?.kind === 'class') return value;
  throw new NotModelled('what is decorated is no class');
}

function asDict(runtime: Runtime, value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (value.kind === 'list') return new List(runtime.iterate(value).map((item) => asDict(runtime, item)));
  if (value.kind === 'tuple')
    return tuple(
      value.items.map((item) => asDict(runtime, item)),
      value.type,
    );
  if (value instanceof Dict)
    return new Dict([...value.entries()].map(({ key, value: item }) => [key, asDict(runtime, item)]));
  const fields = value.kind === 'instance' ? fieldsOfClass.get(value.class) : undefined;
  if (fields === undefined) return value;
  return new Dict(valuesOf(runtime, value, fields).map(([name, item]) => [name, asDict(runtime, item)]));
}

function asTuple(runtime: Runtime, value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  const each = (items: readonly Value[]): Value[] => items.map((item) => asTuple(runtime, item));
  if (value.kind === 'list') return new List(each(runtime.iterate(value)));
  if (value.kind === 'tuple') return tuple(each(value.items), value.type);
  if (value instanceof Dict)
    return new Dict([...value.entries()].map(({ key, value: item }) => [key, asTuple(runtime, item)]));
  const fields = value.kind === 'instance' ? fieldsOfClass.get(value.class) : undefined;
  return fields === undefined ? value : tuple(each(valuesOf(runtime, value, fields).map(([, item]) => item)));
}

export const dataclasses: NativeModule = {
  name: 'dataclasses',
  from: 'stdlib',
  names: (runtime) => ({
    dataclass: native('dataclass(cls=None, /, **options)', (runtime, { cls = null, options }) => {
      if (cls !== null) return decorate(runtime, expectClass(cls), expectDict(options));
      return native('wrap(cls)', (call, { cls: type = null }) =>
        decorate(call, expectClass(type), expectDict(options)),
      );
    }),
    field: native(
      'field(*, default=..., default_factory=..., init=True, repr=True, compare=True, kw_only=False, **others)',
      (runtime, args) => {
        const options: FieldOptions = {
          default: args.default,
          factory: args.default_factory,
          init: runtime.truth(args.init ?? true),
          keywordOnly: runtime.truth(args.kw_only ?? false),
          repr: runtime.truth(args.repr ?? true),
          compare: runtime.truth(args.compare ?? true),
        };
        return instance(fieldClass, options);
      },
    ),
    KW_ONLY: instance(nativeClass({ name: '_KW_ONLY_TYPE', module: 'dataclasses' })),
    astuple: native('astuple(obj)', (runtime, { obj = null }) => asTuple(runtime, obj)),
    asdict: native('asdict(obj)', (runtime, { obj = null }) => asDict(runtime, obj)),
    fields: native('fields(class_or_instance)', (runtime, { class_or_instance: given = null }) => {
      const type = typeof given === 'object' && given?.kind === 'class' ? given : runtime.classOf(given);
      const fields =
        fieldsOfClass.get(type) ??
        runtime.raise('TypeError', 'must be called with a dataclass type or instance');
      return tuple(
        fields.map((field) => {
          const made = instance(fieldClass, field);
          made.attributes.set('name', field.name);
          return made;
        }),
      );
    }),
    FrozenInstanceError: frozenError(runtime),
    is_dataclass: native('is_dataclass(obj)', (runtime, { obj = null }) => {
      return fieldsOfClass.has(typeof obj === 'object' && obj?.kind === 'class' ? obj : runtime.classOf(obj));
    }),
    replace: native('replace(obj, /, **changes)', (runtime, { obj = null, changes }) => {
      const type = runtime.classOf(obj);
      const fields =
        fieldsOfClass.get(type) ??
        runtime.raise('TypeError', 'replace() should be called on dataclass instances');
      const kept = new Map<string, Value>(
        valuesOf(
          runtime,
          obj,
          fields.filter((field) => field.init),
        ),
      );
      for (const { key, value } of expectDict(changes).entries()) kept.set(key as string, value);
      return runtime.call(type, [], kept);
    }),
  }),
};
