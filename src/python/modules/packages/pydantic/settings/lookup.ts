/** From the texts that are found to the values that the fields of settings are given. */

import { Dict } from '../../../../values/dict.ts';
import type { Runtime } from '../../../../values/runtime.ts';
import {
  type ClassValue,
  isUnknown,
  MetUnknown,
  NotModelled,
  type Value,
} from '../../../../values/values.ts';
import { JsonError, readJson } from '../../../stdlib/json/read.ts';
import { Invalid } from '../constraints.ts';
import { definitionOf, type Field } from '../definition.ts';
import { aliasNames } from '../field.ts';
import { merged, namesOf } from '../making.ts';

import { type Options, optionsOfModel } from '../options.ts';
import type { Version } from '../scalars.ts';
import { bare, isComplex, isComplexUnion, isUncertain, type Shape, UNTYPED } from '../shape.ts';
import { comparable, type Reading, type Variables } from './variables.ts';

export interface Lookup {
  readonly runtime: Runtime;
  readonly type: ClassValue;
  readonly version: Version;
  readonly options: Options;
  readonly reading: Reading;
  readonly prefix: string;
  /** Between the names of a field and of a field inside of it; `''` where there is none. */
  readonly delimiter: string;
  /** At most so many names are told apart; -1 for any number. */
  readonly mostSplits: number;
}

/** The variables that a field is looked for in, the first that is set counts. */
export function variableNames(
  { runtime, version, options, prefix }: Lookup,
  field: Field,
): readonly string[] {
  const { others } = field.options;
  if (version === 1) {
    const env = others.get('env');
    if (env === undefined) return [prefix + field.name];
    if (typeof env === 'string') return [env];
    if (isUnknown(env)) throw new MetUnknown(env);
    if (typeof env === 'object' && env !== null && (env.kind === 'set' || env.kind === 'frozenset')) {
      if (env.size > 1) throw new NotModelled('which of a set of variables goes first is not known');
    }
    return runtime.iterate(env).map(String);
  }
  const alias = others.get('validation_alias') ?? others.get('alias');
  if (alias === undefined || options.get('validate_by_alias') === false) return [prefix + field.name];
  const isByName = options.get('populate_by_name') === true || options.get('validate_by_name') === true;
  return isByName ? [...aliasNames(alias), prefix + field.name] : aliasNames(alias);
}

/** Marks of `Annotated` that say whether a text is read as JSON. */
function readsJson(lookup: Lookup, shape: Shape): boolean {
  const marks = shape.kind === 'annotated' ? shape.metadata : [];
  const has = (name: string): boolean =>
    marks.some((mark) => typeof mark === 'object' && mark?.kind === 'class' && mark.name === name);
  if (has('NoDecode')) return false;
  return lookup.options.get('enable_decoding') !== false || has('ForceDecode');
}

function decoded(lookup: Lookup, field: string, shape: Shape, text: string): Value {
  if (!readsJson(lookup, shape)) return text;
  const own = lookup.options.get('parse_env_var');
  if (own !== undefined && own !== null) {
    const method = typeof own === 'object' && own.kind === 'classmethod' ? own.function : own;
    return lookup.runtime.call(method, [lookup.type, field, text]);
  }
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    if (isComplexUnion(shape)) return text;
    throw new Invalid(`its text is no JSON (${error.message})`);
  }
}

/** What one place gives for a field; `undefined` where it gives nothing. Throws `Invalid`. */
export function lookUp(lookup: Lookup, variables: Variables, field: Field): Value | undefined {
  const found = variableNames(lookup, field)
    .map((name) => variables.get(name))
    .find((value) => value !== undefined);
  if (found !== undefined && typeof found !== 'string') throw new MetUnknown(found);
  const shape = field.shape();
  if (isUncertain(shape)) return found;
  if (!isComplex(shape, lookup.version) && !isComplexUnion(shape)) return found;
  if (found === undefined) {
    const built = explode(lookup, variables, field, shape);
    return built.size === 0 ? undefined : built;
  }
  const value = decoded(lookup, field.name, shape, found);
  if (!(value instanceof Dict)) return value;
  return renamed(lookup, shape, merged(value, explode(lookup, variables, field, shape)));
}

/** The names of a file that belong to no field, by the names that the model is then given. */
export function extraNames(lookup: Lookup, file: Variables): ReadonlyMap<string, string> {
  const { type, reading, delimiter } = lookup;
  const { fields } = definitionOf(type);
  const prefix = comparable(lookup.prefix, reading);
  const isTaken = (variable: string): boolean =>
    fields.some((field) =>
      variableNames(lookup, field).some((name) => {
        const known = comparable(name, reading);
        if (variable === known) return true;
        const isDeep = delimiter !== '' && (isComplex(field.shape()) || isComplexUnion(field.shape()));
        return isDeep && variable.startsWith(known + comparable(delimiter, reading));
      }),
    );
  const extras = new Map<string, string>();
  for (const variable of file.beginningWith('')) {
    if (file.get(variable) === '' || isTaken(variable)) continue;
    if (prefix !== '' && fields.some((field) => field.name === variable)) continue;
    extras.set(variable, variable.startsWith(prefix) ? variable.slice(prefix.length) : variable);
  }
  return extras;
}

