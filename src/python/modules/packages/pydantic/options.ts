import { Dict } from '../../../values/dict.ts';
import { type ClassValue, isUnknown, MetUnknown, NotModelled, type Value } from '../../../values/values.ts';
import { optionsInStatement } from './definition.ts';

/** Options of a model or of settings that are carried out. */
const MODELLED = [
  'extra',
  'populate_by_name',
  'validate_by_name',
  'validate_by_alias',
  'allow_population_by_field_name',
  'validate_default',
  'validate_all',
  'env_prefix',
  'env_file',
  'env_file_encoding',
  'env_nested_delimiter',
  'env_nested_max_split',
  'env_ignore_empty',
  'case_sensitive',
  'secrets_dir',
  'enable_decoding',
  'parse_env_var',
] as const;

export type OptionName = (typeof MODELLED)[number];

/** Options that change nothing of the values that a model is made with, as far as it is modelled. */
const HARMLESS: ReadonlySet<string> = new Set([
  'title',
  'arbitrary_types_allowed',
  'json_schema_extra',
  'schema_extra',
  'protected_namespaces',
  'frozen',
  'allow_mutation',
  'from_attributes',
  'orm_mode',
  'hide_input_in_errors',
  'use_attribute_docstrings',
  'validation_error_cause',
  'json_file',
  'json_file_encoding',
  'yaml_file',
  'yaml_file_encoding',
  'toml_file',
  'pyproject_toml_depth',
  'pyproject_toml_table_header',
  'env_prefix_target',
  'dotenv_filtering',
  'defer_build',
  'plugin_settings',
  'ser_json_bytes',
  'ser_json_timedelta',
  'loc_by_alias',
  'error_msg_templates',
  'json_encoders',
  'keep_untouched',
  'copy_on_model_validation',
  'nested_model_default_partial_update',
]);

// These are harmless only as long as they have this value.
const ONLY_AS: Readonly<Record<string, readonly Value[]>> = {
  env_prefix_target: ['variable'],
  dotenv_filtering: [null],
  nested_model_default_partial_update: [false],
  validate_assignment: [false],
  cli_parse_args: [null, false],
  use_enum_values: [false],
  str_strip_whitespace: [false],
  anystr_strip_whitespace: [false],
  strict: [false, null],
  coerce_numbers_to_str: [false],
  env_parse_enums: [null, false],
  env_parse_none_str: [null],
  smart_union: [false],
  revalidate_instances: ['never'],
};

export type Options = ReadonlyMap<OptionName, Value>;

function isModelled(name: string): name is OptionName {
  return (MODELLED as readonly string[]).includes(name);
}

function add(options: Map<OptionName, Value>, name: string, value: Value): void {
  const only = ONLY_AS[name];
  if (only !== undefined ? !only.includes(value) : !isModelled(name) && !HARMLESS.has(name))
    throw new NotModelled(`the option ${name} of a pydantic model is not modelled`);
  if (!isModelled(name)) return;
  if (isUnknown(value)) throw new MetUnknown(value);
  if (value === null) options.delete(name);
  else options.set(name, value);
}

/** `model_config`, `class Config` and the class statement of a model and of those it inherits from, the nearest first. */
export function optionsOfModel(type: ClassValue): Options {
  const options = new Map<OptionName, Value>();
  for (const base of [...type.mro].reverse()) {
    if (isUnknown(base)) throw new MetUnknown(base);
    if (base.at === undefined) continue;
    for (const source of [base.namespace.get('model_config'), optionsInStatement(base)]) {
      if (source === undefined) continue;
      if (isUnknown(source)) throw new MetUnknown(source);
      if (!(source instanceof Dict)) throw new NotModelled('the options of a model are no dict');
      if (source.spoiled !== undefined) throw new MetUnknown(source.spoiled);
      for (const { key, value } of source.entries()) add(options, String(key), value);
    }
    const inner = base.namespace.get('Config');
    if (inner !== undefined) addInner(options, inner);
  }
  return options;
}

function addInner(options: Map<OptionName, Value>, config: Value): void {
  if (isUnknown(config)) throw new MetUnknown(config);
  if (typeof config !== 'object' || config?.kind !== 'class')
    throw new NotModelled('the Config of a model is no class');
  for (const base of [...config.mro].reverse()) {
    if (isUnknown(base)) throw new MetUnknown(base);
    if (base.at === undefined) continue;
    for (const { key, value } of base.namespace.entries())
      if (!/^__\w+__$/.test(String(key))) add(options, String(key), value);
  }
}
