import { strip } from '../../../../text/blanks.ts';
import { expectPath, expectStr } from '../../../native/expect.ts';
import { native, nativeClass } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { exceptionClass, plainMaker, unknowable } from '../../../native/stand-ins.ts';
import { stateSlot } from '../../../native/state-slot.ts';
import { absolutePath, joinPath, splitPath } from '../../../text/paths.ts';
import { Dict } from '../../../values/dict.ts';
import type { Arguments, NativeModule, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, isUnknown, NotModelled, Raised, type Value } from '../../../values/values.ts';
import { expectDict } from '../../stdlib/collections/dicts.ts';
import { loadingVariables, readTextFile } from '../../stdlib/text-file.ts';
import { callerFolder, findUpwards } from '../dotenv/find.ts';
import { valuesOf } from '../dotenv/index.ts';
import { FIELDS, type Field } from './fields.ts';

interface Errors {
  readonly notSet: ClassValue;
  readonly invalid: ClassValue;
}

function attribute(runtime: Runtime, self: Value | undefined, name: string): Value {
  return runtime.getAttribute(self ?? null, name) ?? null;
}

/** The environment goes before what `read_env` has read; FileAwareEnv asks for a file that holds the value first. */
function look(runtime: Runtime, self: Value | undefined, name: string): Value | undefined {
  const known = expectDict(attribute(runtime, self, '_environ'));
  const suffix = attribute(runtime, self, 'file_suffix');
  if (suffix !== null) {
    const file = runtime.environment.get(name + expectStr(suffix)) || known.get(name + expectStr(suffix));
    if (isUnknown(file)) return file;
    if (file !== undefined && file !== '') return contentOf(runtime, self, expectStr(file));
  }
  return runtime.environment.get(name) ?? known.get(name);
}

function contentOf(runtime: Runtime, self: Value | undefined, file: string): string {
  const text = readTextFile(runtime, file);
  if (text === null) return runtime.raise('ValueError', `${file} must be a readable file path.`);
  return runtime.truth(attribute(runtime, self, 'strip_whitespace')) ? strip(text) : text;
}

function read(runtime: Runtime, field: Field, args: Arguments, errors: Errors): Value {
  const { self, default: fallback } = args;
  const prefix = attribute(runtime, self, '_prefix');
  const name = (prefix === null ? '' : expectStr(prefix)) + expectStr(args.name);
  const value = look(runtime, self, name);
  if (value === undefined) {
    if (fallback !== undefined) return fallback;
    if (!runtime.truth(attribute(runtime, self, 'eager'))) return null;
    return raiseFrom(runtime, errors.notSet, `Environment variable "${name}" not set`);
  }
  if (isUnknown(value)) return value;
  const text = expectStr(value);
  if (runtime.truth(attribute(runtime, self, 'expand_vars')) && /\$/.test(text))
    throw new NotModelled('references in a variable are not modelled');
  try {
    return field(runtime, text, args);
  } catch (error) {
    const isBad = error instanceof Raised && error.exception.class.name === 'ValueError';
    if (!isBad) throw error;
    return raiseFrom(runtime, errors.invalid, `Environment variable "${name}" invalid`);
  }
}

const EXTRAS: Readonly<Record<string, string>> = {
  list: ', delimiter=None',
  dict: ', subcast_keys=None, subcast_values=None, delimiter=None, key_value_delimiter=None',
};

function method(name: string, field: Field, errors: Errors): Value {
  const extras = EXTRAS[name] ?? '';
  return native(
    `${name}(self, name, default=..., subcast=None, *, validate=None${extras})`,
    (runtime, args) => {
      const given = Object.entries(args).filter(
        ([key, value]) => key === 'default' || value !== null || key === 'self',
      );
      return read(runtime, field, Object.fromEntries(given), errors);
    },
    { takesUnknown: true },
  );
}

/** Finds the file from the given path, or `.env` from the folder of the caller, here or above. */
function readEnv(runtime: Runtime, args: Arguments): Value {
  const {
    self = null,
    path = null,
    recurse = true,
    override = false,
    return_path: returnsPath = false,
  } = args;
  const given = path === null ? joinPath(callerFolder(runtime), '.env') : expectPath(runtime, path);
  const [folder, name] = splitPath(given);
  const above = runtime.truth(recurse) ? findUpwards(runtime, folder || runtime.cwd, name) : given;
  const text = above === '' ? null : readTextFile(runtime, above);
  if (text !== null) {
    const known = expectDict(attribute(runtime, self, '_environ'));
    for (const [key, value] of valuesOf(runtime, text, true, true)) {
      if (value === null || (known.has(key) && !runtime.truth(override))) continue;
      known.set(key, value);
      runtime.environment.lookedUpIn(key, absolutePath(above, runtime.cwd));
    }
  }
  if (runtime.truth(returnsPath)) return text === null ? null : above;
  return text !== null;
}

