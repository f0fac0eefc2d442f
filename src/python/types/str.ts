import { isBlank, splitLines, type Word, wordsOf } from '../../text/blanks.ts';
import { chargeBuilt, totalLength } from '../native/bounds.ts';
import { expectInt, expectStr, known } from '../native/expect.ts';
import { native, quick } from '../native/native.ts';
import { pointIndex, pointLength, pointSlice, points } from '../text/points.ts';
import { formatTemplate } from '../text/template.ts';
import { plainValue } from '../values/keys.ts';
import { List } from '../values/list.ts';
import type { Arguments, Runtime } from '../values/runtime.ts';
import { bytes, type ClassValue, NotModelled, tuple, type Value } from '../values/values.ts';
import { NEW_STR } from './numbers.ts';
import { builtinClass } from './object.ts';
import { CASE_METHODS } from './str-case.ts';

/** Characters to strip: those given, or blanks. */
function stripSet(chars: Value | undefined): (point: string) => boolean {
  if (chars === null || chars === undefined) return isBlank;
  const set = new Set(points(expectStr(chars)));
  return (point) => set.has(point);
}

function strip(text: string, chars: Value | undefined, left: boolean, right: boolean): string {
  const inSet = stripSet(chars);
  let [start, end] = [0, text.length];
  while (left && start < end) {
    const point = String.fromCodePoint(text.codePointAt(start) ?? 0);
    if (!inSet(point)) break;
    start += point.length;
  }
  while (right && end > start) {
    const pair = text.codePointAt(end - 2) ?? 0;
    const point = pair > 0xffff ? String.fromCodePoint(pair) : (text[end - 1] as string);
    if (!inSet(point)) break;
    end -= point.length;
  }
  return text.slice(start, end);
}

/** `str.split`: with `separator` None, at runs of blanks. Negative `most` means all. */
function split(
  runtime: Runtime,
  text: string,
  separator: Value | undefined,
  most: number,
  fromRight: boolean,
): string[] {
  if (separator === null || separator === undefined) return splitBlanks(text, most, fromRight);
  const by = expectStr(separator);
  if (by === '') runtime.raise('ValueError', 'empty separator');
  const parts = text.split(by);
  if (most < 0 || parts.length <= most + 1) return parts;
  if (fromRight) return [parts.slice(0, parts.length - most).join(by), ...parts.slice(parts.length - most)];
  return [...parts.slice(0, most), parts.slice(most).join(by)];
}

function splitBlanks(text: string, most: number, fromRight: boolean): string[] {
  const words = wordsOf(text);
  const cut = ({ start, end }: Word): string => text.slice(start, end);
  if (most < 0 || words.length <= most) return words.map(cut);
  if (fromRight) {
    const kept = words.slice(words.length - most);
    const rest = text.slice(0, kept[0]?.start ?? text.length);
    return [strip(rest, null, false, true), ...kept.map(cut)];
  }
  return [...words.slice(0, most).map(cut), text.slice(words[most]?.start ?? text.length)];
}

/** The part of the text that `start` and `stop` of find, count and the like select, and where it begins. */
function part(text: string, { start, end }: Arguments): readonly [string, number] {
  const length = pointLength(text);
  const clamp = (given: Value | undefined, fallback: number): number => {
    if (given === null || given === undefined) return fallback;
    const index = expectInt(given);
    return Math.max(0, Math.min(length, index < 0 ? index + length : index));
  };
  const from = clamp(start, 0);
  return [pointSlice(text, from, clamp(end, length)), from];
}

function find(args: Arguments, last: boolean): number {
  const text = expectStr(args.self);
  const [within, from] = part(text, args);
  const sub = expectStr(args.sub);
  if (typeof args.start === 'bigint' && args.start > BigInt(pointLength(text))) return -1;
  const at = pointIndex(within, last ? within.lastIndexOf(sub) : within.indexOf(sub));
  return at < 0 ? -1 : at + from;
}

function affix(args: Arguments, test: (text: string, affix: string) => boolean): boolean {
  const text = expectStr(args.self);
  const [within] = part(text, args);
  if (typeof args.start === 'bigint' && args.start > BigInt(pointLength(text))) return false;
  const given = known(args.prefix);
  const all = typeof given === 'object' && given?.kind === 'tuple' ? given.items : [given];
  return all.some((one) => test(within, expectStr(one)));
}

