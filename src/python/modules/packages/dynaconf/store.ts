import { strip } from '../../../../text/blanks.ts';
import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { isUnknown, NotModelled, type Value } from '../../../values/values.ts';
import { actionOf, convert } from './convert.ts';

export interface SetOptions {
  readonly asToml: boolean;
  /** Whether what is there is merged with; `undefined` leaves it to the store. */
  readonly merge: boolean | undefined;
  readonly splits: boolean;
  /** Where the value is from: a file, or a variable. */
  readonly from: Source;
}

export interface Source {
  readonly file?: string;
  readonly variable?: string;
}

interface Kept {
  readonly value: Value;
  readonly sources: readonly Source[];
}

/** The settings as dynaconf collects them: by name in capitals, what is set later replaces or is merged. */
export class Store {
  readonly #runtime: Runtime;
  readonly #merges: boolean;
  readonly #separator: string;
  readonly #kept = new Map<string, Kept>();

  constructor(runtime: Runtime, merges: boolean, separator: string) {
    this.#runtime = runtime;
    this.#merges = merges;
    this.#separator = separator;
  }

  get(name: string): Value | undefined {
    return this.#kept.get(name.toUpperCase())?.value;
  }

  names(): readonly string[] {
    return [...this.#kept.keys()];
  }

  sourcesOf(name: string): readonly Source[] {
    return this.#kept.get(name)?.sources ?? [];
  }

  set(name: string, given: Value, options: SetOptions): void {
    const path = this.#separator === '' ? name : name.replaceAll(this.#separator, '.');
    if (path.includes('.') && options.splits) {
      this.#setInside(path.split('.'), given, options);
      return;
    }
    const key = strip(path).toUpperCase();
    const parsed = convert(this.#runtime, given, options.asToml);
    const before = this.get(key);
    const action = actionOf(parsed);
    const merges = options.merge ?? this.#merges;
    const value = action === undefined ? parsed : applied(before, parsed);
    // What `@merge` made is merged once more where everything is.
    const isSettled = action !== undefined && (action.kind !== 'merge' || !merges);
    const replaced = (): Value => this.#replaced(before, value, merges, options.merge === true);
    this.#keep(key, isSettled ? value : replaced(), options);
  }

  #keep(key: string, value: Value, { from }: SetOptions): void {
    const earlier = this.#kept.get(key)?.sources ?? [];
    // Where nothing is there to merge with, dynaconf leaves marks and objects of its own behind.
    const kept = isLeftOver(value)
      ? this.#runtime.unknown(`${key} is merged or removed in a way that is not modelled`)
      : value;
    this.#kept.set(key, { value: kept, sources: [...earlier, from] });
  }

  /** What stands after setting a value where another was: `dynaconf_merge` in it asks for both. */
  #replaced(before: Value | undefined, value: Value, merges: boolean, wholeFile: boolean): Value {
    if (before === undefined || before === null) return value;
    const isDoubtful = isUnknown(before) && actionOf(before) === undefined;
    // A file that merges as a whole takes no mark out of a list.
    if (wholeFile && value instanceof List && value.items.includes('dynaconf_merge')) return value;
    if (wholeFile && value instanceof Dict && !(before instanceof Dict) && !isDoubtful) return value;
    const [plain, asked] = withoutMarks(value);
    const wanted = asked ?? (merges ? 'merge' : undefined);
    if (wanted === undefined || wanted === 'no') return plain;
    return mergedWith(before, plain, wanted === 'unique');
  }

