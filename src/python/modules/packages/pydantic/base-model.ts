import { computed, native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import { Dict } from '../../../values/dict.ts';
import { iterator } from '../../../values/iterator.ts';
import type { Arguments, Runtime } from '../../../values/runtime.ts';
import {
  type ClassValue,
  type Instance,
  isUnknown,
  NOT_IMPLEMENTED,
  NotModelled,
  tuple,
  type Value,
} from '../../../values/values.ts';
import { expectDict } from '../../stdlib/collections/dicts.ts';
import { Extra, Invalid } from './constraints.ts';
import { define, definitionOf, keepClassOptions } from './definition.ts';
import { dumpModel, modelValues } from './dump.ts';
import { fieldObject } from './field.ts';
import { type Making, makingOf } from './making.ts';
import { finishModel, keepMistakes, type Mistake, makeValues } from './model.ts';
import type { Version } from './scalars.ts';

/** What the classes of one pydantic have in common. */
export interface Pydantic {
  /** `undefined` as long as nothing tells which one is installed. */
  readonly version: () => Version | undefined;
  readonly ValidationError: ClassValue;
}

export function expectModel(self: Value | undefined): Instance {
  if (typeof self === 'object' && self?.kind === 'instance') return self;
  throw new NotModelled('a method of another object');
}

export function expectModelClass(cls: Value | undefined): ClassValue {
  if (typeof cls === 'object' && cls?.kind === 'class') return cls;
  throw new NotModelled('what is made is no class');
}

/** Whether any `try` around waits for the error: only then it is raised (policy Raise). */
function refuse(runtime: Runtime, pydantic: Pydantic, self: Instance, mistakes: readonly Mistake[]): void {
  keepMistakes(self, mistakes);
  const [first] = mistakes;
  if (first === undefined) return;
  const words = `${mistakes.length} validation error for ${self.class.name}: ${first.field}: ${first.words}`;
  const error = runtime.call(pydantic.ValidationError, [words]);
  if (runtime.isAwaited(error)) runtime.raiseException(error);
}

/** Fills `self` with what `data` gives for its fields. */
export function fill(pydantic: Pydantic, making: Making, self: Instance, data: Dict): null {
  const { runtime } = making;
  try {
    const { values, mistakes } = makeValues(making, data);
    for (const [key, { value, variables }] of values)
      self.attributes.bind({ key, value, environment: variables });
    refuse(runtime, pydantic, self, mistakes);
    if (mistakes.length === 0) finishModel(making, self);
    else if (definitionOf(making.type).checks.some((check) => check.of === 'model'))
      throw new Invalid(mistakes[0]?.words ?? '');
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    if (error instanceof Extra)
      runtime.raiseException(runtime.call(pydantic.ValidationError, [error.message]));
    refuse(runtime, pydantic, self, [{ field: making.type.name, words: error.message }]);
    throw new NotModelled(`${making.type.name} can't be made: ${error.message}`);
  }
  return null;
}

function describe(runtime: Runtime, self: Instance): readonly string[] {
  return modelValues(self).map(([name, value]) => `${name}=${runtime.repr(value)}`);
}

function copyOf(self: Instance, args: Arguments): Value {
  const { update = null, deep = false } = args;
  if (deep !== false) throw new NotModelled('a deep copy of a model is not modelled');
  const made: Instance = { ...self, attributes: new Dict([], 'names') };
  for (const entry of self.attributes.entries()) made.attributes.bind(entry);
  if (update !== null)
    for (const { key, value } of expectDict(update).entries()) made.attributes.set(key, value);
  return made;
}

const onClass = (signature: string, run: (runtime: Runtime, args: Arguments) => Value): Value => ({
  kind: 'classmethod',
  function: native(signature, run),
});

function validated(runtime: Runtime, { cls, obj = null }: Arguments): Value {
  const type = expectModelClass(cls);
  if (runtime.isInstance(obj, type)) return obj;
  const data = expectDict(obj);
  return runtime.call(type, [], new Map([...data.entries()].map(({ key, value }) => [String(key), value])));
}

/** `model_fields`: of the class, and of its instances. */
function fieldsOf(runtime: Runtime, value: Value): Value {
  const type = typeof value === 'object' && value?.kind === 'class' ? value : runtime.classOf(value);
  return new Dict(
    definitionOf(type).fields.map(({ name, options }) => [
      name,
      fieldObject(options, (reason) => runtime.unknown(reason)),
    ]),
  );
}

export function baseModelClass(pydantic: Pydantic): ClassValue {
  const dumping = native('model_dump(self, **options)', (runtime, { self, options }) =>
    dumpModel(runtime, expectModel(self), expectDict(options)),
  );
  const type: ClassValue = nativeClass({
    name: 'BaseModel',
    module: 'pydantic.main',
    subclassed: (runtime, made) => define(runtime, made, pydantic.version() ?? 1),
    members: {
      __new__: plainMaker(),
      __init__: native(
        '__init__(self, /, **data)',
        (runtime, { self, data }) => {
          const instance = expectModel(self);
          const making = makingOf(runtime, instance.class, pydantic.version(), false);
          return fill(pydantic, making, instance, expectDict(data));
        },
        { takesUnknown: true },
      ),
      __init_subclass__: onClass('__init_subclass__(cls, **options)', (_, { cls, options }) => {
        keepClassOptions(expectModelClass(cls), expectDict(options));
        return null;
      }),
      __iter__: native('__iter__(self)', (_, { self }) =>
        iterator(
          modelValues(expectModel(self)).map(([name, value]) => tuple([name, value])),
          'generator',
        ),
      ),
      __eq__: native('__eq__(self, other)', (runtime, { self, other = null }) => {
        const [mine, theirs] = [expectModel(self), other];
        if (typeof theirs !== 'object' || theirs?.kind !== 'instance') return NOT_IMPLEMENTED;
        if (mine.class !== theirs.class) return NOT_IMPLEMENTED;
        return runtime.equal(
          tuple(modelValues(mine).map(([, value]) => value)),
          tuple(modelValues(theirs).map(([, value]) => value)),
        );
      }),
      __repr__: native('__repr__(self)', (runtime, { self }) => {
        const model = expectModel(self);
        return `${model.class.name}(${describe(runtime, model).join(', ')})`;
      }),
      __str__: native('__str__(self)', (runtime, { self }) => describe(runtime, expectModel(self)).join(' ')),
      model_post_init: native('model_post_init(self, context, /)', () => null),
      model_dump: dumping,
      dict: dumping,
      model_copy: native('model_copy(self, *, update=None, deep=False)', (_, args) =>
        copyOf(expectModel(args.self), args),
      ),
      copy: native('copy(self, *, update=None, deep=False)', (_, args) =>
        copyOf(expectModel(args.self), args),
      ),
      model_validate: onClass('model_validate(cls, obj)', validated),
      parse_obj: onClass('parse_obj(cls, obj)', validated),
      model_rebuild: onClass('model_rebuild(cls, **options)', () => null),
      update_forward_refs: onClass('update_forward_refs(cls, **names)', () => null),
      model_fields: fieldsDescriptor(),
      __fields__: fieldsDescriptor(),
      model_extra: computed((runtime) => runtime.unknown('model_extra is not modelled')),
    },
  });
  return type;
}

/** Answers on the class and on instances alike. */
function fieldsDescriptor(): Value {
  const type = nativeClass({
    name: 'fields',
    module: 'pydantic._internal',
    members: {
      __get__: native('__get__(self, instance, owner)', (runtime, { instance: given = null, owner = null }) =>
        fieldsOf(runtime, isUnknown(owner) || owner === null ? given : owner),
      ),
    },
  });
  return { kind: 'instance', class: type, attributes: new Dict([], 'names') };
}
