import { expectPath, expectStr } from '../../../native/expect.ts';
import { native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import { absolutePath, joinPath, splitPath } from '../../../text/paths.ts';
import { Dict } from '../../../values/dict.ts';
import type { Arguments, Keywords, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, tuple, type Value } from '../../../values/values.ts';
import { loadingVariables, readTextFile } from '../../stdlib/text-file.ts';
import { parseValue } from './cast.ts';
import { castMethods } from './cast-methods.ts';
import { parseEnv } from './read-env.ts';
import { urlMethods } from './url-methods.ts';
import { type EnvParts, getValue, look, requestOf } from './value.ts';

/** `Env.read_env()`: without a path the `.env` beside the file that calls it. */
function readEnv(runtime: Runtime, args: Arguments): Value {
  const { env_file: file = null, parse_comments: comments = false, overrides } = args;
  const overwrite = isTrue(args.overwrite);
  return loadingVariables(runtime, overwrite, () => {
    const path =
      file === null ? joinPath(splitPath(runtime.frame().file)[0], '.env') : expectPath(runtime, file);
    const text = readTextFile(runtime, path);
    if (text === null) return null;
    const isFree = (name: string): boolean => overwrite || runtime.environment.peek(name) === undefined;
    const fromFile = parseEnv(text, runtime.truth(comments));
    for (const [name, value] of expectKeywords(overrides))
      if (!fromFile.has(name) && isFree(name)) runtime.environment.set(name, runtime.str(value));
    for (const [name, value] of fromFile)
      if (isFree(name)) runtime.environment.load(name, value, absolutePath(path, runtime.cwd));
    return null;
  });
}

// If it is Unknown, as if it is true, variables that are set may be overwritten.
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
    (runtime, args) =>
      getValue(
        runtime,
        parts,
        requestOf(parts, args, args.cast ?? null, runtime.truth(args.parse_default ?? false)),
      ),
    { takesUnknown: true },
  );
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
        (runtime, { self = null, scheme = null }) => {
          for (const [key, value] of Object.entries({
            smart_cast: true,
            escape_proxy: false,
            prefix: '',
            scheme,
          }))
            runtime.setAttribute(self, key, value);
          return null;
        },
        { takesUnknown: true },
      ),
      __call__: call,
      get_value: call,
      __contains__: native('__contains__(self, var)', (runtime, { var: variable }) => {
        return look(runtime, parts, expectStr(variable)) !== undefined;
      }),
      ...castMethods(parts),
      ...urlMethods(parts),
      path: native('path(self, var, default=..., **keywords)', (runtime, args) => {
        const value = getValue(runtime, parts, requestOf(parts, args, null));
        return runtime.call(parts.path, [value], expectKeywords(args.keywords));
      }),
      parse_value: {
        kind: 'classmethod',
        function: native('parse_value(cls, value, cast)', (runtime, { value = null, cast = null }) =>
          parseValue(runtime, value, cast),
        ),
      },
      read_env: {
        kind: 'classmethod',
        function: native(
          "read_env(cls, env_file=None, overwrite=False, parse_comments=False, encoding='utf8', **overrides)",
          readEnv,
          // A file that can't be read leaves its variables in doubt.
          { takesUnknown: true },
        ),
      },
    },
  });
}
