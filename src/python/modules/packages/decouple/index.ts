import { strip as stripBlanks } from '../../../../text/blanks.ts';
import { expectPath, expectStr } from '../../../native/expect.ts';
import { instance, native, nativeClass } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { exceptionClass, plainMaker } from '../../../native/stand-ins.ts';
import { absolutePath, joinPath, splitPath } from '../../../text/paths.ts';
import { truthOf } from '../../../text/truth-words.ts';
import { iterator } from '../../../values/iterator.ts';
import { List } from '../../../values/list.ts';
import type { Arguments, NativeModule, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, isUnknown, NotModelled, type Value } from '../../../values/values.ts';
import { type Repositories, repositoryClasses, sourceOf } from './repository.ts';
import { splitShell } from './split.ts';

/** `bool` as decouple casts it: the empty text is False. */
function toBool(runtime: Runtime, value: Value): Value {
  if (isUnknown(value) || typeof value === 'boolean') return value;
  const text = runtime.str(value);
  return text === ''
    ? false
    : (truthOf(text) ?? runtime.raise('ValueError', `Invalid truth value: ${text.toLowerCase()}`));
}

/** The class of `undefined`: what `default` and `cast` are where they are left out, and functions of projects hand on. */
const Undefined = nativeClass({ name: 'Undefined', module: 'decouple', members: { __new__: plainMaker() } });

function given(value: Value | undefined): Value | undefined {
  const isLeftOut = typeof value === 'object' && value?.kind === 'instance' && value.class === Undefined;
  return isLeftOut ? undefined : value;
}

function cast(runtime: Runtime, value: Value, how: Value | undefined): Value {
  if (how === undefined) return value;
  return how === runtime.builtin('bool') ? toBool(runtime, value) : runtime.call(how, [value]);
}

/** `config('NAME', default=..., cast=...)`: the environment, then the file, then the default. */
function get(runtime: Runtime, repository: Value, args: Arguments, missing: ClassValue): Value {
  const option = expectStr(args.option);
  const [fallback, how] = [given(args.default), given(args.cast)];
  const set = runtime.environment.get(option);
  if (set !== undefined) return cast(runtime, set, how);
  const contains = runtime.getAttribute(repository, '__contains__') ?? null;
  if (runtime.truth(runtime.call(contains, [option]))) {
    const file = sourceOf(repository);
    if (file !== undefined) runtime.environment.lookedUpIn(option, file);
    return cast(runtime, runtime.getItem(repository, option), how);
  }
  if (fallback !== undefined) return cast(runtime, fallback, how);
  return raiseFrom(runtime, missing, `${option} not found. Declare it as envvar or define a default value.`);
}

const GET = 'option, default=..., cast=...';

function configClass(missing: ClassValue): ClassValue {
  const lookUp = (name: string): Value =>
    native(
      `${name}(self, ${GET})`,
      (runtime, args) =>
        get(runtime, runtime.getAttribute(args.self ?? null, 'repository') ?? null, args, missing),
      { takesUnknown: true },
    );
  return nativeClass({
    name: 'Config',
    module: 'decouple',
    members: {
      __new__: plainMaker(),
      __init__: native('__init__(self, repository)', (runtime, { self = null, repository = null }) => {
        runtime.setAttribute(self, 'repository', repository);
        return null;
      }),
      get: lookUp('get'),
      __call__: lookUp('__call__'),
    },
  });
}

/** settings.ini or .env in the folder or the nearest one above it, the root left out. */
function findFile(runtime: Runtime, start: string): { readonly path: string; readonly name: string } | null {
  for (let folder = start; ; folder = splitPath(folder)[0]) {
    for (const name of ['settings.ini', '.env']) {
      const path = joinPath(folder, name);
      if (runtime.files.kind(path) === 'file') return { path, name };
    }
    const parent = splitPath(folder)[0];
    if (parent === '' || parent === '/') return null;
  }
}

function load(
  runtime: Runtime,
  start: string,
  { RepositoryEmpty, RepositoryEnv, RepositoryIni }: Repositories,
): Value {
  const found = findFile(runtime, absolutePath(start, runtime.cwd));
  if (found === null) return runtime.call(RepositoryEmpty);
  return runtime.call(found.name === '.env' ? RepositoryEnv : RepositoryIni, [found.path]);
}

