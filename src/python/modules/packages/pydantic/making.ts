/** A model in the making: its class and options, and the values given for its fields. */

import { Dict } from '../../../values/dict.ts';
import type { Runtime } from '../../../values/runtime.ts';
import type { ClassValue, Value } from '../../../values/values.ts';
import type { Definition, Field } from './definition.ts';
import { aliasNames } from './field.ts';
import { type Options, optionsOfModel } from './options.ts';
import type { Version } from './scalars.ts';

export interface Making {
  readonly runtime: Runtime;
  readonly type: ClassValue;
  readonly version: Version | undefined;
  /** Whether fields that are left out are checked too: of settings they are. */
  readonly checksDefaults: boolean;
  readonly options: Options;
  /** Whether a name that belongs to no field is a mistake, where the model does not say so itself. */
  readonly forbidsExtras: boolean;
  /** Of settings: what the environment and files give for a field. */
  readonly lookUp?: (field: Field) => Value | undefined;
}

export function makingOf(
  runtime: Runtime,
  type: ClassValue,
  version: Version | undefined,
  isSettings: boolean,
): Making {
  const options = optionsOfModel(type);
  const asked = options.get('validate_default') ?? options.get('validate_all');
  return {
    runtime,
    type,
    version,
    options,
    checksDefaults: asked === undefined ? isSettings : runtime.truth(asked),
    forbidsExtras: isSettings,
  };
}

/** The names under which a value for a field may be given, the one for messages first. */
export function namesOf(field: Field, options: Options, version: Version | undefined): readonly string[] {
  const { others } = field.options;
  const alias = others.get('validation_alias') ?? others.get('alias');
  if (alias === undefined || options.get('validate_by_alias') === false) return [field.name];
  const isByName =
    options.get('populate_by_name') === true ||
    options.get('validate_by_name') === true ||
    options.get('allow_population_by_field_name') === true;
  const aliases = version === 1 ? aliasNames(others.get('alias') ?? field.name) : aliasNames(alias);
  return isByName ? [...aliases, field.name] : aliases;
}

/** What was given for a field, or found elsewhere; dicts of both are merged. `undefined` where there is nothing. */
export function givenFor(making: Making, field: Field, given: Dict): Value | undefined {
  const names = namesOf(field, making.options, making.version);
  const argument = names.map((name) => given.get(name)).find((value) => value !== undefined);
  if (argument !== undefined && !(argument instanceof Dict)) return argument;
  const found = making.lookUp?.(field);
  if (argument === undefined) return found;
  return found instanceof Dict ? merged(found, argument) : argument;
}

/** All that is given and found, for checks that see it before the fields are filled. */
export function gathered(making: Making, definition: Definition, data: Dict): Dict {
  const all = new Dict([...data.entries()].map(({ key, value }) => [key, value]));
  for (const field of definition.fields) {
    const value = givenFor(making, field, data);
    const [name = field.name] = namesOf(field, making.options, making.version);
    if (value !== undefined) all.set(name, value);
  }
  return all;
}

/** `theirs` goes before `ours`, key by key. */
export function merged(ours: Dict, theirs: Dict): Dict {
  const result = new Dict([...ours.entries()].map(({ key, value }) => [key, value]));
  for (const { key, value } of theirs.entries()) {
    const before = result.get(key);
    result.set(key, before instanceof Dict && value instanceof Dict ? merged(before, value) : value);
  }
  return result;
}