  /** `DATABASES__default__NAME`: sets one item deep inside, and keeps the others. */
  #setInside(keys: readonly string[], given: Value, options: SetOptions): void {
    const [top = '', ...path] = keys;
    if (this.#merges) throw new NotModelled('names with parts, where all is merged, are not modelled');
    const name = strip(top).toUpperCase();
    const before = this.get(name);
    const value = convert(this.#runtime, given, options.asToml);
    if (isUnknown(before) && actionOf(before) === undefined) return;
    this.#keep(name, setAt(before, path, value), options);
  }
}

/** The key of a dict that is meant, whatever its case. */
function keyLike(dict: Dict, key: string): string {
  if (dict.has(key)) return key;
  for (const entry of dict.entries())
    if (typeof entry.key === 'string' && entry.key.toLowerCase() === key.toLowerCase()) return entry.key;
  return key;
}

function copyOf(dict: Dict): Dict {
  return new Dict([...dict.entries()].map(({ key, value }) => [key, value]));
}

function setAt(before: Value | undefined, path: readonly string[], value: Value): Value {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const result = before instanceof Dict ? copyOf(before) : new Dict();
  const key = keyLike(result, first);
  const action = rest.length === 0 ? actionOf(value) : undefined;
  // Only what is inside of a dict that is there already is merged.
  const isApplied = action !== undefined && before instanceof Dict && before.size > 0;
  if (isApplied && action.kind === 'delete') result.delete(key);
  else if (isApplied) result.set(key, applied(result.get(key), value));
  else result.set(key, setAt(result.get(key), rest, value));
  return result;
}

const MARKS: readonly Value[] = ['dynaconf_merge', 'dynaconf_merge_unique'];

/** Whether a mark or an action is left in a value, that nobody carried out. */
function isLeftOver(value: Value): boolean {
  const action = actionOf(value);
  if (action !== undefined) return action.kind !== 'later';
  if (value instanceof List) return value.items.some((item) => MARKS.includes(item) || isLeftOver(item));
  if (!(value instanceof Dict)) return false;
  return [...value.entries()].some((entry) => MARKS.includes(entry.key) || isLeftOver(entry.value));
}

type Asked = 'merge' | 'unique' | 'no' | undefined;

/** The value without `dynaconf_merge`, and what that asks for. */
function withoutMarks(value: Value): readonly [Value, Asked] {
  if (value instanceof List) {
    const marks: readonly Value[] = value.items.filter(
      (item) => item === 'dynaconf_merge' || item === 'dynaconf_merge_unique',
    );
    if (marks.length === 0) return [value, undefined];
    const items = value.items.filter((item) => typeof item !== 'string' || !marks.includes(item));
    return [new List(items), marks.includes('dynaconf_merge_unique') ? 'unique' : 'merge'];
  }
  if (!(value instanceof Dict)) return [value, undefined];
  const mark = value.get('dynaconf_merge') ?? value.get('dynaconf_merge_unique');
  if (mark === undefined) return [value, undefined];
  const plain = copyOf(value);
  plain.delete('dynaconf_merge');
  plain.delete('dynaconf_merge_unique');
  // `dynaconf_merge: [...]` holds what to merge itself.
  if (typeof mark !== 'boolean' && plain.size === 0) return [mark, 'merge'];
  return [plain, mark === false ? 'no' : 'merge'];
}

/** Dicts item by item, lists one behind the other; anything else is replaced. */
function mergedWith(before: Value, value: Value, unique: boolean): Value {
  if (actionOf(value) === undefined && isUnknown(value)) return value;
  // A text that is filled in later is no list or dict.
  if (actionOf(before) !== undefined) return value;
  if (isUnknown(before)) return before;
  if (before instanceof List && value instanceof List) {
    if (same(before, value)) return value;
    const isNew = (item: Value): boolean => !value.items.some((each) => each === item);
    return new List([...(unique ? before.items.filter(isNew) : before.items), ...value.items]);
  }
  if (!(before instanceof Dict && value instanceof Dict)) return value;
  const result = copyOf(before);
  for (const { key, value: item } of value.entries()) {
    const own = typeof key === 'string' ? keyLike(result, key) : key;
    const old = result.get(own);
    if (actionOf(item)?.kind === 'delete') result.delete(own);
    else result.set(own, mergedItem(old, item));
  }
  return result;
}

function mergedItem(old: Value | undefined, item: Value): Value {
  const action = actionOf(item);
  if (action !== undefined) return action.kind === 'later' ? item : applied(old, item);
  if (old === undefined || old === null) return item;
  const [plain, asked] = withoutMarks(item);
  return asked === 'no' ? plain : mergedWith(old, plain, asked === 'unique');
}

function same(left: List, right: List): boolean {
  return (
    left.items.length === right.items.length && left.items.every((item, index) => item === right.items[index])
  );
}

function applied(before: Value | undefined, value: Value): Value {
  const action = actionOf(value);
  if (before !== undefined && isUnknown(before) && actionOf(before) === undefined) return before;
  switch (action?.kind) {
    case 'merge':
      if (before === undefined || before === null) return action.value;
      return mergedWith(before, action.value, action.unique);
    case 'insert': {
      if (!(before instanceof List) || before.items.length === 0) return new List([action.value]);
      const items = [...before.items];
      const at = action.index < 0 ? Math.max(0, items.length + action.index) : action.index;
      items.splice(at, 0, action.value);
      return new List(items);
    }
    default:
      return value;
  }
}
