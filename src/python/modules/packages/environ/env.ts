import { expectPath, expectStr } from '../../../native/expect.ts';
import { native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import { absolutePath, joinPath, splitPath } from '../../../text/paths.ts';
import { Dict } from '../../../values/containers.ts';
import type { Arguments, Context, Keywords } from '../../../values/context.ts';
import { type ClassValue, tuple, type Value } from '../../../values/values.ts';
import { loadingVariables, readTextFile } from '../../stdlib/text-file.ts';
import { parseValue } from './cast.ts';
import { castMethods } from './cast-methods.ts';
import { parseEnv } from './read-env.ts';
import { urlMethods } from './url-methods.ts';
import { type EnvParts, getValue, look, requestOf } from './value.ts';

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
      ...castMethods(parts),
      ...urlMethods(parts),
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
