import { type CollectstaticError, fail } from '../../errors.ts';
import type { ClassDescription } from '../../python/class-description.ts';
import type { PythonModule, PythonReader } from '../../python/index.ts';
import { type Plain, toPlain } from '../../python/index.ts';
import { readWrittenText } from '../../regular-file.ts';
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
  return found === null ? null : configOf(python, found, `${module}.${className}`);
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
  const candidates: Candidate[] = [];
  for (const name of module.names()) {
    if (kindOf(plainOf(module, name)) !== 'class') continue;
    const dotted = `${entry}.apps.${name}`;
    const found = await python.readClass(dotted);
    if (found !== null && isAppConfig(found) && attribute(found, 'default') !== false) {
      candidates.push({ dotted, found });
    }
  }
  const defaults =
    candidates.length === 1
      ? candidates
      : candidates.filter(({ found }) => attribute(found, 'default') === true);
  const [only] = defaults;
  return only !== undefined && defaults.length === 1 ? configOf(python, only.found, only.dotted) : null;
}

interface Candidate {
  /** Where it was found, which need not be where it was defined. */
  readonly dotted: string;
  readonly found: ClassDescription;
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

async function configOf(python: PythonReader, found: ClassDescription, dotted: string): Promise<AppConfig> {
  refuseOverrides(found);
  const name = attribute(found, 'name') ?? (derives(found, [STATIC_FILES_CONFIG]) ? STATIC_FILES : undefined);
  if (typeof name !== 'string') throw unreadable(found, 'name', name);
  const made = await instanceOf(python, found, dotted, name);
  const path = made.get('path') ?? attribute(found, 'path');
  const patterns = made.get('ignore_patterns') ?? attribute(found, 'ignore_patterns');
  if (path === undefined) refuseLatePath(python, found);
  return {
    name,
    ...(path === undefined ? {} : { path: textOf(found, 'path', path) }),
    ...(patterns === undefined ? {} : { ignorePatterns: textsOf(found, 'ignore_patterns', patterns) }),
  };
}

/** Special methods that say nothing of where an app lies. Its `__init__` is evaluated. */
const PLAIN_METHODS: ReadonlySet<string> = new Set(['__init__', '__repr__', '__str__']);

/** Methods by which a class may decide for itself where its app lies, or what its attributes are. */
function refuseOverrides(found: ClassDescription): void {
  for (const { at, methods, patched } of [found, ...found.ancestors]) {
    // Of Django's own class only what the project changed counts.
    const members = at === null ? patched : methods;
    const name = members.find(
      (member) => member === '_path_from_module' || (member.startsWith('__') && !PLAIN_METHODS.has(member)),
    );
    if (name !== undefined) throw unreadable(found, name, undefined);
  }
}

/** What the `__init__` of the project's own class sets on the object, as Django makes it. */
async function instanceOf(
  python: PythonReader,
  found: ClassDescription,
  dotted: string,
  name: string,
): Promise<ReadonlyMap<string, Plain>> {
  const hasInit = [found, ...found.ancestors].some(
    ({ at, methods }) => at !== null && methods.includes('__init__'),
  );
  if (!hasInit) return new Map();
  const made = await python.makeInstance(dotted, [name, { module: name }]);
  if (made?.kind !== 'instance') {
    throw unreadable(found, '__init__', made === null ? undefined : toPlain(made));
  }
  return new Map([...made.attributes].map(([key, { value }]) => [key, toPlain(value)]));
}

/** A method that runs later, such as `ready`, may set the path: its text tells. */
function refuseLatePath(python: PythonReader, found: ClassDescription): void {
  for (const { at, name, methods } of [found, ...found.ancestors]) {
    if (at === null || methods.every((method) => method === '__init__')) continue;
    const file = python.findModule(name.slice(0, name.lastIndexOf('.')))?.file ?? at.file;
    if (SETS_PATH.test(readWrittenText(file))) throw unreadable(found, 'path', undefined);
  }
}

const SETS_PATH = /\bself\.path[ \t]*(?::[^=\n]+)?=(?!=)/;

/** A strict subclass of Django's AppConfig, whether or not Django itself can be read. */
function isAppConfig(found: ClassDescription): boolean {
  return !APP_CONFIGS.includes(found.name) && derives(found, [...APP_CONFIGS, STATIC_FILES_CONFIG]);
}

function derives(found: ClassDescription, names: readonly string[]): boolean {
  return [found, ...found.ancestors].some(({ bases }) => bases.some((base) => names.includes(base)));
}

/** A class attribute, its own or inherited. Django's AppConfig has none of those asked for. */
function attribute(found: ClassDescription, name: string): Plain | undefined {
  for (const { attributes, methods, isUnknown, name: owner } of [found, ...found.ancestors]) {
    if (isUnknown && !APP_CONFIGS.includes(owner) && owner !== STATIC_FILES_CONFIG) {
      throw unreadable(found, name, undefined, `its base ${owner} can't be found`);
    }
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

function unreadable(
  found: ClassDescription,
  name: string,
  value: Plain | undefined,
  why?: string,
): CollectstaticError {
  const unknown = typeof value === 'object' && value?.kind === 'unknown' ? value : undefined;
  const at = unknown?.at ?? found.at;
  const cause = why ?? unknown?.reason;
  return fail({
    code: 'app-config-unreadable',
    message: `"${name}" of the AppConfig ${found.name} can't be read without running the project`,
    ...(at === null ? {} : { at }),
    ...(cause === undefined ? {} : { cause }),
    hint: `Give the class a plain "${name.startsWith('_') ? 'path' : name}", or list the app's static folder in STATICFILES_DIRS.`,
  });
}
