import { strip } from '../../../../text/blanks.ts';
import { expectPath, expectStr } from '../../../native/expect.ts';
import { absolutePath, joinPath } from '../../../text/paths.ts';
import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { isUnknown, MetUnknown, NotModelled, type Value } from '../../../values/values.ts';
import { globMatches } from '../../stdlib/glob.ts';
import { loadingVariables, readTextFile } from '../../stdlib/text-file.ts';
import { valuesOf } from '../dotenv/index.ts';
import { actionOf, convert } from './convert.ts';
import { findFile, localName, readSettingsFile } from './files.ts';
import { isOn, type Options, refuseVariables, textOption } from './options.ts';
import { Store } from './store.ts';
import { refuseValidators } from './validator.ts';

/** What differs between dynaconf on its own and Django's extension. */
export interface Defaults {
  readonly root: string;
  readonly prefix: string;
  readonly switcher: string;
  readonly environments: boolean;
  readonly loadsDotenv: boolean;
  readonly files: readonly string[];
  /** Files that are not read although they are found. */
  readonly skip: readonly string[];
}

/** The settings with the variables that say which of them count. */
export interface Loaded {
  readonly store: Store;
  readonly switcher: string;
  readonly prefix: string;
}

function namesOf(runtime: Runtime, value: Value | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return value.split(/[;,]/).map((name) => strip(name));
  const isSeveral = typeof value === 'object' && (value.kind === 'list' || value.kind === 'tuple');
  return (isSeveral ? runtime.iterate(value) : [value]).map((each) => expectPath(runtime, each));
}

function loadDotenv(runtime: Runtime, options: Options, root: string): void {
  const given = options.given.get('dotenv_path');
  const path =
    given === undefined || given === null ? findFile(runtime, '.env', root, []) : expectPath(runtime, given);
  if (path === undefined) return;
  const overrides = isOn(runtime, options, 'dotenv_override', false);
  loadingVariables(runtime, overrides, () => {
    const text = readTextFile(runtime, path);
    if (text === null) return null;
    for (const [name, value] of valuesOf(runtime, text, overrides, true))
      if (value !== null && (overrides || runtime.environment.peek(name) === undefined))
        runtime.environment.load(name, value, absolutePath(path, runtime.cwd));
    return null;
  });
}

/** The sections of files that count, in order. */
function sectionsOf(runtime: Runtime, options: Options, prefix: string, switcher: string): readonly string[] {
  const set = runtime.environment.get(switcher) ?? runtime.environment.get('ENV_FOR_DYNACONF');
  if (isUnknown(set)) throw new MetUnknown(set);
  const current = set ?? textOption(options, 'env', 'development');
  const names = [textOption(options, 'default_env', 'default'), prefix || 'dynaconf', ...current.split(',')];
  return [
    ...new Set([...names.map((name) => strip(name).toLowerCase()).filter((name) => name !== '')]),
    'global',
  ];
}

/** A name of parts in capitals as far as it names the setting: `DATABASES__default`. */
function inCapitals(name: string): string {
  const at = name.indexOf('__');
  return at < 0 ? name.toUpperCase() : name.slice(0, at).toUpperCase() + name.slice(at);
}

/** Values of one section of a file, or of a whole file. */
function setAll(store: Store, data: Dict, file: string, fileMerge: Value | undefined): void {
  const upper = new Map([...data.entries()].map(({ key, value }) => [inCapitals(String(key)), value]));
  for (const name of ['DYNACONF_INCLUDE', 'DYNACONF_DOTTED_LOOKUP'])
    if (upper.has(name)) throw new NotModelled(`${name.toLowerCase()} in ${file} is not modelled`);
  const asked = upper.get('DYNACONF_MERGE') ?? fileMerge;
  upper.delete('DYNACONF_MERGE');
  const merge = asked === undefined || asked === null ? undefined : asked === true;
  for (const [name, value] of upper)
    store.set(name, value, { asToml: false, merge, splits: true, from: { file } });
}

function loadFile(runtime: Runtime, store: Store, file: string, sections: readonly string[] | null): void {
  const data = readSettingsFile(runtime, file);
  if (data === undefined) return;
  const all = new Map([...data.entries()].map(({ key, value }) => [String(key).toLowerCase(), value]));
  const merge = all.get('dynaconf_merge');
  if (sections === null) {
    setAll(store, data, file, merge);
    return;
  }
  if (all.has('dynaconf_dotted_lookup'))
    throw new NotModelled(`dynaconf_dotted_lookup in ${file} is not modelled`);
  for (const name of sections) {
    const section = all.get(name);
    if (isUnknown(section)) throw new MetUnknown(section);
    if (section instanceof Dict) setAll(store, section, file, merge);
  }
}

function loadVariables(runtime: Runtime, store: Store, prefix: string): void {
  const start = `${prefix.toUpperCase()}_`;
  const names = runtime.environment.names().filter((name) => name.startsWith(start));
  for (const name of names) {
    const text = runtime.environment.get(name);
    const isTruth = typeof text === 'string' && ['True', 'False'].includes(strip(text));
    const words = isTruth ? text.toLowerCase() : text;
    store.set(name.slice(start.length), words ?? null, {
      asToml: true,
      merge: undefined,
      splits: true,
      from: { variable: name },
    });
  }
}