/** Looks for its file on the first call, from the folder of the code that calls. */
function autoConfigClass(repositories: Repositories, missing: ClassValue): ClassValue {
  return nativeClass({
    name: 'AutoConfig',
    module: 'decouple',
    members: {
      __new__: plainMaker(),
      __init__: native(
        '__init__(self, search_path=None)',
        (runtime, { self = null, search_path: path = null }) => {
          runtime.setAttribute(self, 'search_path', path);
          runtime.setAttribute(self, 'config', null);
          return null;
        },
      ),
      __call__: native(
        `__call__(self, ${GET})`,
        (runtime, args) => {
          const { self = null } = args;
          let repository = runtime.getAttribute(self, 'config') ?? null;
          if (repository === null) {
            const path = runtime.getAttribute(self, 'search_path') ?? null;
            const given =
              path === null || path === '' ? splitPath(runtime.frame().file)[0] : expectPath(runtime, path);
            repository = load(runtime, given, repositories);
            runtime.setAttribute(self, 'config', repository);
          }
          return get(runtime, repository, args, missing);
        },
        { takesUnknown: true },
      ),
    },
  });
}

const DEFAULT_STRIP = ' \t\n\r\x0b\x0c';

function stripAll(text: string, characters: string): string {
  let [start, end] = [0, text.length];
  while (start < end && characters.includes(text[start] as string)) start += 1;
  while (end > start && characters.includes(text[end - 1] as string)) end -= 1;
  return text.slice(start, end);
}

function csvClass(runtime: Runtime): ClassValue {
  const defaults: Readonly<Record<string, Value>> = {
    cast: runtime.builtin('str'),
    delimiter: ',',
    strip: DEFAULT_STRIP,
    post_process: runtime.builtin('list'),
  };
  return nativeClass({
    name: 'Csv',
    module: 'decouple',
    members: {
      __new__: plainMaker(),
      __init__: native(
        '__init__(self, cast=..., delimiter=..., strip=..., post_process=...)',
        (call, args) => {
          for (const [name, value] of Object.entries(defaults))
            call.setAttribute(args.self ?? null, name, args[name] ?? value);
          return null;
        },
      ),
      __call__: native('__call__(self, value)', (call, { self = null, value = null }) => {
        const option = (name: string): Value => call.getAttribute(self, name) ?? null;
        if (value === null) return call.call(option('post_process'));
        if (typeof value !== 'string') throw new NotModelled('Csv of what is no str is not modelled');
        const strip = option('strip');
        const parts = splitShell(value, expectStr(option('delimiter')));
        if (parts === null) return call.raise('ValueError', 'No closing quotation');
        const items = parts.map((part) =>
          call.call(option('cast'), [strip === null ? stripBlanks(part) : stripAll(part, expectStr(strip))]),
        );
        return call.call(option('post_process'), [iterator(items, 'generator')]);
      }),
    },
  });
}

function choicesClass(): ClassValue {
  return nativeClass({
    name: 'Choices',
    module: 'decouple',
    members: {
      __new__: plainMaker(),
      __init__: native('__init__(self, flat=None, cast=..., choices=None)', (runtime, args) => {
        const { self = null, flat = null, choices = null } = args;
        const pairs =
          choices === null ? [] : runtime.iterate(choices).map((pair) => runtime.iterate(pair)[0] ?? null);
        const values = [...(flat === null ? [] : runtime.iterate(flat)), ...pairs];
        runtime.setAttribute(self, 'cast', args.cast ?? runtime.builtin('str'));
        runtime.setAttribute(self, '_valid_values', new List(values));
        return null;
      }),
      __call__: native('__call__(self, value)', (runtime, { self = null, value = null }) => {
        const made = runtime.call(runtime.getAttribute(self, 'cast') ?? null, [value]);
        const valid = runtime.iterate(runtime.getAttribute(self, '_valid_values') ?? null);
        if (valid.some((each) => runtime.equal(each, made))) return made;
        return runtime.raise('ValueError', `Value not in list: ${runtime.repr(value)}`);
      }),
    },
  });
}

/** python-decouple. */
export const decouple: NativeModule = {
  name: 'decouple',
  from: 'package',
  names: (runtime) => {
    const UndefinedValueError = exceptionClass(runtime, 'UndefinedValueError', 'decouple');
    const repositories = repositoryClasses();
    const AutoConfig = autoConfigClass(repositories, UndefinedValueError);
    return {
      ...repositories,
      Undefined,
      undefined: instance(Undefined),
      UndefinedValueError,
      Config: configClass(UndefinedValueError),
      AutoConfig,
      config: runtime.call(AutoConfig),
      Csv: csvClass(runtime),
      Choices: choicesClass(),
      strtobool: native('strtobool(value)', (call, { value = null }) => toBool(call, value)),
    };
  },
};
