import type * as Yaml from 'yaml';
import { known } from '../../../native/expect.ts';
import { loadPackage } from '../../../native/lazy-package.ts';
import { native } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { exceptionClass, opaqueClass } from '../../../native/stand-ins.ts';
import { Dict } from '../../../values/dict.ts';
import { iterator } from '../../../values/iterator.ts';
import { List } from '../../../values/list.ts';
import type { NativeModule, Runtime } from '../../../values/runtime.ts';
import { SetValue } from '../../../values/set-value.ts';
import { bytes, type ClassValue, NotModelled, tuple, type Value } from '../../../values/values.ts';
import { resolveNewPlain, resolvePlain } from './resolve.ts';

const STANDARD = 'tag:yaml.org,2002:';

/** A plain scalar as a value; `undefined` for a timestamp. */
type Resolve = (text: string) => Value | undefined;

class Builder {
  readonly #runtime: Runtime;
  readonly #yaml: typeof Yaml;
  readonly #document: Yaml.Document;
  readonly #failure: ClassValue;
  readonly #resolve: Resolve;
  readonly #built = new Map<unknown, Value>();

  constructor(
    runtime: Runtime,
    yaml: typeof Yaml,
    document: Yaml.Document,
    failure: ClassValue,
    resolve: Resolve,
  ) {
    this.#resolve = resolve;
    this.#runtime = runtime;
    this.#yaml = yaml;
    this.#document = document;
    this.#failure = failure;
  }

  build(node: unknown): Value {
    this.#runtime.charge(1);
    if (node === null || node === undefined) return null;
    const before = this.#built.get(node);
    if (before !== undefined) return before;
    if (this.#yaml.isAlias(node)) return this.build(node.resolve(this.#document));
    if (this.#yaml.isScalar(node)) return this.#scalar(node);
    if (this.#yaml.isSeq(node)) return this.#runtime.deeper(() => this.#sequence(node));
    if (this.#yaml.isMap(node)) return this.#runtime.deeper(() => this.#mapping(node));
    throw new NotModelled('such a YAML node is not modelled');
  }

  #tagOf(node: Yaml.Node): string {
    const tag = node.tag;
    if (tag === undefined) return '';
    return tag.startsWith(STANDARD) ? tag.slice(STANDARD.length) : tag;
  }

  #scalar(node: Yaml.Scalar): Value {
    // The failsafe schema leaves every scalar a text.
    const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
    const tag = this.#tagOf(node);
    if (tag === '' && node.type !== 'PLAIN') return text;
    if (tag === 'str') return text;
    if (tag === 'python/tuple') return tuple([]);
    if (tag === 'binary') return bytes(Buffer.from(text, 'base64'));
    // YAML 1.1's value key, which PyYAML knows and then has no use for.
    if (tag === '' && text === '=') return this.#foreign('value');
    const value = this.#resolve(text);
    if (value === undefined || tag === 'timestamp') return this.#runtime.unknown('dates are not modelled');
    if (tag === '') return value;
    if (tag === 'null') return null;
    if (tag === 'bool' && typeof value === 'boolean') return value;
    if (tag === 'int' && typeof value === 'bigint') return value;
    if (tag === 'float' && (typeof value === 'number' || typeof value === 'bigint')) return Number(value);
    return this.#foreign(tag);
  }

  /** A tag of an application: the safe loader refuses it, another may build anything. */
  #foreign(tag: string): never {
    return raiseFrom(this.#runtime, this.#failure, `could not determine a constructor for the tag '${tag}'`);
  }

  #sequence(node: Yaml.YAMLSeq): Value {
    const tag = this.#tagOf(node);
    if (tag !== '' && tag !== 'seq') throw new NotModelled(`the YAML tag ${tag} is not modelled`);
    const list = new List();
    this.#built.set(node, list);
    list.replace(node.items.map((item) => this.build(item)));
    return list;
  }

  #mapping(node: Yaml.YAMLMap): Value {
    const tag = this.#tagOf(node);
    if (tag === 'set') return new SetValue(node.items.map((pair) => this.build(pair.key)));
    if (tag !== '' && tag !== 'map') throw new NotModelled(`the YAML tag ${tag} is not modelled`);
    const dict = new Dict();
    this.#built.set(node, dict);
    for (const [key, value] of this.#pairs(node)) dict.set(key, value);
    return dict;
  }

  /** Puts the pairs that `<<` merges first, so that the mapping's own keys win. Of several merged pairs the first wins. */
  #pairs(node: Yaml.YAMLMap): readonly (readonly [Value, Value])[] {
    const merged: (readonly [Value, Value])[] = [];
    const own: (readonly [Value, Value])[] = [];
    for (const pair of node.items) {
      if (this.#isMerge(pair.key)) merged.push(...this.#merged(pair.value));
      else own.push([this.build(pair.key), this.build(pair.value)]);
    }
    return [...merged, ...own];
  }

  #isMerge(key: unknown): boolean {
    return this.#yaml.isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
  }