function loadVariablesAgain(runtime: Runtime, store: Store, prefix: string): void {
  const start = `${prefix.toUpperCase()}_`;
  for (const name of runtime.environment.names())
    if (name.startsWith(start) && /^@(?:merge|insert)/.test(String(runtime.environment.peek(name))))
      throw new NotModelled('variables that are merged with included files are not modelled');
  loadVariables(runtime, store, prefix);
}

/** What a name or a pattern below `root` stands for, in order, `.local.` files last. */
function matchingFiles(runtime: Runtime, name: string, root: string): readonly string[] {
  const path = joinPath(root, name);
  const matches = /[*?[]/.test(name) ? [...globMatches(runtime, path, true)].sort() : [path];
  const isLocal = (file: string): boolean => file.includes('.local.');
  const ordered = [...matches.filter((file) => !isLocal(file)), ...matches.filter(isLocal)];
  return ordered
    .flatMap((file) => (isLocal(file) ? [file] : [file, localName(file)]))
    .filter((file) => runtime.files.kind(file) === 'file');
}

/** Formats in texts, once all settings are there; deep. */
function settle(
  runtime: Runtime,
  value: Value,
  settings: (name: string) => Value | undefined,
  depth: number,
): Value {
  const action = actionOf(value);
  if (action?.kind === 'later')
    return depth > 5
      ? runtime.unknown('formats that name each other are not modelled')
      : action.compute((name) => {
          const named = settings(name);
          return named === undefined ? undefined : settle(runtime, named, settings, depth + 1);
        });
  if (action !== undefined)
    return runtime.unknown('a token of dynaconf stands where none can be carried out');
  if (value instanceof List)
    return new List(value.items.map((item) => settle(runtime, item, settings, depth)));
  if (value instanceof Dict)
    return new Dict(
      [...value.entries()].map((entry) => [entry.key, settle(runtime, entry.value, settings, depth)]),
    );
  return value;
}

/** Collects the settings: arguments, files of the sections that count, variables. */
export function loadSettings(runtime: Runtime, options: Options, defaults: Defaults): Loaded {
  refuseVariables(runtime);
  refuseValidators(runtime, options.given.get('validators'));
  const root = absolutePath(textOrPath(runtime, options.given.get('root_path'), defaults.root), runtime.cwd);
  if (isOn(runtime, options, 'load_dotenv', defaults.loadsDotenv)) loadDotenv(runtime, options, root);
  const prefixOption = options.given.get('envvar_prefix');
  if (prefixOption === null || prefixOption === false)
    throw new NotModelled('dynaconf without a prefix for variables is not modelled');
  const prefix = prefixOption === undefined ? defaults.prefix : expectStr(prefixOption);
  const switcher = textOption(options, 'env_switcher', defaults.switcher);
  const separator = options.given.get('nested_separator');
  const store = new Store(
    runtime,
    isOn(runtime, options, 'merge_enabled', false),
    separator === undefined ? '__' : separator === false || separator === null ? '' : expectStr(separator),
  );
  for (const [name, value] of options.settings)
    store.set(name, value, { asToml: false, merge: undefined, splits: true, from: {} });
  const sections = isOn(runtime, options, 'environments', defaults.environments)
    ? sectionsOf(runtime, options, prefix, switcher)
    : null;
  const named = namesOf(runtime, namedByVariable(runtime, options) ?? options.given.get('settings_file'));
  const wanted = [
    ...(named.length > 0 ? named : defaults.files),
    ...namesOf(runtime, options.given.get('secrets')),
  ];
  const loadMore = (option: 'preload' | 'includes'): void => {
    for (const name of namesOf(runtime, options.given.get(option)))
      for (const file of matchingFiles(runtime, name, root)) loadFile(runtime, store, file, sections);
  };
  loadMore('preload');
  for (const file of foundFiles(runtime, wanted, root, defaults.skip))
    loadFile(runtime, store, file, sections);
  for (const each of new Set(['DYNACONF', ...prefix.split(',')])) loadVariables(runtime, store, each);
  loadMore('includes');
  // Variables go before what is included, too; tokens would be carried out twice.
  if (options.given.has('includes')) loadVariablesAgain(runtime, store, prefix);
  return { store, switcher, prefix };
}

function textOrPath(runtime: Runtime, value: Value | undefined, fallback: string): string {
  return value === undefined || value === null ? fallback : expectPath(runtime, value);
}

/** The files that are there, then their `.local.` ones. */
function foundFiles(
  runtime: Runtime,
  names: readonly string[],
  root: string,
  skip: readonly string[],
): readonly string[] {
  const found = names.flatMap((name) => {
    if (/[*?[]/.test(name)) return globMatches(runtime, joinPath(root, name), true);
    const file = findFile(runtime, name, root, skip);
    return file === undefined ? [] : [file];
  });
  return [...found, ...found.filter((file) => !file.includes('.local.')).map(localName)].filter(
    (file) => runtime.files.kind(file) === 'file',
  );
}

/** The files that the variable of `ENVVAR_FOR_DYNACONF` names. */
function namedByVariable(runtime: Runtime, options: Options): Value | undefined {
  const variable = textOption(options, 'envvar', '');
  const files = variable === '' ? undefined : runtime.environment.get(variable);
  if (isUnknown(files)) throw new MetUnknown(files);
  return files === undefined ? undefined : convert(runtime, files, true);
}

/** The value of a setting with what it names filled in. */
export function settledSetting(runtime: Runtime, { store }: Loaded, name: string): Value {
  return settle(runtime, store.get(name) ?? null, (other) => store.get(other), 0);
}