interface Prefixed {
  readonly env: Value;
  readonly prefix: string;
}

const prefixes = stateSlot<Prefixed>();

/** `with env.prefixed('APP_'): ...` */
function prefixedClass(): ClassValue {
  return nativeClass({
    name: '_GeneratorContextManager',
    module: 'contextlib',
    members: {
      __enter__: native('__enter__(self)', (runtime, { self = null }) => {
        const { env, prefix } = prefixes.of(self);
        const old = attribute(runtime, env, '_prefix');
        runtime.setAttribute(self, 'old', old);
        runtime.setAttribute(env, '_prefix', (old === null ? '' : expectStr(old)) + prefix);
        return env;
      }),
      __exit__: native('__exit__(self, type, value, traceback)', (runtime, { self = null, value = null }) => {
        const { env } = prefixes.of(self);
        runtime.setAttribute(env, '_prefix', value === null ? attribute(runtime, self, 'old') : null);
        return false;
      }),
    },
  });
}

function setUp(runtime: Runtime, self: Value, attributes: Readonly<Record<string, Value>>): null {
  for (const [name, value] of Object.entries({ ...attributes, _environ: new Dict() }))
    runtime.setAttribute(self, name, value);
  return null;
}

function fileAwareClass(env: ClassValue): ClassValue {
  const options = "file_suffix='_FILE', eager=True, expand_vars=False, prefix=None, strip_whitespace=False";
  return nativeClass({
    name: 'FileAwareEnv',
    module: 'environs',
    bases: [env],
    members: {
      __init__: native(
        `__init__(self, *, ${options})`,
        (runtime, { self = null, prefix = null, ...others }) =>
          setUp(runtime, self, { ...others, _prefix: prefix }),
      ),
    },
  });
}

function envClass(errors: Errors): ClassValue {
  const prefixed = prefixedClass();
  const methods = Object.entries(FIELDS).map(([name, field]) => [name, method(name, field, errors)]);
  const others = [
    'decimal',
    'datetime',
    'date',
    'time',
    'uuid',
    'enum',
    'dj_db_url',
    'dj_email_url',
    'dj_cache_url',
  ];
  return nativeClass({
    name: 'Env',
    module: 'environs',
    members: {
      ...Object.fromEntries(others.map((name) => [name, unknowable(name, `env.${name}() is not modelled`)])),
      ...Object.fromEntries(methods),
      __new__: plainMaker(),
      __init__: native('__init__(self, *, eager=True, expand_vars=False, prefix=None)', (runtime, args) => {
        const { self = null, eager = true, expand_vars = false, prefix = null } = args;
        return setUp(runtime, self, { eager, expand_vars, _prefix: prefix, file_suffix: null });
      }),
      read_env: native(
        'read_env(self, path=None, *, recurse=True, override=False, return_path=False, verbose=False)',
        (runtime, args) => loadingVariables(runtime, args.override !== false, () => readEnv(runtime, args)),
        { takesUnknown: true },
      ),
      prefixed: native('prefixed(self, prefix)', (_, { self = null, prefix }) =>
        prefixes.make(prefixed, { env: self, prefix: expectStr(prefix) }),
      ),
      seal: native('seal(self)', () => null),
    },
  });
}

/** environs. */
export const environs: NativeModule = {
  name: 'environs',
  from: 'package',
  names: (runtime) => {
    const EnvError = exceptionClass(runtime, 'EnvError', 'environs.exceptions', 'ValueError');
    const invalid = exceptionClass(runtime, 'EnvValidationError', 'environs.exceptions', EnvError);
    const notSet = exceptionClass(runtime, 'EnvNotSetError', 'environs.exceptions', EnvError);
    const Env = envClass({ notSet, invalid });
    return {
      Env,
      FileAwareEnv: fileAwareClass(Env),
      EnvError,
      EnvValidationError: invalid,
      EnvNotSetError: notSet,
      env: runtime.call(Env),
    };
  },
};
