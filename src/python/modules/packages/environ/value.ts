import { expectStr, known } from '../../../native/expect.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { Dict } from '../../../values/containers.ts';
import type { Arguments, Context } from '../../../values/context.ts';
import {
  type ClassValue,
  type Instance,
  isUnknown,
  NotModelled,
  type Value,
} from '../../../values/values.ts';
import { expectDict } from '../../stdlib/collections/dicts.ts';
import { readTextFile } from '../../stdlib/text-file.ts';
import { parseValue } from './cast.ts';

/** What the methods of Env need to know of the module they belong to. */
export interface EnvParts {
  /** `Env.NOTSET`: no default was given. */
  readonly notSet: Instance;
  readonly improperlyConfigured: ClassValue;
  readonly path: ClassValue;
  /** Whether `NAME_FILE` names a file that holds the value of `NAME`. */
  readonly readsFiles: boolean;
}

export interface Request {
  readonly self: Value;
  readonly name: string;
  readonly cast: Value;
  readonly default: Value;
  readonly parseDefault: boolean;
}

/** The variable itself, or what the file it points to holds. `undefined` where it is not set. */
export function look(context: Context, parts: EnvParts, name: string): Value | undefined {
  const file = parts.readsFiles ? context.environment.get(`${name}_FILE`) : undefined;
  if (isUnknown(file)) return file;
  if (file === undefined || file === '') return context.environment.get(name);
  return (
    readTextFile(context, file) ?? context.raise('FileNotFoundError', `No such file or directory: '${file}'`)
  );
}

/** The cast and default that the scheme of the Env has for a name fill in what the call leaves out. */
function withScheme(context: Context, parts: EnvParts, request: Request, name: string): Request {
  const scheme = expectDict(context.getAttribute(request.self, 'scheme'));
  const entry = scheme.get(name);
  if (entry === undefined) return request;
  const info = known(entry);
  const pair =
    typeof info === 'object' && (info?.kind === 'tuple' || info?.kind === 'list')
      ? context.iterate(info)
      : [];
  if (typeof info === 'string' || info instanceof Dict)
    throw new NotModelled('such a scheme is not modelled');
  if (pair.length !== 2) return { ...request, cast: request.cast ?? info };
  return {
    ...request,
    cast: request.cast ?? pair[0] ?? null,
    default: request.default === parts.notSet ? (pair[1] ?? null) : request.default,
  };
}

/** `Env.get_value`. An Unknown default is the value where the variable is not set. */
export function getValue(context: Context, parts: EnvParts, given: Request): Value {
  const name = context.str(context.getAttribute(given.self, 'prefix') ?? '') + given.name;
  const request = withScheme(context, parts, given, name);
  const { self, default: fallback } = request;
  const found = look(context, parts, name);
  if (found === undefined && fallback === parts.notSet)
    return raiseFrom(context, parts.improperlyConfigured, `Set the ${name} environment variable`);
  let value = found ?? fallback;
  if (isUnknown(value)) return value;
  if (isUnknown(fallback) && request.cast === null) return fallback;
  if (typeof value === 'string' && value.startsWith('$')) {
    value = getValue(context, parts, { ...request, name: value.replace(/^\$+/, '') });
  }
  const escapes = context.truth(context.getAttribute(self, 'escape_proxy') ?? false);
  if (escapes && typeof value === 'string') value = value.replaceAll('\\$', '$');
  const smart = context.truth(context.getAttribute(self, 'smart_cast') ?? true);
  let cast = request.cast;
  if (smart && cast === null && fallback !== null && fallback !== parts.notSet)
    cast = context.classOf(fallback);
  if (fallback === null && value === '') value = null;
  const isDefault = value === fallback || (!isUnknown(fallback) && context.equal(value, fallback));
  const parses = !isDefault || (request.parseDefault && value !== null);
  return parses ? parseValue(context, value, cast) : value;
}

export function requestOf(
  parts: EnvParts,
  args: Arguments,
  cast: Value,
  parseDefault: boolean = false,
): Request {
  return {
    self: args.self ?? null,
    name: expectStr(args.var),
    cast,
    default: args.default ?? (args.default === null ? null : parts.notSet),
    parseDefault,
  };
}
