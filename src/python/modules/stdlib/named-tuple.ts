import { wordsOf } from '../../../text/blanks.ts';
import { computed, native, nativeClass } from '../../native/native.ts';
import { builtinClass } from '../../native/stand-ins.ts';
import { Dict } from '../../values/dict.ts';
import type { Runtime } from '../../values/runtime.ts';
import { type ClassValue, NotModelled, orElse, type Tuple, tuple, type Value } from '../../values/values.ts';

/** The items of a tuple of any class. */
export function itemsOf(value: Value): readonly Value[] {
  if (typeof value === 'object' && value?.kind === 'tuple') return value.items;
  throw new NotModelled('an argument is no tuple');
}

function fill(
  runtime: Runtime,
  name: string,
  fields: readonly string[],
  defaults: ReadonlyMap<string, Value>,
  args: readonly Value[],
  keywords: Dict,
): readonly Value[] {
  const extra = [...keywords.entries()].find(({ key }) => !fields.slice(args.length).includes(key as string));
  if (args.length > fields.length || extra !== undefined)
    runtime.raise('TypeError', `${name}.__new__() got arguments that fit no field`);
  return fields.map((field, index) => {
    const given = index < args.length ? args[index] : keywords.get(field);
    return orElse(given, () =>
      orElse(defaults.get(field), () =>
        runtime.raise('TypeError', `${name}.__new__() missing the argument '${field}'`),
      ),
    );
  });
}

function keywordsOf(value: Value | undefined): Dict {
  return value instanceof Dict ? value : new Dict();
}

// The class has a property for each field, beside methods that are all its own.
const STEPS_FOR_CLASS = 50;
const STEPS_PER_FIELD = 5;

/** `collections.namedtuple(name, fields)`: the class. */
export function namedTupleClass(
  runtime: Runtime,
  name: string,
  module: string,
  fields: readonly string[],
  defaults: ReadonlyMap<string, Value> = new Map(),
): ClassValue {
  runtime.charge(STEPS_FOR_CLASS + fields.length * STEPS_PER_FIELD);
  const make = native('__new__(cls, *args, **keywords)', (call, { cls, args = tuple([]), keywords }) => {
    const type = typeof cls === 'object' && cls?.kind === 'class' ? cls : undefined;
    return tuple(fill(call, name, fields, defaults, itemsOf(args), keywordsOf(keywords)), type);
  });
  const properties = fields.map((field, index): [string, Value] => [
    field,
    computed((_, self) => itemsOf(self)[index] ?? null),
  ]);
  return nativeClass({
    name,
    module,
    bases: [builtinClass(runtime, 'tuple')],
    complete: true,
    members: {
      ...Object.fromEntries(properties),
      __new__: make,
      __init__: native('__init__(self, *args, **keywords)', () => null),
      __repr__: native('__repr__(self)', (call, { self = null }) => {
        const parts = itemsOf(self).map((item, index) => `${fields[index]}=${call.repr(item)}`);
        return `${call.classOf(self).name}(${parts.join(', ')})`;
      }),
      _fields: tuple(fields),
      _field_defaults: new Dict(defaults),
      _make: {
        kind: 'classmethod',
        function: native('_make(cls, iterable)', (call, { cls = null, iterable = null }) =>
          call.call(cls, call.iterate(iterable)),
        ),
      },
      _asdict: native('_asdict(self)', (_, { self = null }) => {
        return new Dict(itemsOf(self).map((item, index) => [fields[index] ?? null, item]));
      }),
      _replace: native('_replace(self, **keywords)', (_, { self = null, keywords }) => {
        const changes = keywordsOf(keywords);
        const kept = itemsOf(self).map((item, index) => changes.get(fields[index] ?? null) ?? item);
        return tuple(kept, (self as Tuple).type);
      }),
    },
  });
}

/** `text.split()`. */
function words(text: string): readonly string[] {
  return wordsOf(text).map(({ start, end }) => text.slice(start, end));
}

/** The fields as `namedtuple` takes them: a list of names, or one text with spaces or commas between. */
export function fieldNames(runtime: Runtime, value: Value): readonly string[] {
  const names = typeof value === 'string' ? words(value.replaceAll(',', ' ')) : runtime.iterate(value);
  return names
    .map((name) => {
      if (typeof name !== 'string') throw new NotModelled('a field name is no str');
      return name;
    })
    .filter((name) => name !== '');
}
