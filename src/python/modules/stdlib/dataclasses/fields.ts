import { nativeClass } from '../../../native/native.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { type ClassValue, type Instance, NotModelled, type Value } from '../../../values/values.ts';
import { annotatedFields } from '../annotated-fields.ts';

export interface Field {
  readonly name: string;
  readonly default: Value | undefined;
  readonly factory: Value | undefined;
  readonly init: boolean;
  readonly keywordOnly: boolean;
  readonly repr: boolean;
  readonly compare: boolean;
}

/** The arguments of `field(...)`. */
export type FieldOptions = Omit<Field, 'name'>;

export const fieldClass: ClassValue = nativeClass({ name: 'Field', module: 'dataclasses' });

export const fieldsOfClass: WeakMap<ClassValue, readonly Field[]> = new WeakMap();

function toField(name: string, value: Value | undefined, keywordOnly: boolean): Field {
  const isField = typeof value === 'object' && value?.kind === 'instance' && value.class === fieldClass;
  const options = isField ? ((value as Instance).state as FieldOptions) : undefined;
  if (options !== undefined) return { name, ...options, keywordOnly: keywordOnly || options.keywordOnly };
  return { name, default: value, factory: undefined, init: true, keywordOnly, repr: true, compare: true };
}

/** The fields of the class, those it inherits first, each in the place where it first came. */
export function fieldsOf(type: ClassValue, keywordOnly: boolean): readonly Field[] {
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

export function valuesOf(
  runtime: Runtime,
  self: Value,
  fields: readonly Field[],
): readonly (readonly [string, Value])[] {
  return fields.map(({ name }) => [name, runtime.getAttribute(self, name) ?? null]);
}

/** Raises where Python does: a default that all instances would share, a field without one behind one that has it. */
export function checkDefaults(runtime: Runtime, fields: readonly Field[]): void {
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
export function ownNames(type: ClassValue): readonly string[] {
  return annotatedFields(type).map(({ name }) => name);
}
