import { isBlank } from '../../text/blanks.ts';
import { expectStr } from '../native/expect.ts';
import { native, quick } from '../native/native.ts';
import { isPrintable } from '../text/quote.ts';
import type { NativeFunction } from '../values/runtime.ts';
import { NotModelled } from '../values/values.ts';

// Letters whose title case is not their upper case: digraphs as `ǆ`, Georgian ones; and all that become two in upper case.
const ODD_TITLE = /[\u01c4-\u01cc\u01f1-\u01f3\u10d0-\u10ff\u1f80-\u1fff]/;

function capital(point: string): string {
  const upper = point.toUpperCase();
  if (upper.length > point.length || ODD_TITLE.test(point))
    throw new NotModelled('the title case of this letter is not modelled');
  return upper;
}

/** `str.capitalize`. */
export function capitalize(text: string): string {
  refuseSigma(text);
  return capitalWord(text);
}

function capitalWord(text: string): string {
  const first = String.fromCodePoint(...(text === '' ? [] : [text.codePointAt(0) ?? 0]));
  return capital(first) + text.slice(first.length).toLowerCase();
}

/** Which of its two small forms a sigma takes depends on the letters around it, also on those that are changed otherwise. */
function refuseSigma(text: string): void {
  if (text.includes('Σ')) throw new NotModelled('the lower case of a sigma is not modelled');
}

function title(text: string): string {
  refuseSigma(text);
  return text.replace(/[\p{Lu}\p{Ll}\p{Lt}]+/gu, capitalWord);
}

function isTitle(text: string): boolean {
  return /[\p{Lu}\p{Ll}\p{Lt}]/u.test(text) && title(text) === text;
}

function swap(text: string): string {
  refuseSigma(text);
  return text.replace(/\p{Lu}+|\P{Lu}+/gu, (run) =>
    /^\p{Lu}/u.test(run) ? run.toLowerCase() : run.toUpperCase(),
  );
}

function change(name: string, work: (text: string) => string): NativeFunction {
  return native(`${name}(self)`, (_, { self }) => work(expectStr(self)));
}

function test(name: string, work: (text: string) => boolean): NativeFunction {
  return native(`${name}(self)`, (_, { self }) => work(expectStr(self)));
}

/** Methods of str about letter case and kinds of characters. */
export const CASE_METHODS: Readonly<Record<string, NativeFunction>> = {
  ...quick({
    upper: change('upper', (text) => text.toUpperCase()),
    lower: change('lower', (text) => text.toLowerCase()),
  }),
  casefold: change('casefold', (text) => text.toLowerCase().replaceAll('ß', 'ss')),
  capitalize: change('capitalize', capitalize),
  title: change('title', title),
  swapcase: change('swapcase', swap),
  isupper: test('isupper', (text) => /[\p{Lu}\p{Ll}\p{Lt}]/u.test(text) && text.toUpperCase() === text),
  islower: test('islower', (text) => /[\p{Lu}\p{Ll}\p{Lt}]/u.test(text) && text.toLowerCase() === text),
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
