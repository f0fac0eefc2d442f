import { chargeLength, chargeText } from '../native/bounds.ts';
import { itemTuples } from '../values/dict.ts';
import type { Runtime } from '../values/runtime.ts';
import { settled, viewItems } from '../values/settled.ts';
import {
  BoundPassed,
  type ClassValue,
  isUnknown,
  MetUnknown,
  NotModelled,
  type ObjectValue,
  type Value,
} from '../values/values.ts';
import { floatRepr, integerText } from './numbers.ts';
import { quote, quoteBytes } from './quote.ts';

// No setting is deeper, and the stack holds more.
const DEEPEST = 100;

/** `repr(value)`. Throws `MetUnknown` for an Unknown anywhere in it. */
export function reprOf(runtime: Runtime, value: Value): string {
  return repr(runtime, value, []);
}

/** `str(value)`. */
export function strOf(runtime: Runtime, given: Value): string {
  const value = settled(given);
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value?.kind === 'instance') return textByMethod(runtime, value, '__str__');
  return reprOf(runtime, value);
}

function repr(runtime: Runtime, given: Value, within: readonly object[]): string {
  const value = settled(given);
  if (value === null) return 'None';
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'bigint':
      return integerText(value);
    case 'number':
      return floatRepr(value);
    case 'string':
      chargeText(runtime, value.length);
      return quote(value);
    default:
  }
  if (isUnknown(value)) throw new MetUnknown(value);
  if (within.length > DEEPEST) throw new BoundPassed('the value is nested too deeply');
  runtime.charge(1);
  if (within.includes(value)) return value.kind === 'dict' ? '{...}' : '[...]';
  return reprOfObject(runtime, value, [...within, value]);
}

function reprOfObject(runtime: Runtime, value: ObjectValue, within: readonly object[]): string {
  const all = (items: Iterable<Value>): string => {
    const texts: string[] = [];
    for (const item of items) {
      runtime.charge(1);
      texts.push(repr(runtime, item, within));
    }
    const text = texts.join(', ');
    chargeLength(runtime, text.length);
    return text;
  };
  switch (value.kind) {
    case 'list':
      if (value.type !== undefined) return textByMethod(runtime, value, '__repr__');
      return `[${all(value.items)}]`;
    case 'tuple':
      if (value.type !== undefined) return textByMethod(runtime, value, '__repr__');
      return value.items.length === 1 ? `(${all(value.items)},)` : `(${all(value.items)})`;
    case 'dict':
      if (value.type !== undefined) return textByMethod(runtime, value, '__repr__');
      return `{${itemTuples(value)
        .map(
          ({ items: [key = null, item = null] }) =>
            `${repr(runtime, key, within)}: ${repr(runtime, item, within)}`,
        )
        .join(', ')}}`;
    case 'set':
    case 'frozenset': {
      if (value.size > 1) throw new NotModelled('the order of a set is not modelled');
      const items = all(value.values());
      if (value.kind === 'set') return items === '' ? 'set()' : `{${items}}`;
      return items === '' ? 'frozenset()' : `frozenset({${items}})`;
    }
    case 'view':
      return `dict_${value.part}([${all(viewItems(value))}])`;
    case 'bytes':
      chargeText(runtime, value.data.length);
      return quoteBytes(value.data);
    case 'range':
      return value.step === 1n
        ? `range(${value.start}, ${value.stop})`
        : `range(${value.start}, ${value.stop}, ${value.step})`;
    case 'slice':
      return `slice(${all([value.start, value.stop, value.step])})`;
    case 'singleton':
      return value.name;
    case 'class':
      if (!value.mro.every((base) => base.kind !== 'class' || isPlainMetaclass(base.metaclass)))
        throw new NotModelled('the repr of a class with such a metaclass is not modelled');
      return `<class '${shownName(value)}'>`;
    case 'instance':
      return textByMethod(runtime, value, '__repr__');
    default:
      throw new NotModelled(`the repr of a ${value.kind} is not modelled`);
  }
}

/** By the names that the class itself gives; built-in ones by their bare name. */
function shownName(type: ClassValue): string {
  const name = type.qualname ?? type.name;
  const module = type.claimedModule ?? type.module;
  return module === 'builtins' ? name : `${module}.${name}`;
}

/** Whether classes of a metaclass are written as others are. */
function isPlainMetaclass(metaclass: ClassValue | undefined): boolean {
  if (metaclass === undefined) return true;
  return (
    metaclass.name !== 'EnumType' &&
    metaclass.mro.every(
      (base) =>
        base.kind === 'class' &&
        (base.name === 'type' || base.name === 'object' || !base.namespace.has('__repr__')),
    )
  );
}

// A subclass of list, tuple or dict without a `__repr__` of its own ends at object's, which is not modelled.
function textByMethod(runtime: Runtime, value: ObjectValue, name: string): string {
  const method = runtime.getAttribute(value, name);
  const text = method === undefined ? undefined : runtime.call(method);
  if (isUnknown(text)) throw new MetUnknown(text);
  if (typeof text !== 'string')
    throw new NotModelled(`${name} of a ${runtime.classOf(value).name} is not modelled`);
  return text;
}
