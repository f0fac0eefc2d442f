import { isBlank } from '../../text/blanks.ts';
import { expectStr } from '../native/expect.ts';
import { native } from '../native/native.ts';
import { isPrintable } from '../text/quote.ts';
import type { NativeFunction } from '../values/runtime.ts';

const CASED = /[\p{Lu}\p{Ll}\p{Lt}]/u;

function capital(point: string): string {
  // Title case differs from upper case for a few digraphs only.
  return point.toUpperCase();
}

/** `str.capitalize`. */
export function capitalize(text: string): string {
  const [first = ''] = text;
  return capital(first) + text.slice(first.length).toLowerCase();
}

function title(text: string): string {
  let inWord = false;
  let result = '';
  for (const point of text) {
    result += inWord ? point.toLowerCase() : capital(point);
    inWord = CASED.test(point);
  }
  return result;
}

function isTitle(text: string): boolean {
  return CASED.test(text) && title(text) === text;
}

function swap(text: string): string {
  return [...text]
    .map((point) => (/\p{Lu}/u.test(point) ? point.toLowerCase() : point.toUpperCase()))
    .join('');
}

function change(name: string, work: (text: string) => string): NativeFunction {
  return native(`${name}(self)`, (_, { self }) => work(expectStr(self)));
}

function test(name: string, work: (text: string) => boolean): NativeFunction {
  return native(`${name}(self)`, (_, { self }) => work(expectStr(self)));
}

/** Methods of str about letter case and kinds of characters. */
export const CASE_METHODS: Readonly<Record<string, NativeFunction>> = {
  upper: change('upper', (text) => text.toUpperCase()),
  lower: change('lower', (text) => text.toLowerCase()),
  casefold: change('casefold', (text) => text.toLowerCase().replaceAll('ß', 'ss')),
  capitalize: change('capitalize', capitalize),
  title: change('title', title),
  swapcase: change('swapcase', swap),
  isupper: test('isupper', (text) => CASED.test(text) && text.toUpperCase() === text),
  islower: test('islower', (text) => CASED.test(text) && text.toLowerCase() === text),
  istitle: test('istitle', isTitle),
  isalpha: test('isalpha', (text) => /^\p{L}+$/u.test(text)),
  isalnum: test('isalnum', (text) => /^[\p{L}\p{N}]+$/u.test(text)),
  isdigit: test('isdigit', (text) => /^[\p{Nd}\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]+$/u.test(text)),
  isdecimal: test('isdecimal', (text) => /^\p{Nd}+$/u.test(text)),
  isnumeric: test('isnumeric', (text) => /^\p{N}+$/u.test(text)),
  isspace: test('isspace', (text) => text !== '' && [...text].every(isBlank)),
  isascii: test('isascii', (text) => [...text].every((point) => point <= '\x7f')),
  isidentifier: test('isidentifier', (text) => /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(text)),
  isprintable: test('isprintable', (text) => [...text].every(isPrintable)),
};