  #merged(node: unknown): readonly (readonly [Value, Value])[] {
    const source = this.#yaml.isAlias(node) ? node.resolve(this.#document) : node;
    if (this.#yaml.isMap(source)) return this.#pairs(source);
    if (this.#yaml.isSeq(source)) return [...source.items].reverse().flatMap((item) => this.#merged(item));
    throw new NotModelled('what is merged is no mapping');
  }
}

// The parser sets itself up for each text.
const STEPS_TO_PARSE = 30;

function documents(
  runtime: Runtime,
  text: string,
  failure: ClassValue,
  resolve: Resolve = resolvePlain,
): readonly Value[] {
  const yaml = loadPackage<typeof Yaml>('yaml');
  runtime.charge(STEPS_TO_PARSE + (text.length >> 2));
  const parsed = yaml.parseAllDocuments(text, {
    schema: 'failsafe',
    version: '1.1',
    uniqueKeys: false,
    merge: false,
  });
  const all = Array.isArray(parsed) ? (parsed as readonly Yaml.Document[]) : [];
  return all.map((document) => {
    const [error] = document.errors;
    if (error !== undefined) return raiseFrom(runtime, failure, error.message.split('\n')[0] as string);
    return new Builder(runtime, yaml, document, failure, resolve).build(document.contents);
  });
}

function textOf(runtime: Runtime, stream: Value): string {
  const given = known(stream);
  if (typeof given === 'string') return given;
  if (typeof given === 'object' && given?.kind === 'bytes') return Buffer.from(given.data).toString('utf8');
  const read = runtime.getAttribute(given, 'read');
  if (read === undefined) throw new NotModelled('what is loaded is no YAML');
  return textOf(runtime, runtime.call(read));
}

/** One document of YAML 1.2, as ruamel reads it: `yes` and `1:30` are texts there. */
export function loadNewYaml(runtime: Runtime, text: string): Value {
  const failure = exceptionClass(runtime, 'YAMLError', 'ruamel.yaml.error');
  const all = documents(runtime, text, failure, resolveNewPlain);
  if (all.length > 1) throw new NotModelled('several documents in one file are not modelled');
  return all[0] ?? null;
}

export const yaml: NativeModule = {
  name: 'yaml',
  from: 'package',
  names: (runtime) => {
    const YAMLError = exceptionClass(runtime, 'YAMLError', 'yaml.error');
    const safe = opaqueClass('SafeLoader', 'yaml.loader');
    const load = (name: string, parameters: string): Value =>
      native(`${name}(stream${parameters})`, (call, { stream = null, Loader = null }) => {
        // A loader of the project may know tags of its own.
        if (typeof Loader === 'object' && Loader?.kind === 'class' && Loader.at !== undefined)
          throw new NotModelled('a loader of the project is not modelled');
        const all = documents(call, textOf(call, stream), YAMLError);
        if (all.length > 1) return raiseFrom(call, YAMLError, 'expected a single document in the stream');
        return all[0] ?? null;
      });
    const loadAll = (name: string, parameters: string): Value =>
      native(`${name}(stream${parameters})`, (call, { stream = null }) =>
        iterator(documents(call, textOf(call, stream), YAMLError), 'generator'),
      );
    return {
      YAMLError,
      load: load('load', ', Loader=None'),
      safe_load: load('safe_load', ''),
      full_load: load('full_load', ''),
      unsafe_load: load('unsafe_load', ''),
      load_all: loadAll('load_all', ', Loader=None'),
      safe_load_all: loadAll('safe_load_all', ''),
      SafeLoader: safe,
      CSafeLoader: safe,
      Loader: opaqueClass('Loader', 'yaml.loader'),
      FullLoader: opaqueClass('FullLoader', 'yaml.loader'),
      CLoader: opaqueClass('CLoader', 'yaml.loader'),
    };
  },
};