function partition(args: Arguments, last: boolean): Value {
  const text = expectStr(args.self);
  const by = expectStr(args.sep);
  const at = last ? text.lastIndexOf(by) : text.indexOf(by);
  if (at < 0) return tuple(last ? ['', '', text] : [text, '', '']);
  return tuple([text.slice(0, at), by, text.slice(at + by.length)]);
}

function pad(args: Arguments, side: 'left' | 'right' | 'both'): string {
  const text = expectStr(args.self);
  const fill = expectStr(args.fillchar);
  const missing = Math.max(0, expectInt(args.width) - pointLength(text));
  if (missing > 100_000) throw new NotModelled('the text would be huge');
  if (side === 'left') return fill.repeat(missing) + text;
  if (side === 'right') return text + fill.repeat(missing);
  // CPython puts the odd blank to the left only if the width is odd too.
  const left = Math.floor(missing / 2) + (missing & expectInt(args.width) & 1);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

function replace(runtime: Runtime, args: Arguments): string {
  const [text, old, by] = [expectStr(args.self), expectStr(args.old), expectStr(args.new)];
  const most = expectInt(args.count);
  const parts = old === '' ? ['', ...points(text), ''] : text.split(old);
  const pieces = parts.length - 1;
  chargeBuilt(runtime, text.length + pieces * by.length);
  if (most < 0 || most >= pieces) return parts.join(by);
  return [...parts.slice(0, most), parts.slice(most).join(old)].join(by);
}

function translate(runtime: Runtime, text: string, table: Value): string {
  return [...text]
    .map((point) => {
      const mapped = runtime.call(runtime.getAttribute(table, 'get') ?? null, [
        BigInt(point.codePointAt(0) ?? 0),
        point,
      ]);
      if (mapped === null) return '';
      return typeof mapped === 'bigint' ? String.fromCodePoint(Number(mapped)) : expectStr(mapped);
    })
    .join('');
}

function join(runtime: Runtime, separator: Value | undefined, parts: Value): string {
  const texts = runtime.iterate(parts).map((item) => {
    const text = plainValue(known(item));
    if (typeof text === 'string') return text;
    return runtime.raise(
      'TypeError',
      `sequence item: expected str instance, ${runtime.classOf(text).name} found`,
    );
  });
  const between = expectStr(separator);
  chargeBuilt(runtime, totalLength(texts, between.length));
  return texts.join(between);
}

function encode(text: string, encoding: string): Value {
  const name = encoding.toLowerCase().replace(/[-_]/g, '');
  if (name === 'utf8') return bytes(Buffer.from(text, 'utf8'));
  const limit = name === 'ascii' ? 0x7f : name === 'latin1' ? 0xff : -1;
  if ([...text].some((point) => (point.codePointAt(0) ?? 0) > limit))
    throw new NotModelled(`the encoding ${encoding}`);
  return bytes(Buffer.from(text, 'latin1'));
}

/** `str`: its methods take and give JavaScript strings. */
export const STR: ClassValue = builtinClass({
  name: 'str',
  members: {
    __new__: NEW_STR,
    ...CASE_METHODS,
    split: native('split(self, sep=None, maxsplit=-1)', (runtime, { self, sep, maxsplit }) => {
      return new List(split(runtime, expectStr(self), sep, expectInt(maxsplit), false));
    }),
    rsplit: native('rsplit(self, sep=None, maxsplit=-1)', (runtime, { self, sep, maxsplit }) => {
      return new List(split(runtime, expectStr(self), sep, expectInt(maxsplit), true));
    }),
    splitlines: native('splitlines(self, keepends=False)', (runtime, { self, keepends = false }) => {
      return new List(splitLines(expectStr(self), runtime.truth(keepends)));
    }),
    join: native('join(self, iterable, /)', (runtime, { self, iterable = null }) =>
      join(runtime, self, iterable),
    ),
    ...quick({
      strip: native('strip(self, chars=None, /)', (_, { self, chars }) =>
        strip(expectStr(self), chars, true, true),
      ),
      lstrip: native('lstrip(self, chars=None, /)', (_, { self, chars }) =>
        strip(expectStr(self), chars, true, false),
      ),
      rstrip: native('rstrip(self, chars=None, /)', (_, { self, chars }) =>
        strip(expectStr(self), chars, false, true),
      ),
      find: native('find(self, sub, start=None, end=None, /)', (_, args) => BigInt(find(args, false))),
      rfind: native('rfind(self, sub, start=None, end=None, /)', (_, args) => BigInt(find(args, true))),
      index: native('index(self, sub, start=None, end=None, /)', (runtime, args) => {
        const at = find(args, false);
        return at < 0 ? runtime.raise('ValueError', 'substring not found') : BigInt(at);
      }),
      rindex: native('rindex(self, sub, start=None, end=None, /)', (runtime, args) => {
        const at = find(args, true);
        return at < 0 ? runtime.raise('ValueError', 'substring not found') : BigInt(at);
      }),
      count: native('count(self, sub, start=None, end=None, /)', (_, args) => {
        const [within] = part(expectStr(args.self), args);
        const sub = expectStr(args.sub);
        return BigInt(sub === '' ? pointLength(within) + 1 : within.split(sub).length - 1);
      }),
      startswith: native('startswith(self, prefix, start=None, end=None, /)', (_, args) =>
        affix(args, (text, one) => text.startsWith(one)),
      ),
      endswith: native('endswith(self, prefix, start=None, end=None, /)', (_, args) =>
        affix(args, (text, one) => text.endsWith(one)),
      ),
      partition: native('partition(self, sep, /)', (_, args) => partition(args, false)),
      rpartition: native('rpartition(self, sep, /)', (_, args) => partition(args, true)),
      replace: native('replace(self, old, new, count=-1)', (runtime, args) => replace(runtime, args)),
      removeprefix: native('removeprefix(self, prefix, /)', (_, { self, prefix }) => {
        const text = expectStr(self);
        return text.startsWith(expectStr(prefix)) ? text.slice(expectStr(prefix).length) : text;
      }),
      removesuffix: native('removesuffix(self, suffix, /)', (_, { self, suffix }) => {
        const [text, end] = [expectStr(self), expectStr(suffix)];
        return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text;
      }),
    }),
    ljust: native("ljust(self, width, fillchar=' ', /)", (_, args) => pad(args, 'right')),
    rjust: native("rjust(self, width, fillchar=' ', /)", (_, args) => pad(args, 'left')),
    center: native("center(self, width, fillchar=' ', /)", (_, args) => pad(args, 'both')),
    zfill: native('zfill(self, width, /)', (_, { self, width }) => {
      const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(expectStr(self)) ?? [];
      const missing = Math.max(0, expectInt(width) - pointLength(digits) - sign.length);
      if (missing > 100_000) throw new NotModelled('the text would be huge');
      return sign + '0'.repeat(missing) + digits;
    }),
    expandtabs: native('expandtabs(self, tabsize=8)', () => {
      throw new NotModelled('expandtabs is not modelled');
    }),
    encode: native("encode(self, encoding='utf-8', errors='strict')", (_, { self, encoding }) =>
      encode(expectStr(self), expectStr(encoding)),
    ),
    format: native('format(self, *args, **keywords)', (runtime, { self, args = null, keywords }) => {
      const named = typeof keywords === 'object' && keywords?.kind === 'dict' ? keywords : undefined;
      return formatTemplate(runtime, expectStr(self), runtime.iterate(args), (name) => named?.get(name));
    }),
    format_map: native('format_map(self, mapping, /)', (runtime, { self, mapping = null }) => {
      return formatTemplate(runtime, expectStr(self), [], (name) => runtime.getItem(mapping, name));
    }),
    translate: native('translate(self, table, /)', (runtime, { self, table = null }) =>
      translate(runtime, expectStr(self), table),
    ),
    maketrans: {
      kind: 'staticmethod',
      function: native('maketrans(x, y=..., z=...)', () => {
        throw new NotModelled('str.maketrans is not modelled');
      }),
    },
  },
});
