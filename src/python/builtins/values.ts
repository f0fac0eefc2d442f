import { expectInt, expectStr, known } from '../native/expect.ts';
import { native } from '../native/native.ts';
import { divideToEven, fraction } from '../text/numbers.ts';
import { onlyAscii } from '../text/quote.ts';
import { sorted } from '../types/sequences.ts';
import { List } from '../values/containers.ts';
import type { Context } from '../values/context.ts';
import { identity } from '../values/keys.ts';
import { isNumber, toNumber } from '../values/numeric.ts';
import {
  type Instance,
  iterator,
  MetUnknown,
  NotModelled,
  orElse,
  Raised,
  tuple,
  type Value,
} from '../values/values.ts';
import { LAZY_FUNCTIONS } from './lazy.ts';

/** `min` and `max`: of one iterable, or of the arguments. */
function extreme(name: string, isBetter: (context: Context, one: Value, best: Value) => boolean): Value {
  return native(
    `${name}(*args, key=None, default=...)`,
    (context, { args = null, key = null, default: fallback }) => {
      const given = context.iterate(args);
      const items = given.length === 1 ? context.iterate(given[0] ?? null) : given;
      let best: { readonly item: Value; readonly by: Value } | undefined;
      for (const item of items) {
        const by = key === null ? item : context.call(key, [item]);
        if (best === undefined || isBetter(context, by, best.by)) best = { item, by };
      }
      if (best !== undefined) return best.item;
      return orElse(fallback, () => context.raise('ValueError', `${name}() iterable argument is empty`));
    },
  );
}

function round(context: Context, given: Value | undefined, digits: Value | undefined): Value {
  const value = known(given);
  if (!isNumber(value))
    return context.raise('TypeError', `type ${context.classOf(value).name} doesn't define __round__ method`);
  const places = digits === undefined || digits === null ? undefined : expectInt(digits);
  const number = toNumber(value);
  if (typeof number === 'bigint') {
    if (places === undefined || places >= 0) return number;
    const unit = 10n ** BigInt(-places);
    return divideToEven(number, unit) * unit;
  }
  if (places === undefined) {
    if (!Number.isFinite(number))
      return context.raise('OverflowError', 'cannot convert float infinity to integer');
    return divideToEven(...fraction(number));
  }
  if (!Number.isFinite(number) || places > 22) return number;
  if (places < -300) return 0;
  const [numerator, denominator] = fraction(number);
  const scaled =
    places >= 0
      ? divideToEven(numerator * 10n ** BigInt(places), denominator)
      : divideToEven(numerator, denominator * 10n ** BigInt(-places));
  const rounded = Number(`${scaled}e${-places}`);
  return rounded === 0 && (number < 0 || Object.is(number, -0)) ? -0 : rounded;
}

function inBase(name: string, radix: number, prefix: string): Value {
  return native(`${name}(x)`, (_, { x }) => {
    const value = known(x);
    if (typeof value !== 'bigint') throw new NotModelled(`${name} of something else than an int`);
    return `${value < 0n ? '-' : ''}${prefix}${(value < 0n ? -value : value).toString(radix)}`;
  });
}

/** An item that decides `any` or `all`; an Unknown counts only where no other decides. */
function quantified(context: Context, values: Value, settling: boolean): boolean {
  let doubt: MetUnknown | undefined;
  for (const value of context.items(values)) {
    try {
      if (context.truth(value) === settling) return settling;
    } catch (error) {
      if (!(error instanceof MetUnknown)) throw error;
      doubt ??= error;
    }
  }
  if (doubt !== undefined) throw doubt;
  return !settling;
}

function* untilSentinel(context: Context, callee: Value, sentinel: Value): Generator<Value> {
  for (;;) {
    context.charge(1);
    const value = context.call(callee);
    if (context.equal(value, sentinel)) return;
    yield value;
  }
}

/** `next` of an object with a `__next__` of its own. */
function nextOf(context: Context, value: Instance, fallback: Value | undefined): Value {
  const method = context.getAttribute(value, '__next__');
  if (method === undefined) throw new NotModelled('next() of something else than an iterator');
  try {
    return context.call(method);
  } catch (error) {
    const isEnd = error instanceof Raised && error.exception.class.name === 'StopIteration';
    if (!isEnd || fallback === undefined) throw error;
    return fallback;
  }
}

