import { isSecretName } from './names.ts';
import { secretSpans } from './spans.ts';

/** What stands where a secret was: it tells nothing, not even a length. */
export const MASK = '******';

/** A text (a message, a quoted line of source) without the secrets in it. */
export function maskText(text: string): string {
  return maskLine(text, 1).text;
}

/** The same for a line of source, with the place of `column` (from 1) in what is left. */
export function maskLine(line: string, column: number): { readonly text: string; readonly column: number } {
  let text = '';
  let from = 0;
  let moved = column;
  for (const { start, end } of secretSpans(line)) {
    text += line.slice(from, start) + MASK;
    if (column - 1 >= end) moved += MASK.length - (end - start);
    else if (column - 1 > start) moved -= column - 1 - start;
    from = end;
  }
  return { text: text + line.slice(from), column: moved };
}

/** Plain JSON without its secrets: values under the name of one, however deep, and those inside texts. */
export function maskData(value: unknown, name: string = ''): unknown {
  if (isSecretName(name)) return maskAll(value);
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) {
    const [first, second] = value;
    if (value.length === 2 && typeof first === 'string' && isSecretName(first))
      return [first, maskAll(second)];
    return value.map((item) => maskData(item));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [maskText(key), maskData(item, key)]));
}

/** Whether something is set may be told. */
function maskAll(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? value : MASK;
  if (typeof value === 'number' || typeof value === 'bigint') return MASK;
  if (Array.isArray(value)) return value.map(maskAll);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskAll(item)]));
}
