import { expectInt, known } from '../native/expect.ts';
import { native } from '../native/native.ts';
import { divideToEven, floorDivide, fraction } from '../text/numbers.ts';
import { isNumber, toNumber } from '../values/numeric.ts';
import type { Runtime } from '../values/runtime.ts';
import { MetUnknown, NotModelled, orElse, type Unknown, type Value } from '../values/values.ts';

interface Best {
  readonly item: Value;
  readonly by: Value;
}

/** `min` and `max`: of one iterable, or of the arguments. */
export function extreme(
  name: string,
  isBetter: (runtime: Runtime, one: Value, best: Value) => boolean,
): Value {
  return native(
    `${name}(*args, key=None, default=...)`,
    (runtime, { args = null, key = null, default: fallback }) => {
      const given = runtime.iterate(args);
      const [only = null] = given;
      const of = (items: Iterable<Value>, doubt?: Unknown): Best | undefined => {
        let best: Best | undefined;
        for (const item of items) {
          const by = key === null ? item : runtime.call(key, [item]);
          if (best === undefined || isBetter(runtime, by, best.by)) best = { item, by };
          else if (doubt !== undefined && item !== best.item && !isBetter(runtime, best.by, by))
            throw new MetUnknown(doubt);
        }
        return best;
      };
      const best = given.length === 1 ? runtime.withItems(only, of) : of(given);
      if (best !== undefined) return best.item;
      return orElse(fallback, () => runtime.raise('ValueError', `${name}() iterable argument is empty`));
    },
  );
}

export function round(runtime: Runtime, given: Value | undefined, digits: Value | undefined): Value {
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
export function powerModulo(runtime: Runtime, base: bigint, exponent: bigint, modulo: bigint): bigint {
  const within = (value: bigint): bigint => value - floorDivide(value, modulo) * modulo;
  let [result, factor] = [within(1n), within(base)];
  for (let left = exponent; left > 0n; left >>= 1n) {
    runtime.charge(1 + modulo.toString(16).length);
    if (left % 2n === 1n) result = within(result * factor);
    factor = within(factor * factor);
  }
  return result;
}

export function inBase(name: string, radix: number, prefix: string): Value {
  return native(`${name}(x)`, (_, { x }) => {
    const value = known(x);
    if (typeof value !== 'bigint') throw new NotModelled(`${name} of something else than an int`);
    return `${value < 0n ? '-' : ''}${prefix}${(value < 0n ? -value : value).toString(radix)}`;
  });
}
