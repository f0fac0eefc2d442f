import { type CollectstaticError, fail } from '../../errors.ts';
import type { ClassDescription } from '../../python/class-description.ts';
import { type Plain, toPlain } from '../../python/index.ts';
import type { PythonModule, PythonReader } from '../../python/interpreter.ts';
import type { AppConfig } from './app-config.ts';

const STATIC_FILES = 'django.contrib.staticfiles';
const STATIC_FILES_CONFIG = `${STATIC_FILES}.apps.StaticFilesConfig`;
/** Where Django defines it, and how projects import it. */
const APP_CONFIGS: readonly string[] = ['django.apps.config.AppConfig', 'django.apps.AppConfig'];

/**
 * Reads an AppConfig class by evaluating its module; `null` where the module has no such class. Throws
 * `app-config-unreadable` for an attribute that only running the project could tell, and what the evaluator throws.
 */
export async function readConfig(
  python: PythonReader,
  module: string,
  className: string,
): Promise<AppConfig | null> {
  refuseUnknown(await python.importModule(module), className);
  const found = await python.readClass(`${module}.${className}`);
  return found === null ? null : configOf(found);
}

/**
 * The AppConfig that Django takes from `<entry>.apps`: the only one that does not say `default = False`, or among
 * several the one that says `default = True`. `null`: none, and the app is the package itself. `classNames` are the
 * classes its text defines, each of which has to be known for that. Throws like `readConfig`.
 */
export async function readDefaultConfig(
  python: PythonReader,
  entry: string,
  classNames: readonly string[],
): Promise<AppConfig | null> {
  const module = await python.importModule(`${entry}.apps`);
  for (const name of classNames) refuseUnknown(module, name);
  const candidates: ClassDescription[] = [];
  for (const name of module.names()) {
    if (kindOf(plainOf(module, name)) !== 'class') continue;
    const found = await python.readClass(`${entry}.apps.${name}`);
    if (found !== null && isAppConfig(found) && attribute(found, 'default') !== false) candidates.push(found);
  }
  const defaults =
    candidates.length === 1 ? candidates : candidates.filter((one) => attribute(one, 'default') === true);
  return defaults.length === 1 ? configOf(defaults[0] as ClassDescription) : null;
}

function plainOf(module: PythonModule, name: string): Plain {
  const binding = module.get(name);
  return binding === undefined ? null : toPlain(binding.value);
}

/** A class whose body could not be evaluated is unknown, and says so; taken for absent it would be passed over. */
function refuseUnknown(module: PythonModule, className: string): void {
  const plain = plainOf(module, className);
  if (typeof plain !== 'object' || plain?.kind !== 'unknown') return;
  throw fail({
    code: 'app-config-unreadable',
    message: `The AppConfig ${module.name}.${className} can't be read without running the project`,
    at: plain.at,
    cause: plain.reason,
    hint: "Give it a plain name and path, or list the app's static folder in STATICFILES_DIRS.",
  });
}

function configOf(found: ClassDescription): AppConfig {
  const name = attribute(found, 'name') ?? (derives(found, [STATIC_FILES_CONFIG]) ? STATIC_FILES : undefined);
  if (typeof name !== 'string') throw unreadable(found, 'name', name);
  const path = attribute(found, 'path');
  const patterns = attribute(found, 'ignore_patterns');
  return {
    name,
    ...(path === undefined ? {} : { path: textOf(found, 'path', path) }),
    ...(patterns === undefined ? {} : { ignorePatterns: textsOf(found, 'ignore_patterns', patterns) }),
  };
}

/** A strict subclass of Django's AppConfig, whether or not Django itself can be read. */
function isAppConfig(found: ClassDescription): boolean {
  return !APP_CONFIGS.includes(found.name) && derives(found, [...APP_CONFIGS, STATIC_FILES_CONFIG]);
}

function derives(found: ClassDescription, names: readonly string[]): boolean {
  return [found, ...found.ancestors].some(({ bases }) => bases.some((base) => names.includes(base)));
}

/** A class attribute, its own or inherited. Django's AppConfig has none of those asked for. */
function attribute(found: ClassDescription, name: string): Plain | undefined {
  for (const { attributes, methods } of [found, ...found.ancestors]) {
    if (methods.includes(name)) throw unreadable(found, name, undefined);
    const binding = attributes.get(name);
    if (binding === undefined) continue;
    // The environment is not at hand here, so that a value made from it may be another one in the project.
    if (binding.environment.length > 0) throw unreadable(found, name, undefined);
    return toPlain(binding.value);
  }
  return undefined;
}

function textOf(found: ClassDescription, name: string, value: Plain): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value?.kind === 'path') return value.path;
  throw unreadable(found, name, value);
}

function textsOf(found: ClassDescription, name: string, value: Plain): readonly string[] {
  if (typeof value !== 'object' || value === null || !('items' in value))
    throw unreadable(found, name, value);
  return value.items.map((item) => textOf(found, name, item));
}

function kindOf(value: Plain): string | undefined {
  return typeof value === 'object' ? value?.kind : undefined;
}

function unreadable(found: ClassDescription, name: string, value: Plain | undefined): CollectstaticError {
  const unknown = typeof value === 'object' && value?.kind === 'unknown' ? value : undefined;
  const at = unknown?.at ?? found.at;
  return fail({
    code: 'app-config-unreadable',
    message: `"${name}" of the AppConfig ${found.name} can't be read without running the project`,
    ...(at === null ? {} : { at }),
    ...(unknown === undefined ? {} : { cause: unknown.reason }),
    hint: `Give the class a plain "${name}", or list the app's static folder in STATICFILES_DIRS.`,
  });
}
