import { instance, native, nativeClass } from '../../../native/native.ts';
import type { NativeFunction, Runtime } from '../../../values/runtime.ts';
import {
  type ClassValue,
  ELLIPSIS,
  type Instance,
  MetUnknown,
  NotModelled,
  type Unknown,
  type Value,
} from '../../../values/values.ts';
import { expectDict } from '../../stdlib/collections/dicts.ts';

/** What `Field(...)` says of a field; of an Unknown option it is not known whether it matters. */
export interface FieldOptions {
  /** `undefined` for a field that must be given. */
  readonly default: Value | undefined;
  readonly factory: Value | undefined;
  /** `alias`, `validation_alias`, `env` (of version 1) and the constraints, those that are not None. */
  readonly others: ReadonlyMap<string, Value>;
}

export const NO_OPTIONS: FieldOptions = { default: undefined, factory: undefined, others: new Map() };

const fieldInfo: ClassValue = nativeClass({ name: 'FieldInfo', module: 'pydantic.fields' });
const choices: ClassValue = nativeClass({ name: 'AliasChoices', module: 'pydantic.aliases' });
const privateAttribute: ClassValue = nativeClass({ name: 'ModelPrivateAttr', module: 'pydantic.fields' });

/** Options that say nothing of the value. */
const DESCRIPTIVE: ReadonlySet<string> = new Set([
  'title',
  'description',
  'examples',
  'example',
  'deprecated',
  'json_schema_extra',
  'repr',
  'serialization_alias',
  'alias_priority',
  'frozen',
  'allow_mutation',
  'env_names',
  'kw_only',
  'init',
  'init_var',
  'exclude_if',
  'field_title_generator',
]);

/** Options that are carried out. */
const MODELLED: ReadonlySet<string> = new Set([
  'alias',
  'validation_alias',
  'env',
  'gt',
  'ge',
  'lt',
  'le',
  'min_length',
  'max_length',
  'min_items',
  'max_items',
  'validate_default',
  'exclude',
]);

export function fieldFunction(): NativeFunction {
  return native(
    'Field(default=..., *, default_factory=None, **others)',
    (_, { default: value, default_factory: factory = null, others }) => {
      const given = [...expectDict(others).entries()].filter((entry) => entry.value !== null);
      return instance(fieldInfo, {
        default: value === ELLIPSIS ? undefined : value,
        factory: factory ?? undefined,
        others: new Map(
          given
            .filter(({ key }) => !DESCRIPTIVE.has(String(key)))
            .map(({ key, value: option }) => [String(key), option]),
        ),
      } satisfies FieldOptions);
    },
    { takesUnknown: true },
  );
}

/** The options of `Field(...)`; `undefined` for any other value. */
export function optionsOf(value: Value | undefined): FieldOptions | undefined {
  const isField = typeof value === 'object' && value?.kind === 'instance' && value.class === fieldInfo;
  return isField ? ((value as Instance).state as FieldOptions) : undefined;
}

/** The option that nobody can carry out here; `undefined` where there is none. */
export function unmodelledOption(options: FieldOptions, isFirstVersion: boolean): string | undefined {
  // Whatever version 1 does not know is kept for the schema.
  if (isFirstVersion)
    return [...options.others.keys()].find((name) =>
      ['regex', 'multiple_of', 'const', 'unique_items', 'discriminator'].includes(name),
    );
  return [...options.others.keys()].find((name) => !MODELLED.has(name));
}

/** The field itself as evaluated code sees it: `Settings.model_fields['debug'].default`. */
export function fieldObject(options: FieldOptions, unknown: (reason: string) => Unknown): Instance {
  const made = instance(fieldInfo, options);
  made.attributes.set('default', options.default ?? unknown('a field without a default'));
  return made;
}

export function aliasChoices(): ClassValue {
  choices.namespace.set(
    '__new__',
    native('__new__(cls, first_choice, *choices)', (runtime, { first_choice: first = null, choices: more }) =>
      instance(choices, [first, ...runtime.iterate(more ?? null)]),
    ),
  );
  return choices;
}

/** The names of `alias=` and `validation_alias=`: one, or the choices in order. */
export function aliasNames(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'object' && value?.kind === 'unknown') throw new MetUnknown(value);
  const isChoice = typeof value === 'object' && value?.kind === 'instance' && value.class === choices;
  if (!isChoice) throw new NotModelled('a path as alias is not modelled');
  return (value.state as readonly Value[]).flatMap(aliasNames);
}

export function privateFunction(): NativeFunction {
  return native(
    'PrivateAttr(default=..., *, default_factory=None, **others)',
    (_, { default: value, default_factory: factory = null }) =>
      instance(privateAttribute, { default: value, factory: factory ?? undefined, others: new Map() }),
    { takesUnknown: true },
  );
}

/** The options of `PrivateAttr(...)`; `undefined` for any other value. */
export function privateOptions(value: Value): FieldOptions | undefined {
  const isPrivate =
    typeof value === 'object' && value?.kind === 'instance' && value.class === privateAttribute;
  return isPrivate ? (value.state as FieldOptions) : undefined;
}

/** What a field has where nothing is given; `undefined` for one that must be given. */
export function defaultOf(runtime: Runtime, options: FieldOptions, before: Value): Value | undefined {
  const { factory } = options;
  if (factory === undefined) return options.default;
  const takesData = typeof factory === 'object' && factory?.kind === 'function' && factory.needed === 1;
  return runtime.call(factory, takesData ? [before] : []);
}
