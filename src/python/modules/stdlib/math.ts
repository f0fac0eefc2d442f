import { known } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { NotModelled, type Value } from '../../values/values.ts';

function toNumber(value: Value | undefined): number {
  const given = known(value);
  if (typeof given === 'bigint' || typeof given === 'boolean') return Number(given);
  if (typeof given === 'number') return given;
  throw new NotModelled('an argument is no number');
}

function rounded(name: string, round: (value: number) => number): Value {
  return native(`${name}(x)`, (runtime, { x = null }) => {
    if (typeof x === 'bigint') return x;
    const value = round(toNumber(x));
    return Number.isFinite(value)
      ? BigInt(value)
      : runtime.raise('ValueError', `cannot convert ${value} to integer`);
  });
}

function squareRoot(runtime: Runtime, value: number): number {
  return value < 0 ? runtime.raise('ValueError', 'math domain error') : Math.sqrt(value);
}

/** Only what both languages compute to the last bit. */
export const math: NativeModule = {
  name: 'math',
  from: 'stdlib',
  names: () => ({
    pi: Math.PI,
    e: Math.E,
    tau: 2 * Math.PI,
    inf: Number.POSITIVE_INFINITY,
    nan: Number.NaN,
    ceil: rounded('ceil', Math.ceil),
    floor: rounded('floor', Math.floor),
    trunc: rounded('trunc', Math.trunc),
    sqrt: native('sqrt(x)', (runtime, { x }) => squareRoot(runtime, toNumber(x))),
    fabs: native('fabs(x)', (_, { x }) => Math.abs(toNumber(x))),
    isnan: native('isnan(x)', (_, { x }) => Number.isNaN(toNumber(x))),
    isinf: native('isinf(x)', (_, { x }) => Math.abs(toNumber(x)) === Number.POSITIVE_INFINITY),
    isfinite: native('isfinite(x)', (_, { x }) => Number.isFinite(toNumber(x))),
  }),
};
