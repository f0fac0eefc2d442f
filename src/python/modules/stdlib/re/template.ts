import { expectStr } from '../../../native/expect.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { NotModelled, type Value } from '../../../values/values.ts';
import { groupNumber, type Matched } from './pattern.ts';

const CONTROL: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** The replacement of one match: `\1`, `\g<name>` and escapes of a template, or what a function gives. */
export function expand(runtime: Runtime, template: string, matched: Matched): string {
  return template.replace(
    /\\(?:g<([^>]*)>|(\d+)|([\s\S]?))/g,
    (whole, name?: string, digits?: string, letter = '') => {
      const key = name ?? digits;
      if (key !== undefined) {
        if (digits !== undefined && (digits.startsWith('0') || digits.length > 2))
          throw new NotModelled('octal escapes are not modelled');
        const number = groupNumber(runtime, matched, /^\d+$/.test(key) ? BigInt(key) : key);
        return matched.values[number] ?? '';
      }
      const control = CONTROL[letter];
      if (control !== undefined) return control;
      if (letter === '' || /[a-zA-Z]/.test(letter))
        throw new NotModelled(`the escape ${whole} is not modelled`);
      return whole;
    },
  );
}

/** `pattern.sub(replacement, text)` over the matches found; also says how many were replaced. */
export function substitute(
  runtime: Runtime,
  text: string,
  matches: readonly Matched[],
  replace: (matched: Matched) => Value,
): readonly [string, number] {
  let result = '';
  let end = 0;
  for (const matched of matches) {
    const [from, to] = matched.spans[0] as readonly [number, number];
    result += text.slice(end, from) + expectStr(replace(matched));
    end = to;
  }
  runtime.charge(result.length);
  return [result + text.slice(end), matches.length];
}
