import { resolve } from 'node:path';
import type { Position, ServingSpec } from '../../types.ts';
import { describeDatum, isList, isTable, isUnresolved } from '../datum.ts';
import { pointing } from '../problems/place.ts';
import type { Reader } from '../reader.ts';
import type { SettingName } from '../schema/schema.ts';
import type { ResolvedStorage } from './storage/index.ts';

type NotFollowed = ServingSpec['notFollowed'][number];

/** Resolves the settings by which WhiteNoise serves. A function is not run: it is named as what can't be followed. */
export function resolveServing(reader: Reader): ServingSpec {
  const maxAge = reader.needMinor('WHITENOISE_MAX_AGE');
  const root = reader.needMinor('WHITENOISE_ROOT');
  const mimetypes = reader.needMinor('WHITENOISE_MIMETYPES');
  const test = reader.entry('WHITENOISE_IMMUTABLE_FILE_TEST').datum;
  const immutablePattern = typeof test === 'string' && isPortable(test) ? test : null;
  return {
    maxAge: maxAge === null || maxAge === undefined ? null : Number(maxAge),
    charset: reader.needMinor('WHITENOISE_CHARSET') ?? 'utf-8',
    mimetypes: isTable(mimetypes) ? lowerKeys(mimetypes as ReadonlyMap<string, string>) : {},
    allowAllOrigins: reader.needMinor('WHITENOISE_ALLOW_ALL_ORIGINS') !== false,
    indexFile: indexFile(reader.needMinor('WHITENOISE_INDEX_FILE')),
    root: root ? resolve(reader.entry('WHITENOISE_ROOT').folder, root) : null,
    immutablePattern,
    wsgiApplication: reader.peek('WSGI_APPLICATION') || null,
    notFollowed: [
      ...(immutablePattern === null ? notFollowed(reader, 'WHITENOISE_IMMUTABLE_FILE_TEST') : []),
      ...notFollowed(reader, 'WHITENOISE_ADD_HEADERS_FUNCTION'),
    ],
  };
}

function indexFile(value: boolean | string | null | undefined): string | null {
  if (value === true) return 'index.html';
  return typeof value === 'string' && value !== '' ? value : null;
}

/** WhiteNoise compares with names in lower case: a key with a capital letter would never be met. */
function lowerKeys(types: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...types].filter(([key]) => key === key.toLowerCase()));
}

function notFollowed(reader: Reader, name: SettingName): readonly NotFollowed[] {
  const { datum, origin, locate } = reader.entry(name);
  if (datum === null || origin.kind === 'default') return [];
  const at: Position | undefined = locate([]) ?? origin.steps[0];
  return [{ name, reason: reasonOf(datum), ...pointing(at) }];
}

function reasonOf(datum: ReturnType<Reader['entry']>['datum']): string {
  if (isUnresolved(datum)) return `its value is not known: ${datum.reason}`;
  if (typeof datum === 'string')
    return 'the regular expression has parts that not every server reads as Python does';
  return `it is ${describeDatum(datum, 'python')}, and no code of the project is run`;
}

/**
 * True for a regular expression of which Python, PCRE, RE2 and JavaScript have one notion: characters, classes, groups,
 * alternatives and the usual repetitions. Look-around, back references, flags, names and possessive repetition are not in it.
 */
function isPortable(pattern: string): boolean {
  const part = String.raw`(?:\\[dws\\/.^$*+?()[\]{}|-]|\[\^?(?:\\[dws\\/.^$*+?()[\]{}|-]|[^\\[\]])+\]|\((?:\?:)?(?![*+?{])|[)|^$.]|[^\\[\](){}*+?|^$.\n])`;
  const repetition = String.raw`(?:[*+?]|\{\d+(?:,\d*)?\})?\??`;
  if (!new RegExp(`^(?:${part}${repetition})*$`).test(pattern)) return false;
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

/** True if WhiteNoise is known to serve the files: its middleware is there, or its storage. */
export function usesWhiteNoise(reader: Reader, storage: ResolvedStorage | undefined): boolean {
  const { datum } = reader.entry('MIDDLEWARE');
  const middleware = isList(datum) ? datum.filter((item) => typeof item === 'string') : [];
  const names = [...middleware, storage?.spec.className ?? ''];
  return names.some((name) => /^whitenoise\.|\.WhiteNoiseMiddleware$/.test(name));
}
