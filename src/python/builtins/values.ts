import { expectInt, expectStr, known } from '../native/expect.ts';
import { native, quick } from '../native/native.ts';
import { unknowable } from '../native/stand-ins.ts';
import { onlyAscii } from '../text/quote.ts';
import { raiseEnd } from '../types/iterators.ts';
import { sorted } from '../types/sequences.ts';
import { iterator, NOTHING_SENT } from '../values/iterator.ts';
import { List } from '../values/list.ts';
import { isNumber, toNumber } from '../values/numeric.ts';
import { MetUnknown, NotModelled, orElse, tuple, type Value } from '../values/values.ts';
import { backwards, iteratorName, nextOf, quantified, untilSentinel } from './iterators.ts';
import { LAZY_FUNCTIONS } from './lazy.ts';
import { extreme, inBase, powerModulo, round } from './numbers.ts';

/** Built-in functions that only compute. */
export const VALUE_FUNCTIONS: Readonly<Record<string, Value>> = quick({
  len: native('len(obj, /)', (runtime, { obj = null }) => BigInt(runtime.length(obj))),
  abs: native('abs(x, /)', (runtime, { x }) => {
    const value = known(x);
    if (!isNumber(value)) throw new NotModelled(`abs of a ${runtime.classOf(value).name}`);
    const number = toNumber(value);
    return typeof number === 'bigint' ? (number < 0n ? -number : number) : Math.abs(number);
  }),
  round: native('round(number, ndigits=...)', (runtime, { number, ndigits }) =>
    round(runtime, number, ndigits),
  ),
  divmod: native('divmod(x, y, /)', (runtime, { x = null, y = null }) =>
    tuple([runtime.operate('//', x, y), runtime.operate('%', x, y)]),
  ),
  pow: native('pow(base, exp, mod=None)', (runtime, { base = null, exp = null, mod = null }) => {
    if (
      typeof base === 'bigint' &&
      typeof exp === 'bigint' &&
      typeof mod === 'bigint' &&
      exp >= 0n &&
      mod !== 0n
    )
      return powerModulo(runtime, base, exp, mod);
    const power = runtime.operate('**', base, exp);
    return mod === null ? power : runtime.operate('%', power, mod);
  }),
  min: extreme('min', (runtime, one, best) => runtime.less(one, best)),
  max: extreme('max', (runtime, one, best) => runtime.less(best, one)),
  sum: native('sum(iterable, /, start=0)', (runtime, { iterable = null, start = null }) => {
    return runtime.withItems(iterable, (items, doubt) => {
      let total = start;
      let isExact = true;
      for (const item of items) {
        // Floats are rounded on the way, sequences are joined in order.
        if (typeof item !== 'bigint') isExact = false;
        total = runtime.operate('+', total, item);
      }
      if (doubt !== undefined && !isExact) throw new MetUnknown(doubt);
      return total;
    });
  }),
  any: native('any(iterable, /)', (runtime, { iterable = null }) => quantified(runtime, iterable, true)),
  all: native('all(iterable, /)', (runtime, { iterable = null }) => quantified(runtime, iterable, false)),
  sorted: native(
    'sorted(iterable, /, *, key=None, reverse=False)',
    (runtime, { iterable = null, key = null, reverse = false }) => {
      const isReversed = runtime.truth(reverse);
      return new List(
        runtime.withItems(iterable, (items, doubt) => sorted(runtime, [...items], key, isReversed, doubt)),
      );
    },
  ),
  reversed: native('reversed(sequence, /)', (runtime, { sequence = null }) => {
    const value = known(sequence);
    if (typeof value === 'object' && (value?.kind === 'set' || value?.kind === 'iterator')) {
      return runtime.raise('TypeError', `'${runtime.classOf(value).name}' object is not reversible`);
    }
    if (typeof value === 'object' && value?.kind === 'list')
      return iterator(backwards(value), 'list_reverseiterator');
    return iterator([...runtime.iterate(value)].reverse(), 'reversed');
  }),
  ...LAZY_FUNCTIONS,
  iter: native('iter(object, sentinel=..., /)', (runtime, { object = null, sentinel }) => {
    if (sentinel !== undefined)
      return iterator(untilSentinel(runtime, object, sentinel), 'callable_iterator');
    const value = known(object);
    if (typeof value === 'object' && value?.kind === 'iterator') return value;
    if (typeof value === 'object' && value?.kind === 'instance') {
      const method = runtime.getAttribute(value, '__iter__');
      if (method !== undefined && value.class.at !== undefined) return runtime.call(method);
    }
    const unordered = runtime.orderDoubt(value);
    return iterator(runtime.itemsInAnyOrder(value), iteratorName(value), { unordered });
  }),
  next: native(
    'next(iterator, default=..., /)',
    (runtime, { iterator: given, default: fallback }) => {
      const value = known(given);
      if (typeof value === 'object' && value?.kind === 'instance') return nextOf(runtime, value, fallback);
      if (typeof value !== 'object' || value?.kind !== 'iterator')
        throw new NotModelled('next() of something else than an iterator');
      const step = value.resume(NOTHING_SENT);
      value.leave();
      if (step.done !== true) return step.value;
      return orElse(fallback, () => raiseEnd(runtime, step.value));
    },
    { takesUnknown: true },
  ),
  repr: native('repr(obj, /)', (runtime, { obj = null }) => runtime.repr(obj)),
  ascii: native('ascii(obj, /)', (runtime, { obj = null }) => onlyAscii(runtime.repr(obj))),
  format: native("format(value, spec='', /)", (runtime, { value = null, spec }) =>
    runtime.format(value, expectStr(spec)),
  ),
  ord: native('ord(c, /)', (_, { c }) => {
    const [point = '', ...more] = expectStr(c);
    if (point === '' || more.length > 0) throw new NotModelled('ord of something else than one character');
    return BigInt(point.codePointAt(0) ?? 0);
  }),
  chr: native('chr(i, /)', (runtime, { i }) => {
    const code = expectInt(i);
    if (code < 0 || code > 0x10ffff) return runtime.raise('ValueError', 'chr() arg not in range(0x110000)');
    return String.fromCodePoint(code);
  }),
  hex: inBase('hex', 16, '0x'),
  oct: inBase('oct', 8, '0o'),
  bin: inBase('bin', 2, '0b'),
  id: unknowable('id', 'the address of an object differs from run to run'),
  hash: native('hash(obj, /)', () => {
    throw new NotModelled('hash values are not modelled');
  }),
});
