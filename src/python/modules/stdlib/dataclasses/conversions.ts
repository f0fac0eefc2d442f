import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { tuple, type Value } from '../../../values/values.ts';
import { fieldsOfClass, valuesOf } from './fields.ts';

/** `asdict`: a dict for the dataclass, and for each one inside it. */
export function asDict(runtime: Runtime, value: Value): Value {
  return converted(runtime, value, (fields) => new Dict(fields));
}

/** `astuple`: a tuple for the dataclass, and for each one inside it. */
export function asTuple(runtime: Runtime, value: Value): Value {
  return converted(runtime, value, (fields) => tuple(fields.map(([, field]) => field)));
}

type Fields = readonly (readonly [string, Value])[];

function converted(runtime: Runtime, value: Value, make: (fields: Fields) => Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  const convert = (inner: Value): Value => runtime.deeper(() => converted(runtime, inner, make));
  if (value.kind === 'list') return new List(runtime.iterate(value).map(convert));
  if (value.kind === 'tuple') return tuple(runtime.iterate(value).map(convert), value.type);
  if (value instanceof Dict)
    return new Dict([...value.entries()].map(({ key, value: item }) => [key, convert(item)]));
  const fields = value.kind === 'instance' ? fieldsOfClass.get(value.class) : undefined;
  if (fields === undefined) return value;
  return make(valuesOf(runtime, value, fields).map(([name, item]) => [name, convert(item)]));
}