/** The shape of what `key` names inside of a shape. */
function inside(shape: Shape, key: string, reading: Reading): { name: string; shape: Shape } | undefined {
  const inner = bare(shape);
  if (inner.kind === 'union') {
    const found = inner.members.map((member) => inside(member, key, reading));
    return found.find((each) => each !== undefined);
  }
  if (inner.kind === 'dict') return inner.value === UNTYPED ? undefined : { name: key, shape: inner.value };
  if (inner.kind !== 'model') return undefined;
  const options = optionsOfModel(inner.type);
  for (const field of definitionOf(inner.type).fields) {
    const names = namesOf(field, options, 2);
    const isIt = [...names, field.name].some(
      (name) => comparable(name, reading) === comparable(key, reading),
    );
    if (isIt) return { name: names[0] ?? field.name, shape: field.shape() };
  }
  return undefined;
}

/** `DATABASE__HOST=x` for the field `database`: the dict of what its parts are set to. */
function explode(lookup: Lookup, variables: Variables, field: Field, shape: Shape): Dict {
  const { delimiter, reading, version, mostSplits } = lookup;
  const result = new Dict();
  if (delimiter === '') return result;
  rememberParts(lookup, variables, field, shape);
  const reads = version === 1 ? 'nothing' : bare(shape).kind === 'dict' ? 'anything' : 'typed';
  for (const name of variableNames(lookup, field)) {
    const prefix = comparable(name + delimiter, reading);
    for (const variable of variables.beginningWith(prefix)) {
      const text = variables.get(variable);
      if (text === undefined) continue;
      const keys = splitAtMost(variable.slice(prefix.length), comparable(delimiter, reading), mostSplits);
      put(lookup, result, shape, keys, text as Value, reads);
    }
  }
  return result;
}

function splitAtMost(text: string, delimiter: string, most: number): readonly string[] {
  const parts = text.split(delimiter);
  if (most < 0 || parts.length <= most + 1) return parts;
  return [...parts.slice(0, most), parts.slice(most).join(delimiter)];
}

/** Asks for what the parts of a model are called, so that a message can name the variables that are missing. */
function rememberParts(lookup: Lookup, variables: Variables, field: Field, shape: Shape): void {
  const inner = bare(shape);
  if (inner.kind !== 'model') return;
  const [name] = variableNames(lookup, field);
  for (const part of definitionOf(inner.type).fields) variables.get(`${name}${lookup.delimiter}${part.name}`);
}

function put(
  lookup: Lookup,
  target: Dict,
  shape: Shape,
  keys: readonly string[],
  text: Value,
  reads: Reads,
): void {
  const [key = '', ...more] = keys;
  const found = inside(shape, key, lookup.reading);
  const name = found?.name ?? key;
  if (more.length > 0) {
    const before = target.get(name);
    const deeper = before instanceof Dict ? before : new Dict();
    target.set(name, deeper);
    put(lookup, deeper, found?.shape ?? NOTHING_KNOWN, more, text, reads);
    return;
  }
  const isComplexPart = found !== undefined && (isComplex(found.shape) || isComplexUnion(found.shape));
  if (typeof text !== 'string' || text === '' || reads === 'nothing') target.set(name, text);
  else if (isComplexPart) target.set(name, decoded(lookup, name, found.shape, text));
  else target.set(name, found === undefined && reads === 'anything' ? asJson(text) : text);
}

/** Tells which parts of a field are read as JSON: each whose type asks for it, and in a dict each without a type. */
type Reads = 'nothing' | 'typed' | 'anything';

const NOTHING_KNOWN: Shape = { kind: 'any' };

function asJson(text: string): Value {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonError) return text;
    throw error;
  }
}

/** Keys of JSON in the case of the fields they mean, where the case does not count. */
function renamed(lookup: Lookup, shape: Shape, value: Dict): Dict {
  if (lookup.reading.caseSensitive || lookup.version === 1) return value;
  return new Dict(
    [...value.entries()].map(({ key, value: item }) => {
      const found = typeof key === 'string' ? inside(shape, key, lookup.reading) : undefined;
      if (found === undefined || bare(shape).kind === 'dict') return [key, item];
      return [found.name, item instanceof Dict ? renamed(lookup, found.shape, item) : item];
    }),
  );
}
