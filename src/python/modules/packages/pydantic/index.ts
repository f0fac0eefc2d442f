/** pydantic's models, and the settings that both of its versions make of them. */

import { expectStr } from '../../../native/expect.ts';
import { instance, native, nativeClass } from '../../../native/native.ts';
import { exceptionClass } from '../../../native/stand-ins.ts';
import type { NativeModule, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, isUnknown, NotModelled, type Value } from '../../../values/values.ts';
import { distributions, normalName } from '../../stdlib/dist-info.ts';
import { baseModelClass, type Pydantic } from './base-model.ts';
import { DECORATORS, FUNCTION_CHECKS } from './checks.ts';
import { computedFields } from './definition.ts';
import { aliasChoices, fieldFunction, privateFunction } from './field.ts';
import { markedShapes } from './resolve.ts';
import type { Version } from './scalars.ts';
import { secretClass } from './secret.ts';
import { baseSettingsClass } from './settings/base-settings.ts';
import type { Shape } from './shape.ts';

/** The version that is installed; else the one that the imports of the project tell of. */
function versionOf(runtime: Runtime): Version | undefined {
  const installed = distributions(runtime).find((each) => normalName(each.name) === 'pydantic');
  if (installed !== undefined) return installed.version.startsWith('1.') ? 1 : 2;
  return runtime.loadedModule('pydantic_settings') === undefined ? undefined : 2;
}

const typeClass = nativeClass({ name: 'type', module: 'pydantic.types' });

/** A name of pydantic that stands for a type in annotations. */
function typeOf(shape: Shape): Value {
  const made = instance(typeClass);
  markedShapes.set(made, shape);
  return made;
}

/** `PositiveInt` and its like: a number and what its `Field(...)` asks of it. */
function boundTypes(runtime: Runtime, field: Value): Readonly<Record<string, Value>> {
  const bounds = { Positive: 'gt', NonNegative: 'ge', Negative: 'lt', NonPositive: 'le' };
  const made = Object.entries(bounds).flatMap(([prefix, bound]) => {
    const metadata = [runtime.call(field, [], new Map([[bound, 0n]]))];
    return (['int', 'float'] as const).map((name) => {
      const shape: Shape = { kind: 'annotated', shape: { kind: 'scalar', name }, metadata };
      return [`${prefix}${name === 'int' ? 'Int' : 'Float'}`, typeOf(shape)] as const;
    });
  });
  return Object.fromEntries(made);
}

/** `@computed_field`, above `@property` or a function that becomes one. */
function markComputed(given: Value): Value {
  const isFunction = typeof given === 'object' && given?.kind === 'function';
  const made: Value = isFunction ? { kind: 'property', get: given, set: null } : given;
  if (typeof made === 'object' && made !== null) computedFields.add(made);
  return made;
}

const computedField = native(
  'computed_field(func=None, /, **options)',
  (_, { func = null }) =>
    func === null
      ? native('computed_field(func)', (__, { func: given = null }) => markComputed(given))
      : markComputed(func),
  { takesUnknown: true },
);

/** What version 2 says where BaseSettings is asked of it. */
function movedNames(runtime: Runtime): Value {
  const moved = exceptionClass(runtime, 'PydanticImportError', 'pydantic.errors', 'ImportError');
  return native('__getattr__(name)', (call, { name }) => {
    const asked = expectStr(name);
    if (asked !== 'BaseSettings') throw new NotModelled(`pydantic.${asked} is not modelled`);
    return call.raiseException(call.call(moved, ['BaseSettings has moved to the pydantic-settings package']));
  });
}

const dictOfOptions = (name: string): Value =>
  native(`${name}(**options)`, (_, { options = null }) => options, { takesUnknown: true });

/** What the settings of pydantic_settings have to share with the models of pydantic. */
const shared = new WeakMap<ClassValue, Pydantic>();

function names(runtime: Runtime, version: () => Version | undefined): Readonly<Record<string, Value>> {
  const ValidationError = exceptionClass(runtime, 'ValidationError', 'pydantic_core', 'ValueError');
  const pydantic: Pydantic = { version, ValidationError };
  const BaseModel = baseModelClass(pydantic);
  shared.set(BaseModel, pydantic);
  const Field = fieldFunction();
  const isSecond = version() === 2;
  return {
    ...DECORATORS,
    ...FUNCTION_CHECKS,
    ...boundTypes(runtime, Field),
    ...(isSecond
      ? { __getattr__: movedNames(runtime) }
      : { BaseSettings: baseSettingsClass(pydantic, BaseModel, 1, 'pydantic.env_settings') }),
    BaseModel,
    ValidationError,
    Field,
    PrivateAttr: privateFunction(),
    AliasChoices: aliasChoices(),
    ConfigDict: dictOfOptions('ConfigDict'),
    SecretStr: secretClass,
    FilePath: typeOf({ kind: 'path', must: 'file' }),
    DirectoryPath: typeOf({ kind: 'path', must: 'directory' }),
    StrictStr: typeOf({ kind: 'scalar', name: 'str' }),
    computed_field: computedField,
    Extra: nativeClass({
      name: 'Extra',
      module: 'pydantic.config',
      members: { allow: 'allow', ignore: 'ignore', forbid: 'forbid' },
    }),
  };
}

/** Marks of pydantic_settings in `Annotated[...]`. */
const mark = (name: string): Value => nativeClass({ name, module: 'pydantic_settings' });

function settingsNames(runtime: Runtime): Readonly<Record<string, Value>> {
  const whole = runtime.importModule('pydantic');
  const BaseModel = isUnknown(whole) ? undefined : whole.namespace.get('BaseModel');
  const isModel = typeof BaseModel === 'object' && BaseModel?.kind === 'class';
  const pydantic = isModel ? shared.get(BaseModel) : undefined;
  if (!isModel || pydantic === undefined) return {};
  return {
    BaseSettings: baseSettingsClass(pydantic, BaseModel, 2, 'pydantic_settings.main'),
    SettingsConfigDict: dictOfOptions('SettingsConfigDict'),
    NoDecode: mark('NoDecode'),
    ForceDecode: mark('ForceDecode'),
    SettingsError: exceptionClass(runtime, 'SettingsError', 'pydantic_settings.exceptions', 'ValueError'),
  };
}

const part = (name: string, from: NativeModule['names']): NativeModule => ({
  name,
  from: 'package',
  names: from,
});

/** Names of a module that are found in a part of it, too. */
const again = (name: string, module: string, wanted: readonly string[]): NativeModule =>
  part(name, (runtime) => {
    const whole = runtime.importModule(module);
    const found = isUnknown(whole) ? undefined : whole.namespace;
    return Object.fromEntries(
      wanted.filter((each) => found?.has(each)).map((each) => [each, found?.get(each) ?? null]),
    );
  });

export const PYDANTIC: readonly NativeModule[] = [
  part('pydantic', (runtime) => names(runtime, () => versionOf(runtime))),
  part('pydantic.v1', (runtime) => names(runtime, () => 1)),
  again('pydantic.fields', 'pydantic', ['Field', 'PrivateAttr', 'computed_field']),
  again('pydantic.main', 'pydantic', ['BaseModel']),
  again('pydantic.types', 'pydantic', ['SecretStr', 'FilePath', 'DirectoryPath']),
  again('pydantic.env_settings', 'pydantic', ['BaseSettings']),
  again('pydantic.functional_validators', 'pydantic', Object.keys({ ...DECORATORS, ...FUNCTION_CHECKS })),
  part('pydantic_settings', settingsNames),
  again('pydantic_settings.main', 'pydantic_settings', ['BaseSettings', 'SettingsConfigDict']),
];
