import { expectInt, expectPath, expectStr } from '../../../../native/expect.ts';
import { native, nativeClass } from '../../../../native/native.ts';
import { Dict } from '../../../../values/dict.ts';
import type { Runtime } from '../../../../values/runtime.ts';
import {
  type ClassValue,
  isUnknown,
  MetUnknown,
  NotModelled,
  type Value,
} from '../../../../values/values.ts';
import { expectDict } from '../../../stdlib/collections/dicts.ts';
import { expectModel, fill, type Pydantic } from '../base-model.ts';
import { define, type Field } from '../definition.ts';
import { makingOf, merged } from '../making.ts';
import type { OptionName, Options } from '../options.ts';
import type { Version } from '../scalars.ts';
import { extraNames, type Lookup, lookUp } from './lookup.ts';
import {
  environmentVariables,
  type FileVariables,
  fileVariables,
  type Reading,
  secretVariables,
  type Variables,
} from './variables.ts';

/** Arguments of the constructor that stand for options: `Settings(_env_file='prod.env')`. */
const ARGUMENTS: Readonly<Record<string, OptionName>> = {
  _case_sensitive: 'case_sensitive',
  _env_prefix: 'env_prefix',
  _env_file: 'env_file',
  _env_file_encoding: 'env_file_encoding',
  _env_ignore_empty: 'env_ignore_empty',
  _env_nested_delimiter: 'env_nested_delimiter',
  _env_nested_max_split: 'env_nested_max_split',
  _secrets_dir: 'secrets_dir',
};

function withArguments(
  options: Options,
  keywords: Dict,
): { readonly options: Options; readonly given: Dict } {
  const changed = new Map(options);
  const given = new Dict();
  for (const { key, value } of keywords.entries()) {
    const name = String(key);
    const option = ARGUMENTS[name];
    if (option === undefined) {
      if (name.startsWith('_')) throw new NotModelled(`${name}= of settings is not modelled`);
      given.set(name, value);
    } else if (isUnknown(value)) throw new MetUnknown(value);
    // `_env_file=None` says that there is none; other arguments say nothing with None.
    else if (value !== null) changed.set(option, value);
    else if (option === 'env_file') changed.delete(option);
  }
  return { options: changed, given };
}

function pathsOf(runtime: Runtime, value: Value | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  const isSeveral = typeof value === 'object' && (value.kind === 'list' || value.kind === 'tuple');
  return (isSeveral ? runtime.iterate(value) : [value]).map((each) => expectPath(runtime, each));
}

function textOption(options: Options, name: OptionName): string {
  const value = options.get(name);
  return value === undefined || value === null ? '' : expectStr(value);
}

function lookupOf(runtime: Runtime, type: ClassValue, version: Version, options: Options): Lookup {
  const most = options.get('env_nested_max_split');
  const reading: Reading = {
    caseSensitive: runtime.truth(options.get('case_sensitive') ?? false),
    ignoresEmpty: runtime.truth(options.get('env_ignore_empty') ?? false),
  };
  return {
    runtime,
    type,
    version,
    options,
    reading,
    prefix: textOption(options, 'env_prefix'),
    delimiter: textOption(options, 'env_nested_delimiter'),
    mostSplits: most === undefined || most === null ? -1 : expectInt(most) - 1,
  };
}

interface Sources {
  readonly all: readonly Variables[];
  readonly file: FileVariables;
}

function sourcesOf({ runtime, options, reading }: Lookup): Sources {
  const encoding = textOption(options, 'env_file_encoding');
  if (!/^(?:utf-?8)?$/i.test(encoding))
    throw new NotModelled(`files of variables in ${encoding} are not modelled`);
  const file = fileVariables(runtime, pathsOf(runtime, options.get('env_file')), reading);
  const secrets = secretVariables(runtime, pathsOf(runtime, options.get('secrets_dir')), reading);
  return { all: [environmentVariables(runtime, reading), file, secrets], file };
}

/** Version 2 hands on what a file of variables holds besides, for the model to refuse or to keep. */
function withExtras(lookup: Lookup, { file }: Sources, given: Dict): Dict {
  const asked = lookup.options.get('extra') ?? 'forbid';
  if (lookup.version === 1 || asked === 'ignore' || !file.isReadable) return given;
  const all = new Dict([...given.entries()].map(({ key, value }) => [key, value]));
  for (const [variable, name] of extraNames(lookup, file))
    if (!all.has(name)) all.set(name, file.get(variable) ?? null);
  return all;
}

/** The first place that gives the field a value; dicts of several places are merged. */
function fromSources(lookup: Lookup, sources: readonly Variables[], field: Field): Value | undefined {
  let found: Value | undefined;
  for (const source of sources) {
    const value = lookUp(lookup, source, field);
    if (value === undefined) continue;
    if (!(value instanceof Dict)) return found ?? value;
    found = found instanceof Dict ? merged(value, found) : (found ?? value);
  }
  return found;
}

/** Hooks that put other places in front of the usual ones. */
function refuseOwnSources(type: ClassValue): void {
  for (const base of type.mro) {
    if (isUnknown(base)) throw new MetUnknown(base);
    if (base.at !== undefined && base.namespace.has('settings_customise_sources'))
      throw new NotModelled('settings_customise_sources() is not modelled');
  }
}

/** `BaseSettings`: a model whose fields are looked for in the environment and in files. */
export function baseSettingsClass(
  pydantic: Pydantic,
  base: ClassValue,
  version: Version,
  module: string,
): ClassValue {
  return nativeClass({
    name: 'BaseSettings',
    module,
    bases: [base],
    subclassed: (runtime, type) => define(runtime, type, version),
    members: {
      __init__: native(
        '__init__(self, /, **data)',
        (runtime, { self, data }) => {
          const instance = expectModel(self);
          const making = makingOf(runtime, instance.class, version, true);
          refuseOwnSources(instance.class);
          const { options, given } = withArguments(making.options, expectDict(data));
          const lookup = lookupOf(runtime, instance.class, version, options);
          const sources = sourcesOf(lookup);
          const find = (field: Field): Value | undefined => fromSources(lookup, sources.all, field);
          const all = withExtras(lookup, sources, given);
          return fill(pydantic, { ...making, options, lookUp: find }, instance, all);
        },
        { takesUnknown: true },
      ),
    },
  });
}
