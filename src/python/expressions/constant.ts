import type { ExpressionOf, PyComplex } from '../syntax/parse.ts';
import { type Source, segment } from '../syntax/source.ts';
import { bytes, ELLIPSIS, NotModelled, type Value } from '../values/values.ts';

const NUMBER = /^(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*)?\.?[\d_]*(?:[eE][+-]?[\d_]+)?)/;

/** A literal as a value. The parser gives `1.0` and `1` the same number, so the source text decides between them. */
export function constantValue(node: ExpressionOf<'Constant'>, source: Source): Value {
  const value: string | number | bigint | boolean | null | PyComplex = node.value;
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? wholeNumber(value, node, source) : value;
  if (typeof value !== 'string') throw new NotModelled('complex numbers are not modelled');
  // Strings of `case` patterns come without it.
  const quotes = node.quote_style ?? /^[a-z]*['"]/i.exec(segment(source, node))?.[0];
  if (quotes === undefined) return ELLIPSIS;
  const isRaw = /^[a-z]*r/i.test(quotes);
  if (/^[a-z]*b/i.test(quotes)) return bytes(Buffer.from(value, 'latin1'));
  if (!isRaw && value.includes('\\N{')) throw new NotModelled('\\N{...} escapes are not modelled');
  return value;
}

function wholeNumber(value: number, node: ExpressionOf<'Constant'>, source: Source): Value {
  const [text = ''] = NUMBER.exec(segment(source, node)) ?? [];
  const digits = text.replaceAll('_', '');
  if (digits === '' || Number(digits) !== value) {
    // Inside f-strings the parser's positions are not always right.
    throw new NotModelled('a number could not be read back from its place');
  }
  return /^0[xob]/i.test(digits) || !/[.e]/i.test(digits) ? BigInt(value) : value;
}
