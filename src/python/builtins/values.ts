import { expectInt, expectStr, known } from '../native/expect.ts';
import { native } from '../native/native.ts';
import { unknowable } from '../native/stand-ins.ts';
import { divideToEven, floorDivide, fraction } from '../text/numbers.ts';
import { onlyAscii } from '../text/quote.ts';
import { raiseEnd } from '../types/iterators.ts';
import { sorted } from '../types/sequences.ts';
import { List } from '../values/containers.ts';
import { iterator, NOTHING_SENT } from '../values/iterator.ts';
import { isNumber, toNumber } from '../values/numeric.ts';
import type { Runtime } from '../values/runtime.ts';
import {
  type Instance,
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
      const [only = null, ...others] = given;
      const doubt = others.length === 0 ? runtime.orderDoubt(only) : undefined;
      const items = given.length === 1 ? runtime.itemsInAnyOrder(only) : given;
      let best: { readonly item: Value; readonly by: Value } | undefined;
      for (const item of items) {
        const by = key === null ? item : runtime.call(key, [item]);
        if (best === undefined || isBetter(runtime, by, best.by)) best = { item, by };
        else if (doubt !== undefined && item !== best.item && !isBetter(runtime, best.by, by))
          throw new MetUnknown(doubt);
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

/** `pow(base, exponent, modulo)`, bit by bit, so that no number grows beyond the square of the modulo. */
function powerModulo(runtime: Runtime, base: bigint, exponent: bigint, modulo: bigint): bigint {
  const within = (value: bigint): bigint => value - floorDivide(value, modulo) * modulo;
  let [result, factor] = [within(1n), within(base)];
  for (let left = exponent; left > 0n; left >>= 1n) {
    runtime.charge(1 + modulo.toString(16).length);
    if (left % 2n === 1n) result = within(result * factor);
    factor = within(factor * factor);
  }
  return result;
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
  for (const value of runtime.itemsInAnyOrder(values)) {
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

// From the last place to the first: what is appended meanwhile is not met.
function* backwards(list: List): Generator<Value> {
  for (let index = list.items.length - 1; index >= 0; index -= 1) {
    const item = list.items[index];
    if (item === undefined) return;
    yield item;
  }
}

const ITERATOR_NAMES: Readonly<Record<string, string>> = {
  list: 'list_iterator',
  tuple: 'tuple_iterator',
  dict: 'dict_keyiterator',
  set: 'set_iterator',
  frozenset: 'set_iterator',
  range: 'range_iterator',
  bytes: 'bytes_iterator',
};

function iteratorName(value: Value): string {
  if (typeof value === 'string') return 'str_iterator';
  return (typeof value === 'object' && value !== null ? ITERATOR_NAMES[value.kind] : undefined) ?? 'iterator';
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
    let total = start;
    const doubt = runtime.orderDoubt(iterable);
    for (const item of runtime.itemsInAnyOrder(iterable)) {
      // Floats are rounded on the way, sequences are joined in order.
      if (doubt !== undefined && typeof item !== 'bigint') throw new MetUnknown(doubt);
      total = runtime.operate('+', total, item);
    }
    return total;
  }),
  any: native('any(iterable, /)', (runtime, { iterable = null }) => quantified(runtime, iterable, true)),
  all: native('all(iterable, /)', (runtime, { iterable = null }) => quantified(runtime, iterable, false)),
  sorted: native(
    'sorted(iterable, /, *, key=None, reverse=False)',
    (runtime, { iterable = null, key = null, reverse = false }) => {
      const doubt = runtime.orderDoubt(iterable);
      const items = [...runtime.itemsInAnyOrder(iterable)];
      return new List(sorted(runtime, items, key, runtime.truth(reverse), doubt));
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
};
