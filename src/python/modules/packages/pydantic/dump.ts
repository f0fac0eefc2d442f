/** Models as plain dicts. */

import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { SetValue } from '../../../values/set-value.ts';
import { type Instance, NotModelled, type ObjectValue, tuple, type Value } from '../../../values/values.ts';
import { definitionOf } from './definition.ts';
import { optionsOfModel } from './options.ts';

/** The fields, then what else a model keeps that takes any name. */
export function modelValues(self: Instance): readonly (readonly [string, Value])[] {
  const names = definitionOf(self.class).fields.map(({ name }) => name);
  const keepsMore = optionsOfModel(self.class).get('extra') === 'allow';
  const others = [...self.attributes.entries()].map(({ key }) => String(key));
  const more = others.filter((name) => keepsMore && !names.includes(name) && !name.startsWith('_'));
  return [...names, ...more].map((name) => [name, self.attributes.get(name) ?? null]);
}

/** Options of `model_dump` that leave all values as they are. */
function refuseDumpOptions(options: Dict): void {
  for (const { key, value } of options.entries()) {
    const isHarmless =
      value === null || value === false || key === 'warnings' || (key === 'mode' && value === 'python');
    if (!isHarmless) throw new NotModelled(`${String(key)} of model_dump() is not modelled`);
  }
}

function namesIn(runtime: Runtime, value: Value): ReadonlySet<Value> | undefined {
  if (value === null) return undefined;
  if (value instanceof Dict) throw new NotModelled('what to leave out is not modelled as a dict');
  return new Set(value instanceof SetValue ? value.values() : runtime.iterate(value));
}

function dump(runtime: Runtime, value: Value): Value {
  runtime.charge(1);
  return typeof value === 'object' && value !== null
    ? runtime.deeper(() => dumpObject(runtime, value))
    : value;
}

function dumpObject(runtime: Runtime, value: ObjectValue): Value {
  if (value.kind === 'list') return new List(runtime.iterate(value).map((item) => dump(runtime, item)));
  if (value.kind === 'tuple')
    return tuple(
      value.items.map((item) => dump(runtime, item)),
      value.type,
    );
  if (value instanceof Dict)
    return new Dict([...value.entries()].map((entry) => [entry.key, dump(runtime, entry.value)]));
  const isModel =
    value.kind === 'instance' &&
    value.class.mro.some((base) => base.kind === 'class' && base.module === 'pydantic.main');
  return isModel ? dumpModel(runtime, value, new Dict()) : value;
}

/** `model_dump()`: the fields, deep, then what is computed. */
export function dumpModel(runtime: Runtime, self: Instance, keywords: Dict): Dict {
  const {
    include = null,
    exclude = null,
    exclude_none: noNone = false,
    ...others
  } = Object.fromEntries([...keywords.entries()].map(({ key, value }) => [String(key), value]));
  refuseDumpOptions(new Dict(Object.entries(others)));
  const [kept, left] = [namesIn(runtime, include), namesIn(runtime, exclude)];
  const { fields, computed: names } = definitionOf(self.class);
  const excluded = fields
    .filter((field) => field.options.others.get('exclude') === true)
    .map(({ name }) => name);
  const all = [
    ...modelValues(self),
    ...names.map((name) => [name, runtime.getAttribute(self, name) ?? null] as const),
  ];
  return new Dict(
    all
      .filter(([name]) => kept?.has(name) !== false && left?.has(name) !== true && !excluded.includes(name))
      .filter(([, value]) => !(noNone === true && value === null))
      .map(([name, value]) => [name, dump(runtime, value)]),
  );
}
