/** Making a model of the values it is given. */

import { Dict } from '../../../values/dict.ts';
import {
  type ClassValue,
  type Instance,
  isUnknown,
  MetUnknown,
  NotModelled,
  type Value,
} from '../../../values/values.ts';
import { type Check, checkField, checkModel } from './checks.ts';
import { checkConstraints, Extra, Invalid } from './constraints.ts';
import { type Definition, definitionOf, type Field } from './definition.ts';
import { defaultOf, unmodelledOption } from './field.ts';
import { gathered, givenFor, type Making, namesOf } from './making.ts';
import type { Version } from './scalars.ts';
import { bare, type Shape } from './shape.ts';
import { validate } from './validate.ts';

/** A field whose value is wrong or missing, in words that can stand behind "because". */
export interface Mistake {
  readonly field: string;
  readonly words: string;
}

export interface Made {
  /** Each with the variables it was read from. */
  readonly values: ReadonlyMap<string, { readonly value: Value; readonly variables: readonly string[] }>;
  readonly mistakes: readonly Mistake[];
}

/** Whether version 1 takes None although the type does not say so: the default is None. */
function takesNone(field: Field, version: Version | undefined): boolean {
  const { options } = field;
  return version === 1 && options.factory === undefined && options.default === null;
}

function isSimple(shape: Shape): boolean {
  const inner = bare(shape);
  if (inner.kind === 'union') return inner.members.every(isSimple);
  return !['sequence', 'tuple', 'dict'].includes(inner.kind);
}

function checksOf({ checks }: Definition, field: string): readonly Check[] {
  const named = checks.filter((check) => check.of === 'field' && check.fields.includes(field));
  return [...named, ...checks.filter((check) => check.of === 'field' && check.fields.includes('*'))];
}

/** One value through the checks before it, its type and the checks behind. */
function checked(making: Making, definition: Definition, field: Field, given: Value, before: Dict): Value {
  const { runtime, type, version } = making;
  const unmodelled = unmodelledOption(field.options, version === 1);
  if (unmodelled !== undefined) throw new NotModelled(`${unmodelled} of a field is not modelled`);
  const checks = checksOf(definition, field.name);
  const early = checks.filter((check) => check.mode === 'before');
  let value = given;
  for (const check of version === 1 ? early : [...early].reverse())
    value = checkField(runtime, check, type, field.name, value, before);
  const plain = checks.find((check) => check.mode === 'plain');
  if (plain !== undefined) return checkField(runtime, plain, type, field.name, value, before);
  const shape = field.shape();
  if (value === null && takesNone(field, version)) {
    if (isSimple(shape)) return null;
  } else {
    value = validate(
      { runtime, version, toModel: (model, item) => nested(making, model, item) },
      shape,
      value,
    );
    checkConstraints(runtime, field.options, value);
    // Version 1 asks no check behind the type for None.
    if (version === 1 && value === null && isSimple(shape)) return null;
  }
  for (const check of checks)
    if (check.mode === 'after') value = checkField(runtime, check, type, field.name, value, before);
  return value;
}

/** A model inside of another: all of it is right, or none. */
function nested(outer: Making, type: ClassValue, value: Value): Value {
  const { runtime } = outer;
  if (runtime.isInstance(value, type)) return value;
  if (!(value instanceof Dict)) throw new Invalid(`a dict or a ${type.name} is needed`);
  if (value.spoiled !== undefined) throw new MetUnknown(value.spoiled);
  const keywords = new Map([...value.entries()].map((entry) => [String(entry.key), entry.value]));
  const made = runtime.call(type, [], keywords);
  const mistake = mistakesOf(made)[0];
  if (mistake !== undefined) throw new Invalid(`${mistake.field}: ${mistake.words}`);
  return made;
}

const mistakesByInstance = new WeakMap<object, readonly Mistake[]>();

/** What was wrong with the values that an instance was made with, where that was passed over. */
export function mistakesOf(value: Value): readonly Mistake[] {
  return (typeof value === 'object' && value !== null && mistakesByInstance.get(value)) || [];
}

export function keepMistakes(self: Instance, mistakes: readonly Mistake[]): void {
  mistakesByInstance.set(self, mistakes);
}

