import type { ClassValue, Value } from '../values/values.ts';

/** The classes that have a say in what attributes a value has, of those that code made. */
export function classesBehind(value: Value | undefined): readonly ClassValue[] {
  if (typeof value !== 'object' || value === null) return [];
  if (value.kind !== 'class') return value.kind === 'instance' ? classesBehind(value.class) : [];
  const metaclass = value.metaclass === undefined ? [] : value.metaclass.mro;
  return [...value.mro, ...metaclass].filter(
    (type): type is ClassValue => type.kind === 'class' && type.at !== undefined,
  );
}
