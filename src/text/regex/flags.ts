import { RegexNotFollowed } from './not-followed.ts';

export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
  readonly ascii: boolean;
}

const LETTERS: Readonly<Record<string, keyof RegexFlags>> = {
  a: 'ascii',
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'verbose',
};

/** The flags with those of the letters, as `(?im)` has them, set to `value`. */
export function withLetters(flags: RegexFlags, letters: string, value: boolean): RegexFlags {
  const named = [...letters].flatMap((letter) => {
    if (letter === 'u') return [['ascii', false] as const];
    const flag = LETTERS[letter];
    if (flag === undefined) throw new RegexNotFollowed(`the flag ${letter} of a pattern is not modelled`);
    return [[flag, value] as const];
  });
  return { ...flags, ...Object.fromEntries(named) };
}
