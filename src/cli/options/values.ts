import { InvalidArgumentError } from 'commander';
import type { Limits } from '../../settings/schema/shape.ts';

/** `commander` calls this with each value of a repeatable option. */
export function append(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

export function assignment(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (!/^[^=]+=/.test(value)) throw new InvalidArgumentError('It must look like NAME=VALUE.');
  return append(value, previous);
}

export function verbosity(value: string): number {
  if (!/^[0-3]$/.test(value)) throw new InvalidArgumentError('It must be 0, 1, 2 or 3.');
  return Number(value);
}

export function version(value: string): string {
  if (!/^\d+\.\d+(\.\d+)?$/.test(value)) throw new InvalidArgumentError('It must look like 5.2.');
  return value;
}

export function count(value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(value);
}

/** Makes a parser of whole numbers within limits, both included. */
export function integer({ least, most }: Limits): (value: string) => number {
  const words = most === undefined ? `of at least ${least}` : `from ${least} to ${most}`;
  return (value) => {
    const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= (most ?? Number.POSITIVE_INFINITY)))
      throw new InvalidArgumentError(`It must be a whole number ${words}.`);
    return number;
  };
}

const SECOND = 1000;
const UNITS: Readonly<Record<string, number>> = {
  s: SECOND,
  m: 60 * SECOND,
  h: 3600 * SECOND,
  d: 24 * 3600 * SECOND,
  w: 7 * 24 * 3600 * SECOND,
};

/** `90s`, `15m`, `36h`, `14d`, `2w`; a bare number counts seconds. In milliseconds. */
export function duration(value: string): number {
  const [, amount, unit = 's'] = /^(\d{1,9})([smhdw])?$/.exec(value) ?? [];
  if (amount === undefined) throw new InvalidArgumentError('It must look like 90s, 15m, 36h, 14d or 2w.');
  return Number(amount) * (UNITS[unit] as number);
}

/** A port to listen on; 0 stands for any free one. */
export function port(value: string): number {
  const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number <= 65_535)) throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return number;
}
