import { Dict, List } from '../../containers.ts';
import { expectPath, expectStr } from '../../expect.ts';
import { type Arguments, type Context, type Keywords, native, nativeClass } from '../../native.ts';
import { bytes, type ClassValue, isUnknown, NotModelled, tuple, type Value } from '../../values.ts';
import { absolutePath, joinPath, splitPath } from '../posix-path.ts';
import { raiseFrom } from '../raise.ts';
import { plainMaker } from '../stand-ins.ts';
import { loadingVariables, readTextFile } from '../text-file.ts';
import { parseValue } from './cast.ts';
import { databaseSettings } from './database-url.ts';
import { emailSettings } from './email-url.ts';
import { parseEnv } from './read-env.ts';
import { type EnvParts, getValue, look, requestOf } from './value.ts';

function castingMethod(
  parts: EnvParts,
  name: string,
  cast: (context: Context, args: Arguments) => Value,
): Value {
  return native(
    `${name}(self, var, default=..., *, cast=None)`,
    (context, args) => getValue(context, parts, requestOf(parts, args, cast(context, args))),
    { takesUnknown: true },
  );
}

/** `env.list('X', cast=int)` takes the cast first where it is positional. */
function sequenceMethod(parts: EnvParts, name: 'list' | 'tuple'): Value {
  return native(
    `${name}(self, var, cast=None, default=...)`,
    (context, args) => {
      const item = args.cast ?? null;
      const whole = name === 'list' ? new List([item]) : tuple([item]);
      return getValue(context, parts, requestOf(parts, args, item === null ? context.builtin(name) : whole));
    },
    { takesUnknown: true },
  );
}

function textMethod(parts: EnvParts): Value {
  return native(
    'str(self, var, default=..., multiline=False, choices=...)',
    (context, args) => {
      const value = getValue(context, parts, requestOf(parts, args, context.builtin('str')));
      if (args.choices !== undefined) {
        const allowed = context.iterate(args.choices).some((choice) => context.equal(choice, value));
        if (!allowed) raiseFrom(context, parts.improperlyConfigured, `Invalid value: ${context.str(value)}`);
      }
      if (!context.truth(args.multiline ?? false) || typeof value !== 'string') return value;
      return value.replace(/(\\r)?\\n/g, '\n');
    },
    { takesUnknown: true },
  );
}

/** `env.cache()`, `env.channels()`, ...: the variable counts, while what a URL comes to is nothing that collecting needs. */
function urlMethod(parts: EnvParts, name: string, variable: string): Value {
  return native(
    `${name}(self, var='${variable}', default=..., *args, **keywords)`,
    (context, args) => {
      const value = getValue(context, parts, requestOf(parts, args, null));
      return isUnknown(value) ? value : context.unknown(`what env.${name}() makes of a URL is not modelled`);
    },
    { takesUnknown: true },
  );
}

function databaseMethod(parts: EnvParts, name: string): Value {
  return native(
    `${name}(self, var='DATABASE_URL', default=..., engine=None)`,
    (context, args) => {
      const url = getValue(context, parts, requestOf(parts, args, null));
      return isUnknown(url) ? url : databaseSettings(context, url, args.engine ?? null);
    },
    { takesUnknown: true },
  );
}

const URL_METHODS: Readonly<Record<string, string>> = {
  cache: 'CACHE_URL',
  cache_url: 'CACHE_URL',
  search_url: 'SEARCH_URL',
  channels: 'CHANNELS_URL',
  channels_url: 'CHANNELS_URL',
};

function emailMethod(parts: EnvParts, name: string): Value {
  return native(`${name}(self, var='EMAIL_URL', default=..., backend=None)`, (context, args) => {
    const parse = moduleFunction(context, 'urllib.parse', 'urlparse');
    const url = getValue(context, parts, requestOf(parts, args, parse, true));
    return isUnknown(url)
      ? url
      : emailSettings(context, url, args.backend ?? null, parts.improperlyConfigured);
  });
}

function moduleFunction(context: Context, module: string, name: string): Value {
  const found = context.getAttribute(context.importModule(module), name);
  if (found === undefined) throw new NotModelled(`${module}.${name} is not modelled`);
  return found;
}

