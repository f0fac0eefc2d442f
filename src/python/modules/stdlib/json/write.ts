import { compareNames } from '../../../../text/order.ts';
import { chargeLength, chargeText, totalLength } from '../../../native/bounds.ts';
import { integerText } from '../../../text/numbers.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { NotModelled, type Value } from '../../../values/values.ts';

export interface JsonStyle {
  readonly indent: string | null;
  readonly itemSeparator: string;
  readonly keySeparator: string;
  readonly sortKeys: boolean;
  readonly ascii: boolean;
  /** Gives the value to write instead of one that JSON has no form for. */
  readonly fallback: (value: Value) => Value;
}

/** `json.dumps` with these choices. */
export function writeJson(runtime: Runtime, value: Value, style: JsonStyle): string {
  const within = new Set<Value>();

  function write(item: Value, depth: number): string {
    if (item === null || typeof item === 'boolean') return String(item);
    if (typeof item === 'string') {
      chargeText(runtime, item.length);
      return quoted(item, style.ascii);
    }
    if (typeof item === 'bigint') return integerText(item);
    if (typeof item === 'number') return float(item);
    if (within.has(item)) return runtime.raise('ValueError', 'Circular reference detected');
    within.add(item);
    const text = runtime.deeper(() => writeObject(item, depth));
    within.delete(item);
    return text;
  }

  function float(item: number): string {
    if (Number.isNaN(item)) return 'NaN';
    return Number.isFinite(item) ? runtime.repr(item) : item > 0 ? 'Infinity' : '-Infinity';
  }

  function writeObject(
    item: Exclude<Value, null | boolean | bigint | number | string>,
    depth: number,
  ): string {
    if (item.kind === 'list' || item.kind === 'tuple') {
      return wrapped(
        '[',
        runtime.iterate(item).map((part) => write(part, depth + 1)),
        ']',
        depth,
      );
    }
    if (item.kind !== 'dict') return write(style.fallback(item), depth);
    if (item.spoiled !== undefined) throw new NotModelled(item.spoiled.reason);
    runtime.charge(item.size);
    const pairs = [...item.entries()].map((entry): [string, Value] => [keyText(entry.key), entry.value]);
    if (style.sortKeys) pairs.sort(([left], [right]) => compareNames(left, right));
    const parts = pairs.map(([key, part]) => {
      return quoted(key, style.ascii) + style.keySeparator + write(part, depth + 1);
    });
    return wrapped('{', parts, '}', depth);
  }

  function keyText(key: Value): string {
    if (typeof key === 'string') return key;
    if (key === null || typeof key !== 'object') return write(key, 0);
    return runtime.raise('TypeError', 'keys must be str, int, float, bool or None');
  }

  function wrapped(open: string, parts: readonly string[], close: string, depth: number): string {
    chargeLength(runtime, totalLength(parts));
    if (parts.length === 0) return open + close;
    if (style.indent === null) return open + parts.join(style.itemSeparator) + close;
    const line = `\n${style.indent.repeat(depth + 1)}`;
    return (
      open +
      line +
      parts.join(style.itemSeparator + line) +
      line.slice(0, line.length - style.indent.length) +
      close
    );
  }

  return write(value, 0);
}

const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function quoted(text: string, ascii: boolean): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them.
  const special = ascii ? /["\\]|[^ -~]/g : /["\\\u0000-\u001f]/g;
  const escaped = text.replace(special, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    return SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}