/** The value of one field, from what was given or its default. Throws `Invalid`. */
function fieldValue(making: Making, definition: Definition, field: Field, given: Dict, before: Dict): Value {
  const found = givenFor(making, field, given);
  if (found !== undefined) return checked(making, definition, field, found, before);
  const fallback = defaultOf(making.runtime, field.options, before);
  if (fallback === undefined) {
    const isOptional = making.version === 1 && isNullable(field.shape());
    if (isOptional) return null;
    throw new Invalid('it is required and nothing gives it a value');
  }
  const checks = making.checksDefaults || field.options.others.get('validate_default') === true;
  return checks ? checked(making, definition, field, fallback, before) : fallback;
}

/** `Optional[...]` without a default: None in version 1. */
function isNullable(shape: Shape): boolean {
  const inner = bare(shape);
  return (
    inner.kind === 'none' ||
    inner.kind === 'any' ||
    (inner.kind === 'union' && inner.members.some(isNullable))
  );
}

/** Fills the fields of a model. What can't be computed makes only its own field Unknown. */
export function makeValues(whole: Making, data: Dict): Made {
  const { runtime, type } = whole;
  const definition = definitionOf(type);
  const early = definition.checks.filter((check) => check.of === 'model' && check.mode === 'before');
  const { lookUp: _, ...alone } = whole;
  const making = early.length === 0 ? whole : alone;
  let given = early.length === 0 ? data : gathered(whole, definition, data);
  for (const check of early) {
    const changed = checkModel(runtime, check, type, given);
    if (isUnknown(changed)) throw new MetUnknown(changed);
    if (!(changed instanceof Dict)) throw new NotModelled('what a validator made of the values is no dict');
    given = changed;
  }
  const values = new Map<string, { value: Value; variables: readonly string[] }>();
  const mistakes: Mistake[] = [];
  const before = new Dict();
  for (const field of definition.fields) {
    const { result, variables } = runtime.watching(() => {
      try {
        return fieldValue(making, definition, field, given, before);
      } catch (error) {
        if (error instanceof MetUnknown) return error.unknown;
        if (error instanceof NotModelled) return runtime.unknown(error.message);
        if (!(error instanceof Invalid)) throw error;
        mistakes.push({ field: field.name, words: error.message });
        return runtime.unknown(
          `the field ${field.name} of ${type.name} has no valid value: ${error.message}`,
        );
      }
    });
    values.set(field.name, { value: result, variables });
    before.set(field.name, result);
  }
  addExtras(making, definition, given, values);
  return { values, mistakes };
}

/** Names that belong to no field are dropped, kept or a mistake, as the model says. */
function addExtras(
  making: Making,
  { fields }: Definition,
  given: Dict,
  values: Map<string, { value: Value; variables: readonly string[] }>,
): void {
  const asked = making.options.get('extra') ?? (making.forbidsExtras ? 'forbid' : 'ignore');
  if (asked === 'ignore') return;
  const names = new Set(fields.flatMap((field) => namesOf(field, making.options, making.version)));
  const extras = [...given.entries()].filter(({ key }) => !names.has(String(key)));
  const [first] = extras;
  if (asked !== 'allow' && first !== undefined)
    throw new Extra(`${making.type.name} has no field ${String(first.key)}`);
  for (const { key, value } of extras) values.set(String(key), { value, variables: [] });
}

/** The checks of the whole model, once its fields are filled. */
export function finishModel(making: Making, self: Instance): void {
  const { runtime, type } = making;
  const { checks, privates, fields } = definitionOf(type);
  for (const [name, options] of privates) {
    const value = defaultOf(runtime, options, null);
    if (value !== undefined) self.attributes.set(name, value);
  }
  for (const check of checks.filter((each) => each.of === 'model' && each.mode === 'after')) {
    if (!check.isFirstVersion) {
      checkModel(runtime, check, type, self);
      continue;
    }
    const values = new Dict(fields.map(({ name }) => [name, self.attributes.get(name) ?? null]));
    const changed = checkModel(runtime, check, type, values);
    if (!(changed instanceof Dict)) throw new NotModelled('what a validator made of the values is no dict');
    for (const { key, value } of changed.entries()) self.attributes.set(key, value);
  }
  const after = runtime.getAttribute(type, 'model_post_init');
  if (typeof after === 'object' && after?.kind === 'function') runtime.call(after, [self, null]);
}
