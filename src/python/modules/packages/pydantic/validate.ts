import { Dict } from '../../../values/dict.ts';
import { plainValue } from '../../../values/keys.ts';
import { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { SetValue } from '../../../values/set-value.ts';
import { settled } from '../../../values/settled.ts';
import {
  type ClassValue,
  isUnknown,
  NotModelled,
  Raised,
  tuple,
  type Value,
} from '../../../values/values.ts';
import { callFunctionCheck, functionCheckOf } from './checks.ts';
import { checkConstraints, Invalid } from './constraints.ts';
import { optionsOf } from './field.ts';
import { toScalar, type Version } from './scalars.ts';
import { isSecret, makeSecret } from './secret.ts';
import { bare, type Shape } from './shape.ts';

export interface Validation {
  readonly runtime: Runtime;
  /** `undefined` where nobody can say which pydantic is installed: what the two do differently is not modelled then. */
  readonly version: Version | undefined;
  /** A model of a dict. Throws `Invalid`. */
  readonly toModel: (type: ClassValue, value: Value) => Value;
}

/** The value as a field of this shape takes it. Throws `Invalid`; an Unknown stays what it is. */
export function validate(validation: Validation, shape: Shape, given: Value): Value {
  validation.runtime.charge(1);
  return validation.runtime.deeper(() => validated(validation, shape, given));
}

function validated(validation: Validation, shape: Shape, given: Value): Value {
  const { runtime } = validation;
  const value = settled(given);
  if (isUnknown(value)) return value;
  const version = validation.version ?? 2;
  switch (shape.kind) {
    case 'any':
      return value;
    case 'unknown':
      throw new NotModelled(shape.reason);
    case 'none':
      if (value !== null) throw new Invalid('None is needed');
      return null;
    case 'scalar':
      return toScalar(runtime, shape.name, value, version);
    case 'secret':
      return isSecret(value) ? value : makeSecret(toScalar(runtime, 'str', value, version) as string);
    case 'path':
      return toPath(runtime, shape.must, value);
    case 'literal':
      return toLiteral(runtime, shape.values, value);
    case 'enum':
      return toMember(runtime, shape.type, value, version);
    case 'model':
      return validation.toModel(shape.type, value);
    case 'instance':
      if (!runtime.isInstance(value, shape.type)) throw new Invalid(`a ${shape.type.name} is needed`);
      return value;
    case 'union':
      return toUnion(validation, shape.members, value);
    case 'annotated':
      return toAnnotated(validation, shape.shape, shape.metadata, value);
    case 'dict':
      return toDict(validation, shape.key, shape.value, value);
    case 'tuple': {
      const items = itemsOf(runtime, value);
      if (items.length !== shape.items.length) throw new Invalid(`${shape.items.length} items are needed`);
      return tuple(items.map((item, index) => validate(validation, shape.items[index] as Shape, item)));
    }
    case 'sequence': {
      const isForSet = shape.of === 'set' || shape.of === 'frozenset';
      const given = isForSet && value instanceof SetValue ? [...value.values()] : itemsOf(runtime, value);
      const items = given.map((item) => validate(validation, shape.item, item));
      const keepsTuple = typeof value === 'object' && value?.kind === 'tuple';
      return toSequence(shape.of === 'same' ? (keepsTuple ? 'tuple' : 'list') : shape.of, items);
    }
  }
}

function itemsOf(runtime: Runtime, value: Value): readonly Value[] {
  const isSequence =
    typeof value === 'object' &&
    value !== null &&
    ['list', 'tuple', 'set', 'frozenset', 'iterator', 'view'].includes(value.kind);
  if (!isSequence) throw new Invalid('a sequence is needed');
  return runtime.iterate(value);
}

function toSequence(kind: 'list' | 'tuple' | 'set' | 'frozenset', items: readonly Value[]): Value {
  if (kind === 'list') return new List(items);
  if (kind === 'tuple') return tuple(items);
  if (items.some(isUnknown)) throw new NotModelled('an item of a set is not known');
  return new SetValue(items, kind);
}

function toPath(runtime: Runtime, must: 'file' | 'directory' | undefined, value: Value): Value {
  const Path = runtime.getAttribute(runtime.importModule('pathlib'), 'Path') ?? null;
  const isPath = runtime.isInstance(value, Path);
  if (typeof value !== 'string' && !isPath) throw new Invalid('a path is needed');
  const path = isPath ? value : runtime.call(Path, [value]);
  if (must !== undefined && runtime.files.kind(runtime.str(path)) !== must)
    throw new Invalid(`an existing ${must} is needed`);
  return path;
}

function toLiteral(runtime: Runtime, values: readonly Value[], value: Value): Value {
  const found = values.find((each) => runtime.equal(each, value));
  if (found === undefined)
    throw new Invalid(`one of ${values.map((each) => runtime.repr(each)).join(', ')} is needed`);
  return found;
}

function toMember(runtime: Runtime, type: ClassValue, value: Value, version: Version): Value {
  if (runtime.isInstance(value, type)) return value;
  const isOfInts = type.mro.some(
    (base) => base.kind === 'class' && (base.name === 'int' || base.name === 'IntEnum'),
  );
  const asked = isOfInts && version === 2 ? toScalar(runtime, 'int', value, version) : plainValue(value);
  try {
    return runtime.call(type, [asked]);
  } catch (error) {
    if (error instanceof Raised) throw new Invalid(`a ${type.name} is needed`);
    throw error;
  }
}

const EXACT: Readonly<Record<string, string>> = {
  string: 'str',
  bigint: 'int',
  boolean: 'bool',
  number: 'float',
};

/** Version 1 takes the first member that fits; version 2 the one whose type it is, else the first that fits. */
function toUnion(validation: Validation, members: readonly Shape[], value: Value): Value {
  const shapes = members.flatMap((member) => {
    const inner = bare(member);
    return inner.kind === 'union' && inner === member ? inner.members : [member];
  });
  const others = shapes.filter((shape) => shape.kind !== 'none');
  if (value === null && others.length < shapes.length) return null;
  const [only] = others;
  if (others.length === 1 && only !== undefined) return validate(validation, only, value);
  if (validation.version === undefined)
    throw new NotModelled('what a union gives depends on the version of pydantic');
  if (validation.version === 2) {
    const exact = others.find((shape) => isExact(shape, value));
    if (exact !== undefined) return validate(validation, exact, value);
  }
  const fitting: Value[] = [];
  for (const shape of others) {
    try {
      fitting.push(validate(validation, shape, value));
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      continue;
    }
    if (validation.version === 1) break;
  }
  const [first] = fitting;
  if (first === undefined) throw new Invalid('no member of a union fits');
  // Of several that fit, version 2 weighs how well each does.
  if (fitting.length > 1 && typeof first === 'object' && first !== null)
    throw new NotModelled('which member of a union fits best is not modelled');
  return first;
}

function isExact(shape: Shape, value: Value): boolean {
  return shape.kind === 'scalar' && EXACT[typeof value] === shape.name;
}

function toAnnotated(validation: Validation, shape: Shape, metadata: readonly Value[], given: Value): Value {
  const { runtime } = validation;
  const checks = metadata.map((each) => {
    if (isUnknown(each)) throw new NotModelled(each.reason);
    return functionCheckOf(each);
  });
  const plain = checks.find((check) => check?.mode === 'plain');
  let value = given;
  for (const check of [...checks].reverse())
    if (check?.mode === 'before') value = callFunctionCheck(runtime, check, value);
  value = plain === undefined ? validate(validation, shape, value) : callFunctionCheck(runtime, plain, value);
  for (const [index, each] of metadata.entries()) {
    const check = checks[index];
    if (check?.mode === 'after') value = callFunctionCheck(runtime, check, value);
    const options = optionsOf(each);
    if (options !== undefined) checkConstraints(runtime, options, value);
    if (check === undefined && options === undefined) refuseForeign(each);
  }
  return value;
}

/** Marks that only say how a text is read, and words for people. */
function refuseForeign(value: Value): void {
  if (typeof value === 'string') return;
  const isMark = typeof value === 'object' && value?.kind === 'class' && value.module === 'pydantic_settings';
  if (!isMark) throw new NotModelled('what an Annotated says besides the type is not modelled');
}

function toDict(validation: Validation, key: Shape, item: Shape, value: Value): Value {
  if (!(value instanceof Dict)) {
    if (validation.version === 2) throw new Invalid('a dict is needed');
    throw new NotModelled('a dict of such a value is not modelled');
  }
  return new Dict(
    [...value.entries()].map((entry) => [
      validate(validation, key, entry.key),
      validate(validation, item, entry.value),
    ]),
  );
}
