import { expectInt, expectStr, known } from '../native/expect.ts';
import { native } from '../native/native.ts';
import { divideToEven, fraction } from '../text/numbers.ts';
import { onlyAscii } from '../text/quote.ts';
import { sorted } from '../types/sequences.ts';
import { List } from '../values/containers.ts';
import { identity } from '../values/keys.ts';
import { isNumber, toNumber } from '../values/numeric.ts';
import type { Runtime } from '../values/runtime.ts';
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
function extreme(name: string, isBetter: (runtime: Runtime, one: Value, best: Value) => boolean): Value {
  return native(
    `${name}(*args, key=None, default=...)`,
    (runtime, { args = null, key = null, default: fallback }) => {
      const given = runtime.iterate(args);
      const items = given.length === 1 ? runtime.iterate(given[0] ?? null) : given;
      let best: { readonly item: Value; readonly by: Value } | undefined;
      for (const item of items) {
        const by = key === null ? item : runtime.call(key, [item]);
        if (best === undefined || isBetter(runtime, by, best.by)) best = { item, by };
      }
      if (best !== undefined) return best.item;
      return orElse(fallback, () => runtime.raise('ValueError', `${name}() iterable argument is empty`));
    },
  );
}

function round(runtime: Runtime, given: Value | undefined, digits: Value | undefined): Value {
  const value = known(given);
  if (!isNumber(value))
    return runtime.raise('TypeError', `type ${runtime.classOf(value).name} doesn't define __round__ method`);
  const places = digits === undefined || digits === null ? undefined : expectInt(digits);
  const number = toNumber(value);
  if (typeof number === 'bigint') {
    if (places === undefined || places >= 0) return number;
    const unit = 10n ** BigInt(-places);
    return divideToEven(number, unit) * unit;
  }
  if (places === undefined) {
    if (!Number.isFinite(number))
      return runtime.raise('OverflowError', 'cannot convert float infinity to integer');
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
function quantified(runtime: Runtime, values: Value, settling: boolean): boolean {
  let doubt: MetUnknown | undefined;
  for (const value of runtime.items(values)) {
    try {
      if (runtime.truth(value) === settling) return settling;
    } catch (error) {
      if (!(error instanceof MetUnknown)) throw error;
      doubt ??= error;
    }
  }
  if (doubt !== undefined) throw doubt;
  return !settling;
}

function* untilSentinel(runtime: Runtime, callee: Value, sentinel: Value): Generator<Value> {
  for (;;) {
    runtime.charge(1);
    const value = runtime.call(callee);
    if (runtime.equal(value, sentinel)) return;
    yield value;
  }
}

/** `next` of an object with a `__next__` of its own. */
function nextOf(runtime: Runtime, value: Instance, fallback: Value | undefined): Value {
  const method = runtime.getAttribute(value, '__next__');
  if (method === undefined) throw new NotModelled('next() of something else than an iterator');
  try {
    return runtime.call(method);
  } catch (error) {
    const isEnd = error instanceof Raised && error.exception.class.name === 'StopIteration';
    if (!isEnd || fallback === undefined) throw error;
    return fallback;
  }
}

/** Built-in functions that only compute. */
export const VALUE_FUNCTIONS: Readonly<Record<string, Value>> = {
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
    const power = runtime.operate('**', base, exp);
    return mod === null ? power : runtime.operate('%', power, mod);
  }),
  min: extreme('min', (runtime, one, best) => runtime.less(one, best)),
  max: extreme('max', (runtime, one, best) => runtime.less(best, one)),
  sum: native('sum(iterable, /, start=0)', (runtime, { iterable = null, start = null }) => {
    let total = start;
    for (const item of runtime.iterate(iterable)) total = runtime.operate('+', total, item);
    return total;
  }),
  any: native('any(iterable, /)', (runtime, { iterable = null }) => quantified(runtime, iterable, true)),
  all: native('all(iterable, /)', (runtime, { iterable = null }) => quantified(runtime, iterable, false)),
  sorted: native(
    'sorted(iterable, /, *, key=None, reverse=False)',
    (runtime, { iterable = null, key = null, reverse = false }) => {
      return new List(sorted(runtime, runtime.iterate(iterable), key, runtime.truth(reverse)));
    },
  ),
  reversed: native('reversed(sequence, /)', (runtime, { sequence = null }) => {
    const value = known(sequence);
    if (typeof value === 'object' && (value?.kind === 'set' || value?.kind === 'iterator')) {
      return runtime.raise('TypeError', `'${runtime.classOf(value).name}' object is not reversible`);
    }
    return iterator([...runtime.iterate(value)].reverse(), 'reversed');
  }),
  ...LAZY_FUNCTIONS,
  iter: native('iter(object, sentinel=..., /)', (runtime, { object = null, sentinel }) => {
    if (sentinel !== undefined)
      return iterator(untilSentinel(runtime, object, sentinel), 'callable_iterator');
    const value = known(object);
    return typeof value === 'object' && value?.kind === 'iterator' ? value : iterator(runtime.iterate(value));
  }),
  next: native(
    'next(iterator, default=..., /)',
    (runtime, { iterator: given, default: fallback }) => {
      const value = known(given);
      if (typeof value === 'object' && value?.kind === 'instance') return nextOf(runtime, value, fallback);
      if (typeof value !== 'object' || value?.kind !== 'iterator')
        throw new NotModelled('next() of something else than an iterator');
      return orElse(value.next(), () => orElse(fallback, () => runtime.raise('StopIteration', '')));
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
  id: native('id(obj, /)', (_, { obj = null }) => {
    if (typeof obj !== 'object' || obj === null) throw new NotModelled('id of this value');
    return BigInt(identity(obj));
  }),
  hash: native('hash(obj, /)', () => {
    throw new NotModelled('hash values are not modelled');
  }),
};