/** `Env.read_env()`: without a path the `.env` beside the file that calls it. */
function readEnv(context: Context, args: Arguments): Value {
  const { env_file: file = null, parse_comments: comments = false, overrides } = args;
  const overwrite = isTrue(args.overwrite);
  return loadingVariables(context, overwrite, () => {
    const path =
      file === null ? joinPath(splitPath(context.frame().file)[0], '.env') : expectPath(context, file);
    const text = readTextFile(context, path);
    if (text === null) return null;
    const isFree = (name: string): boolean => overwrite || context.environment.peek(name) === undefined;
    const fromFile = parseEnv(text, context.truth(comments));
    for (const [name, value] of expectKeywords(overrides))
      if (!fromFile.has(name) && isFree(name)) context.environment.set(name, context.str(value));
    for (const [name, value] of fromFile)
      if (isFree(name)) context.environment.load(name, value, absolutePath(path, context.cwd));
    return null;
  });
}

// Whether it is Unknown or true, what is there already may be overwritten.
function isTrue(value: Value | undefined): boolean {
  return value !== undefined && value !== false && value !== null;
}

function expectKeywords(value: Value | undefined): Keywords {
  if (!(value instanceof Dict)) return new Map();
  return new Map([...value.entries()].map(({ key, value: item }) => [key as string, item]));
}

export function envClass(name: string, parts: EnvParts, bases: readonly ClassValue[] = []): ClassValue {
  const call = native(
    '__call__(self, var, cast=None, default=..., parse_default=False)',
    (context, args) =>
      getValue(
        context,
        parts,
        requestOf(parts, args, args.cast ?? null, context.truth(args.parse_default ?? false)),
      ),
    { takesUnknown: true },
  );
  const urls = Object.entries(URL_METHODS).map(([method, variable]) => [
    method,
    urlMethod(parts, method, variable),
  ]);
  return nativeClass({
    name,
    module: 'environ.environ',
    bases,
    members: {
      NOTSET: parts.notSet,
      BOOLEAN_TRUE_STRINGS: tuple(['true', 'on', 'ok', 'y', 'yes', '1']),
      __new__: plainMaker(),
      __init__: native(
        '__init__(self, **scheme)',
        (context, { self = null, scheme = null }) => {
          for (const [key, value] of Object.entries({
            smart_cast: true,
            escape_proxy: false,
            prefix: '',
            scheme,
          }))
            context.setAttribute(self, key, value);
          return null;
        },
        { takesUnknown: true },
      ),
      __call__: call,
      get_value: call,
      __contains__: native('__contains__(self, var)', (context, { var: variable }) => {
        return look(context, parts, expectStr(variable)) !== undefined;
      }),
      ...Object.fromEntries(urls),
      db: databaseMethod(parts, 'db'),
      db_url: databaseMethod(parts, 'db_url'),
      db_url_config: {
        kind: 'classmethod',
        function: native('db_url_config(cls, url, engine=None)', (context, { url = null, engine = null }) =>
          databaseSettings(context, url, engine),
        ),
      },
      email: emailMethod(parts, 'email'),
      email_url: emailMethod(parts, 'email_url'),
      str: textMethod(parts),
      unicode: textMethod(parts),
      bytes: native("bytes(self, var, default=..., encoding='utf8')", (context, args) => {
        const value = getValue(context, parts, requestOf(parts, args, context.builtin('str')));
        return typeof value === 'string' ? bytes(Buffer.from(value)) : value;
      }),
      bool: castingMethod(parts, 'bool', (context) => context.builtin('bool')),
      int: castingMethod(parts, 'int', (context) => context.builtin('int')),
      float: castingMethod(parts, 'float', (context) => context.builtin('float')),
      json: castingMethod(parts, 'json', (context) => moduleFunction(context, 'json', 'loads')),
      list: sequenceMethod(parts, 'list'),
      tuple: sequenceMethod(parts, 'tuple'),
      dict: native(
        'dict(self, var, cast=..., default=...)',
        (context, args) =>
          getValue(context, parts, requestOf(parts, args, args.cast ?? context.builtin('dict'))),
        { takesUnknown: true },
      ),
      url: native('url(self, var, default=...)', (context, args) => {
        return getValue(
          context,
          parts,
          requestOf(parts, args, moduleFunction(context, 'urllib.parse', 'urlparse'), true),
        );
      }),
      path: native('path(self, var, default=..., **keywords)', (context, args) => {
        const value = getValue(context, parts, requestOf(parts, args, null));
        return context.call(parts.path, [value], expectKeywords(args.keywords));
      }),
      parse_value: {
        kind: 'classmethod',
        function: native('parse_value(cls, value, cast)', (context, { value = null, cast = null }) =>
          parseValue(context, value, cast),
        ),
      },
      read_env: {
        kind: 'classmethod',
        function: native(
          "read_env(cls, env_file=None, overwrite=False, parse_comments=False, encoding='utf8', **overrides)",
          readEnv,
          // What can't be read must leave its doubt behind.
          { takesUnknown: true },
        ),
      },
    },
  });
}
