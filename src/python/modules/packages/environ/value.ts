import { expectStr, known } from '../../../native/expect.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { Dict } from '../../../values/dict.ts';
import type { Arguments, Runtime } from '../../../values/runtime.ts';
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

/** Facts about their module that the methods of Env need. */
export interface EnvParts {
  /** `Env.NOTSET`: no default was given. */
  readonly notSet: Instance;
  readonly improperlyConfigured: ClassValue;
  readonly path: ClassValue;
  /** True if `NAME_FILE` names a file that holds the value of `NAME`. */
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
export function look(runtime: Runtime, parts: EnvParts, name: string): Value | undefined {
  const file = parts.readsFiles ? runtime.environment.get(`${name}_FILE`) : undefined;
  if (isUnknown(file)) return file;
  if (file === undefined || file === '') return runtime.environment.get(name);
  return (
    readTextFile(runtime, file) ?? runtime.raise('FileNotFoundError', `No such file or directory: '${file}'`)
  );
}

/** The cast and default that the scheme of the Env has for a name fill in what the call leaves out. */
function withScheme(runtime: Runtime, parts: EnvParts, request: Request, name: string): Request {
  const scheme = expectDict(runtime.getAttribute(request.self, 'scheme'));
  const entry = scheme.get(name);
  if (entry === undefined) return request;
  const info = known(entry);
  const pair =
    typeof info === 'object' && (info?.kind === 'tuple' || info?.kind === 'list')
      ? runtime.iterate(info)
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
export function getValue(runtime: Runtime, parts: EnvParts, given: Request): Value {
  const name = runtime.str(runtime.getAttribute(given.self, 'prefix') ?? '') + given.name;
  const request = withScheme(runtime, parts, given, name);
  const { self, default: fallback } = request;
  const found = look(runtime, parts, name);
  if (found === undefined && fallback === parts.notSet)
    return raiseFrom(runtime, parts.improperlyConfigured, `Set the ${name} environment variable`);
  let value = found ?? fallback;
  if (isUnknown(value)) return value;
  if (isUnknown(fallback) && request.cast === null) return fallback;
  if (typeof value === 'string' && value.startsWith('$')) {
    value = getValue(runtime, parts, { ...request, name: value.replace(/^\$+/, '') });
  }
  const escapes = runtime.truth(runtime.getAttribute(self, 'escape_proxy') ?? false);
  if (escapes && typeof value === 'string') value = value.replaceAll('\\$', '$');
  const smart = runtime.truth(runtime.getAttribute(self, 'smart_cast') ?? true);
  let cast = request.cast;
  if (smart && cast === null && fallback !== null && fallback !== parts.notSet)
    cast = runtime.classOf(fallback);
  if (fallback === null && value === '') value = null;
  const isDefault = value === fallback || (!isUnknown(fallback) && runtime.equal(value, fallback));
  const parses = !isDefault || (request.parseDefault && value !== null);
  return parses ? parseValue(runtime, value, cast) : value;
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
