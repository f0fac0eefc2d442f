import type { Machine } from '../../machine/machine.ts';
import { divideToEven, floorDivide } from '../../text/numbers.ts';
import { NotModelled, type Value } from '../../values/values.ts';

// A bound on what one operation may compute.
const MOST_BITS = 100_000n;

/** An operator on two numbers; the given values tell bools from ints. Raises as Python does. */
export function arithmetic(
  machine: Machine,
  sign: string,
  left: bigint | number,
  right: bigint | number,
  givenLeft: Value,
  givenRight: Value,
): Value {
  const isDivision = sign === '/' || sign === '//' || sign === '%';
  if (isDivision && Number(right) === 0)
    return machine.runtime.raise('ZeroDivisionError', 'division by zero');
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    const result = integers(machine, sign, left, right);
    const stayBool =
      typeof givenLeft === 'boolean' && typeof givenRight === 'boolean' && '&|^'.includes(sign);
    return stayBool ? result === 1n : result;
  }
  return floats(machine, sign, toFloat(machine, left), toFloat(machine, right));
}

function toFloat(machine: Machine, value: bigint | number): number {
  const float = Number(value);
  if (typeof value === 'bigint' && !Number.isFinite(float)) {
    return machine.runtime.raise('OverflowError', 'int too large to convert to float');
  }
  return float;
}

// To multiply two numbers of this many bits takes as long as a step.
const BITS_PER_STEP = 2048;

/** Charges for numbers so long that computing with them takes more than a step. */
function chargeDigits(machine: Machine, sign: string, left: bigint, right: bigint): void {
  if (isShort(left) && isShort(right)) return;
  const ours = Number(bitLength(left)) / BITS_PER_STEP;
  const theirs = Number(bitLength(right)) / BITS_PER_STEP;
  const isProduct = sign.startsWith('*') || sign.startsWith('/') || sign === '%';
  machine.budget.step(Math.ceil(ours + theirs + (isProduct ? ours * theirs : 0)));
}

function isShort(value: bigint): boolean {
  return BigInt.asIntN(BITS_PER_STEP, value) === value;
}

function integers(machine: Machine, sign: string, left: bigint, right: bigint): Value {
  chargeDigits(machine, sign, left, right);
  switch (sign) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      refuseHuge(bitLength(left) + bitLength(right));
      return left * right;
    case '/':
      return trueDivide(machine, left, right);
    case '//':
      return floorDivide(left, right);
    case '%':
      return left - floorDivide(left, right) * right;
    case '**':
      return power(machine, left, right);
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    default:
      return shift(machine, sign, left, right);
  }
}

function bitLength(value: bigint): bigint {
  return BigInt((value < 0n ? -value : value).toString(16).length * 4);
}

function refuseHuge(bits: bigint): void {
  if (bits > MOST_BITS) throw new NotModelled('the number would be huge');
}

// The quotient is rounded once: two floats divided would round three times.
function trueDivide(machine: Machine, left: bigint, right: bigint): number {
  const [exactLeft, exactRight] = [Number(left), Number(right)];
  if (Number.isSafeInteger(exactLeft) && Number.isSafeInteger(exactRight)) return exactLeft / exactRight;
  const scale = 64n + bitLength(right) + bitLength(left);
  const sign = left < 0n !== right < 0n ? -1 : 1;
  const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
  const quotient = divideToEven(magnitude(left) << scale, magnitude(right));
  const result = (sign * Number(quotient)) / 2 ** Number(scale);
  if (Number.isFinite(result) && Number(scale) < 1000) return result;
  return machine.runtime.raise('OverflowError', 'integer division result too large for a float');
}

function power(machine: Machine, base: bigint, exponent: bigint): Value {
  if (exponent < 0n) {
    if (base === 0n)
      return machine.runtime.raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
    return floats(machine, '**', Number(base), Number(exponent));
  }
  refuseHuge(bitLength(base) * exponent);
  return base ** exponent;
}

function shift(machine: Machine, sign: string, left: bigint, right: bigint): Value {
  if (sign !== '<<' && sign !== '>>') {
    return machine.runtime.raise('TypeError', `unsupported operand type(s) for ${sign}: 'int' and 'int'`);
  }
  if (right < 0n) return machine.runtime.raise('ValueError', 'negative shift count');
  if (sign === '>>') return left >> right;
  refuseHuge(bitLength(left) + right);
  return left << right;
}

function floats(machine: Machine, sign: string, left: number, right: number): Value {
  switch (sign) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '//':
      return floorQuotient(left, right);
    case '%':
      return floatModulo(left, right);
    case '**':
      return floatPower(machine, left, right);
    default:
      return machine.runtime.raise(
        'TypeError',
        `unsupported operand type(s) for ${sign}: 'float' and 'float'`,
      );
  }
}

// The quotient without its remainder is nearly whole; the sign of a zero is that of the true quotient.
function floorQuotient(left: number, right: number): number {
  const whole = Math.round((left - floatModulo(left, right)) / right);
  if (whole !== 0) return whole;
  const quotient = left / right;
  return quotient < 0 || Object.is(quotient, -0) ? -0 : 0;
}

function floatModulo(left: number, right: number): number {
  const rest = left % right;
  if (rest === 0) return right < 0 ? -0 : 0;
  return rest < 0 !== right < 0 ? rest + right : rest;
}

// JavaScript's power differs from C's in the last digit now and then: only what is exact in both is computed.
function exactPower(base: number, exponent: number): number {
  if (exponent === 2) return base * base;
  if (exponent === 1) return base;
  if (exponent === -1) return 1 / base;
  if (exponent === 0 || base === 1) return 1;
  if (exponent === 0.5 && base >= 0) return base === 0 ? 0 : Math.sqrt(base);
  const result = base ** exponent;
  if (!Number.isFinite(base) || !Number.isFinite(exponent)) return result;
  if (Number.isInteger(base) && Number.isInteger(exponent) && Number.isSafeInteger(result)) return result;
  throw new NotModelled('powers of floats are not modelled');
}

function floatPower(machine: Machine, base: number, exponent: number): number {
  if (base === 0 && exponent < 0) {
    return machine.runtime.raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  }
  if (base < 0 && !Number.isInteger(exponent)) throw new NotModelled('complex numbers are not modelled');
  const result = exactPower(base, exponent);
  if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent)) {
    return machine.runtime.raise('OverflowError', 'Numerical result out of range');
  }
  // 1 ** nan and (-1) ** inf are 1 in Python.
  return base === 1 || (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) ? 1 : result;
}
