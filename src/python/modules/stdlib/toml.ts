import type * as SmolToml from 'smol-toml';
import { expectPath, known } from '../../native/expect.ts';
import { loadPackage } from '../../native/lazy-package.ts';
import { native } from '../../native/native.ts';
import { raiseFrom } from '../../native/raise.ts';
import { exceptionClass } from '../../native/stand-ins.ts';
import { Dict } from '../../values/dict.ts';
import { List } from '../../values/list.ts';
import type { NativeModule, NativeOptions, Runtime } from '../../values/runtime.ts';
import { type ClassValue, NotModelled, type Value } from '../../values/values.ts';

function toValue(runtime: Runtime, data: unknown): Value {
  runtime.charge(1);
  if (
    typeof data === 'string' ||
    typeof data === 'boolean' ||
    typeof data === 'bigint' ||
    typeof data === 'number'
  )
    return data;
  const inner = (item: unknown): Value => runtime.deeper(() => toValue(runtime, item));
  if (Array.isArray(data)) return new List(data.map(inner));
  if (data instanceof Date) return runtime.unknown('dates are not modelled');
  if (typeof data !== 'object' || data === null) throw new NotModelled('such a TOML value is not modelled');
  return new Dict(Object.entries(data).map(([key, item]) => [key, inner(item)]));
}

function parse(runtime: Runtime, text: string, failure: ClassValue): Value {
  const toml = loadPackage<typeof SmolToml>('smol-toml');
  runtime.charge(text.length >> 3);
  let data: unknown;
  try {
    data = toml.parse(text, { integersAsBigInt: true });
  } catch (error) {
    if (error instanceof toml.TomlError)
      return raiseFrom(runtime, failure, error.message.split('\n')[0] as string);
    throw error;
  }
  return toValue(runtime, data);
}

/** TOML for packages that bring a reader of their own. Raises ValueError. */
export function parseToml(runtime: Runtime, text: string): Value {
  return parse(runtime, text, exceptionClass(runtime, 'TOMLDecodeError', 'tomllib', 'ValueError'));
}

function textOf(value: Value): string {
  const given = known(value);
  if (typeof given === 'string') return given;
  if (typeof given === 'object' && given?.kind === 'bytes') return Buffer.from(given.data).toString('utf8');
  throw new NotModelled('the TOML is no text');
}

function contentOf(runtime: Runtime, file: Value): Value {
  const read = runtime.getAttribute(file, 'read');
  if (read === undefined) throw new NotModelled('what is loaded is no file');
  return runtime.call(read);
}

function names(runtime: Runtime, module: string, error: string): Readonly<Record<string, Value>> {
  const failure = exceptionClass(runtime, error, module, 'ValueError');
  // tomli is tomllib for the versions that have none.
  const twin = (name: string): NativeOptions => (module === 'toml' ? {} : { twin: `tomllib.${name}` });
  return {
    [error]: failure,
    loads: native(
      'loads(s, *, parse_float=None)',
      (call, { s = null }) => parse(call, textOf(s), failure),
      twin('loads'),
    ),
    load: native(
      'load(fp, *, parse_float=None)',
      (call, { fp = null }) => {
        // Only the package toml takes a path.
        const isPath =
          typeof fp === 'string' || (module === 'toml' && call.getAttribute(fp, '__fspath__') !== undefined);
        if (!isPath) return parse(call, textOf(contentOf(call, fp)), failure);
        if (module !== 'toml') return call.raise('TypeError', 'a file opened in binary mode is needed');
        const data = call.files.read(expectPath(call, fp));
        if (data === null) return call.raise('FileNotFoundError', 'No such file or directory');
        return parse(call, Buffer.from(data).toString('utf8'), failure);
      },
      twin('load'),
    ),
  };
}

export const tomllib: NativeModule = {
  name: 'tomllib',
  from: 'stdlib',
  names: (runtime) => names(runtime, 'tomllib', 'TOMLDecodeError'),
};

export const tomli: NativeModule = {
  name: 'tomli',
  twin: 'tomllib',
  from: 'package',
  names: (runtime) => names(runtime, 'tomli', 'TOMLDecodeError'),
};

export const toml: NativeModule = {
  name: 'toml',
  from: 'package',
  names: (runtime) => names(runtime, 'toml', 'TomlDecodeError'),
};
