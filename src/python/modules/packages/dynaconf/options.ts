import { expectStr } from '../../../native/expect.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { isUnknown, MetUnknown, NotModelled, type Value } from '../../../values/values.ts';

const SUFFIX = '_FOR_DYNACONF';

/** Options that are carried out. */
const MODELLED = [
  'settings_file',
  'root_path',
  'environments',
  'env',
  'default_env',
  'env_switcher',
  'envvar_prefix',
  'secrets',
  'load_dotenv',
  'dotenv_path',
  'dotenv_override',
  'merge_enabled',
  'nested_separator',
  'envvar',
  'preload',
  'includes',
  'validators',
] as const;

export type OptionName = (typeof MODELLED)[number];

/** Options of dynaconf that change more than is modelled here; anything else is a setting. */
const OTHERS: ReadonlySet<string> = new Set(
  `main_env lowercase_read force_env ignore_unknown_envvars auto_cast encoding dotted_lookup index_separator
  redis_enabled vault_enabled core_loaders loaders fresh_vars instance yaml_loader
  commentjson_enabled skip_files apply_default_on_none validate_on_update sysenv_fallback validators
  post_hooks filter_strategy validate_only validate_exclude dynaboxify`
    .trim()
    .split(/\s+/),
);

/** These change nothing here. */
const HARMLESS: ReadonlySet<string> = new Set([
  'silent_errors',
  'dotenv_verbose',
  'lowercase_read',
  // Nobody asks these services unless they are enabled.
  'redis',
  'redis_url',
  'redis_host',
  'redis_port',
  'redis_db',
  'redis_username',
  'redis_password',
  'vault',
  'vault_url',
  'vault_host',
  'vault_path',
  'vault_token',
]);

const OTHER_NAMES: Readonly<Record<string, OptionName>> = {
  settings_files: 'settings_file',
  environment: 'environments',
  project_root: 'root_path',
  settings_module: 'settings_file',
};

export interface Options {
  readonly given: ReadonlyMap<OptionName, Value>;
  /** Settings by name, as they are written. */
  readonly settings: ReadonlyMap<string, Value>;
}

/** `environments`, `ENVIRONMENTS_FOR_DYNACONF`: the short name. */
function shortName(name: string): string {
  const short = (name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name).toLowerCase();
  return OTHER_NAMES[short] ?? short;
}

function isModelled(name: string): name is OptionName {
  return (MODELLED as readonly string[]).includes(name);
}

/** Parts the arguments of `Dynaconf(...)` into options and settings. Throws `NotModelled` for other options. */
export function optionsOf(all: Iterable<readonly [string, Value]>): Options {
  const given = new Map<OptionName, Value>();
  const settings = new Map<string, Value>();
  for (const [name, value] of all) {
    const short = shortName(name);
    if (HARMLESS.has(short)) continue;
    if (isModelled(short)) {
      if (isUnknown(value)) throw new MetUnknown(value);
      given.set(short, value);
    } else if (OTHERS.has(short)) throw new NotModelled(`dynaconf's option ${name} is not modelled`);
    else settings.set(name, value);
  }
  return { given, settings };
}

/** Variables of the environment that set options, too: only those of the environment's name are modelled. */
export function refuseVariables(runtime: Runtime): void {
  for (const name of runtime.environment.names()) {
    if (!name.endsWith(SUFFIX) || name === `ENV${SUFFIX}`) continue;
    if (runtime.environment.get(name) !== undefined)
      throw new NotModelled(`the variable ${name} is not modelled`);
  }
}

export function textOption(options: Options, name: OptionName, fallback: string): string {
  const value = options.given.get(name);
  return value === undefined || value === null ? fallback : expectStr(value);
}

export function isOn(runtime: Runtime, options: Options, name: OptionName, fallback: boolean): boolean {
  const value = options.given.get(name);
  return value === undefined ? fallback : runtime.truth(value);
}