/** Built-in functions that only compute. */
export const VALUE_FUNCTIONS: Readonly<Record<string, Value>> = {
  len: native('len(obj, /)', (context, { obj = null }) => BigInt(context.length(obj))),
  abs: native('abs(x, /)', (context, { x }) => {
    const value = known(x);
    if (!isNumber(value)) throw new NotModelled(`abs of a ${context.classOf(value).name}`);
    const number = toNumber(value);
    return typeof number === 'bigint' ? (number < 0n ? -number : number) : Math.abs(number);
  }),
  round: native('round(number, ndigits=...)', (context, { number, ndigits }) =>
    round(context, number, ndigits),
  ),
  divmod: native('divmod(x, y, /)', (context, { x = null, y = null }) =>
    tuple([context.operate('//', x, y), context.operate('%', x, y)]),
  ),
  pow: native('pow(base, exp, mod=None)', (context, { base = null, exp = null, mod = null }) => {
    const power = context.operate('**', base, exp);
    return mod === null ? power : context.operate('%', power, mod);
  }),
  min: extreme('min', (context, one, best) => context.less(one, best)),
  max: extreme('max', (context, one, best) => context.less(best, one)),
  sum: native('sum(iterable, /, start=0)', (context, { iterable = null, start = null }) => {
    let total = start;
    for (const item of context.iterate(iterable)) total = context.operate('+', total, item);
    return total;
  }),
  any: native('any(iterable, /)', (context, { iterable = null }) => quantified(context, iterable, true)),
  all: native('all(iterable, /)', (context, { iterable = null }) => quantified(context, iterable, false)),
  sorted: native(
    'sorted(iterable, /, *, key=None, reverse=False)',
    (context, { iterable = null, key = null, reverse = false }) => {
      return new List(sorted(context, context.iterate(iterable), key, context.truth(reverse)));
    },
  ),
  reversed: native('reversed(sequence, /)', (context, { sequence = null }) => {
    const value = known(sequence);
    if (typeof value === 'object' && (value?.kind === 'set' || value?.kind === 'iterator')) {
      return context.raise('TypeError', `'${context.classOf(value).name}' object is not reversible`);
    }
    return iterator([...context.iterate(value)].reverse(), 'reversed');
  }),
  ...LAZY_FUNCTIONS,
  iter: native('iter(object, sentinel=..., /)', (context, { object = null, sentinel }) => {
    if (sentinel !== undefined)
      return iterator(untilSentinel(context, object, sentinel), 'callable_iterator');
    const value = known(object);
    return typeof value === 'object' && value?.kind === 'iterator' ? value : iterator(context.iterate(value));
  }),
  next: native(
    'next(iterator, default=..., /)',
    (context, { iterator: given, default: fallback }) => {
      const value = known(given);
      if (typeof value === 'object' && value?.kind === 'instance') return nextOf(context, value, fallback);
      if (typeof value !== 'object' || value?.kind !== 'iterator')
        throw new NotModelled('next() of something else than an iterator');
      return orElse(value.next(), () => orElse(fallback, () => context.raise('StopIteration', '')));
    },
    { takesUnknown: true },
  ),
  repr: native('repr(obj, /)', (context, { obj = null }) => context.repr(obj)),
  ascii: native('ascii(obj, /)', (context, { obj = null }) => onlyAscii(context.repr(obj))),
  format: native("format(value, spec='', /)", (context, { value = null, spec }) =>
    context.format(value, expectStr(spec)),
  ),
  ord: native('ord(c, /)', (_, { c }) => {
    const [point = '', ...more] = expectStr(c);
    if (point === '' || more.length > 0) throw new NotModelled('ord of something else than one character');
    return BigInt(point.codePointAt(0) ?? 0);
  }),
  chr: native('chr(i, /)', (context, { i }) => {
    const code = expectInt(i);
    if (code < 0 || code > 0x10ffff) return context.raise('ValueError', 'chr() arg not in range(0x110000)');
    return String.fromCodePoint(code);
  }),
  hex: inBase('hex', 16, '0x'),
  oct: inBase('oct', 8, '0o'),
  bin: inBase('bin', 2, '0b'),
  id: native('id(obj, /)', (_, { obj = null }) => {
    if (typeof obj !== 'object' || obj === null) throw new NotModelled('id of this value');
    return BigInt(identity(obj));
  }),
  hash: native('hash(obj, /)', () => {
    throw new NotModelled('hash values are not modelled');
  }),
};
