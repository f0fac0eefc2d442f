/** What a class statement that inherits from BaseModel says: fields, checks, options. */

import { Dict } from '../../../values/dict.ts';
import type { Runtime } from '../../../values/runtime.ts';
import {
  type ClassValue,
  isUnknown,
  MetUnknown,
  NotModelled,
  Raised,
  type Value,
} from '../../../values/values.ts';
import { type Check, checkOf } from './checks.ts';
import { type FieldOptions, NO_OPTIONS, optionsOf, privateOptions } from './field.ts';
import { resolveAnnotation } from './resolve.ts';
import type { Version } from './scalars.ts';
import { ANY, type Shape } from './shape.ts';

export interface Field {
  readonly name: string;
  readonly options: FieldOptions;
  /** Raises NameError while a type that it names does not exist. */
  readonly shape: () => Shape;
  /** Whether the text of its type is missing: version 1 takes the type of the default then. */
  readonly isAnnotated: boolean;
}

/** Members that one class statement adds to the inherited ones. */
interface Addition {
  readonly fields: readonly Field[];
  readonly checks: ReadonlyMap<string, Check>;
  readonly computed: readonly string[];
  readonly privates: ReadonlyMap<string, FieldOptions>;
  /** Options given in the class statement: `class Settings(BaseSettings, env_prefix='X_')`. */
  readonly options: Dict;
}

export interface Definition {
  readonly fields: readonly Field[];
  readonly checks: readonly Check[];
  readonly computed: readonly string[];
  readonly privates: ReadonlyMap<string, FieldOptions>;
}

const additions = new WeakMap<ClassValue, Addition>();
const definitions = new WeakMap<ClassValue, Definition>();
const classOptions = new WeakMap<ClassValue, Dict>();

/** Properties that `@computed_field` marked. */
export const computedFields: WeakSet<object> = new WeakSet();

export function keepClassOptions(type: ClassValue, options: Dict): void {
  if (options.size > 0) classOptions.set(type, options);
}

const NOT_FIELDS: readonly string[] = ['model_config', 'Config'];

const isClassVar = (text: string): boolean => /^["']?(?:\w+\.)*ClassVar\b/.test(text);

// To read what its type and its default say.
const STEPS_PER_FIELD = 20;

/** Takes the fields and checks out of the body of a class, as pydantic does when the class is made. */
export function define(runtime: Runtime, type: ClassValue, version: Version): ClassValue {
  const fields = ownFields(runtime, type, version);
  runtime.charge(fields.length * STEPS_PER_FIELD);
  const checks = new Map<string, Check>();
  const computed: string[] = [];
  const privates = new Map<string, FieldOptions>();
  for (const { key, value } of [...type.namespace.entries()]) {
    const name = String(key);
    const check = checkOf(value);
    if (check !== undefined) {
      checks.set(name, check);
      type.namespace.set(name, check.decorated);
    }
    if (typeof value === 'object' && value !== null && computedFields.has(value)) computed.push(name);
    const kept = privateOptions(value);
    if (kept !== undefined) privates.set(name, kept);
  }
  for (const { name } of fields) type.namespace.delete(name);
  const options = classOptions.get(type) ?? new Dict();
  additions.set(type, { fields, checks, computed, privates, options });
  return type;
}

function ownFields(runtime: Runtime, type: ClassValue, version: Version): readonly Field[] {
  const look = lookerOf(runtime, type);
  const annotations = type.namespace.get('__annotations__') ?? new Dict();
  if (!(annotations instanceof Dict)) throw new NotModelled('the annotations of a class are not known');
  const fields: Field[] = [];
  for (const { key, value } of annotations.entries()) {
    const name = String(key);
    const text = isUnknown(value) ? (value.annotation ?? value.expression) : '';
    if (name.startsWith('_') || NOT_FIELDS.includes(name) || isClassVar(text)) continue;
    fields.push({
      name,
      options: optionsFor(type.namespace.get(name)),
      shape: shapeLater(runtime, text, look),
      isAnnotated: true,
    });
  }
  return version === 2 ? fields : [...fields, ...inferredFields(runtime, type, annotations)];
}

function optionsFor(value: Value | undefined): FieldOptions {
  return optionsOf(value) ?? { ...NO_OPTIONS, default: value };
}

/** Version 1 makes fields of what the body binds without a type, too. */
function inferredFields(runtime: Runtime, type: ClassValue, annotations: Dict): readonly Field[] {
  const isField = (name: string, value: Value): boolean => {
    if (name.startsWith('_') || annotations.has(name) || NOT_FIELDS.includes(name)) return false;
    if (typeof value !== 'object' || value === null) return true;
    if (optionsOf(value) !== undefined) return true;
    return ['list', 'tuple', 'dict', 'set', 'unknown'].includes(value.kind);
  };
  return [...type.namespace.entries()]
    .filter(({ key, value }) => isField(String(key), value))
    .map(({ key, value }) => ({
      name: String(key),
      options: optionsFor(value),
      shape: () => shapeOfDefault(runtime, optionsFor(value).default),
      isAnnotated: false,
    }));
}

function shapeOfDefault(runtime: Runtime, value: Value | undefined): Shape {
  if (value === undefined || value === null || isUnknown(value)) return ANY;
  const { name } = runtime.classOf(value);
  return resolveAnnotation(runtime, name, () => runtime.builtin(name));
}

/** Evaluates names where the class stands: in its module, the function around it and its own body. */
function lookerOf(runtime: Runtime, type: ClassValue): (expression: string) => Value {
  const { module, locals } = runtime.frame();
  return (expression) => {
    const around = locals === module.namespace ? [] : [...locals.entries()];
    const names = [...around, ...type.namespace.entries()].map(({ key, value }) => [key, value] as const);
    return runtime.evaluate(expression, module.file ?? module.name, module.namespace, new Dict(names));
  };
}

function shapeLater(runtime: Runtime, text: string, look: (expression: string) => Value): () => Shape {
  let shape: Shape | undefined;
  try {
    shape = resolveAnnotation(runtime, text, look);
  } catch (error) {
    // A type may be named before it exists.
    if (!(error instanceof Raised)) throw error;
  }
  return () => {
    shape ??= resolveAnnotation(runtime, text, look);
    return shape;
  };
}

/** All fields and checks of a class: those it inherits first, each in the place where it first came. */
export function definitionOf(type: ClassValue): Definition {
  const known = definitions.get(type);
  if (known !== undefined) return known;
  const fields = new Map<string, Field>();
  const checks = new Map<string, Check>();
  const computed = new Set<string>();
  const privates = new Map<string, FieldOptions>();
  for (const base of [...type.mro].reverse()) {
    if (isUnknown(base)) throw new MetUnknown(base);
    const own = additions.get(base);
    if (own === undefined) continue;
    for (const field of own.fields) {
      const inherited = fields.get(field.name);
      const keepsType = !field.isAnnotated && inherited !== undefined;
      fields.set(field.name, keepsType ? { ...field, shape: inherited.shape } : field);
    }
    for (const [name, check] of own.checks) checks.set(name, check);
    for (const name of own.computed) computed.add(name);
    for (const [name, options] of own.privates) privates.set(name, options);
  }
  const definition = {
    fields: [...fields.values()],
    checks: [...checks.values()],
    computed: [...computed],
    privates,
  };
  definitions.set(type, definition);
  return definition;
}

/** Options given in the class statement itself. */
export function optionsInStatement(type: ClassValue): Dict | undefined {
  return additions.get(type)?.options;
}
