/** What the argument of a tag comes to, as far as its text shows. */
export type Argument =
  | { readonly kind: 'literal'; readonly value: string }
  /** A name that is looked up in the context. */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'computed' }
  /** Django refuses it when it compiles the template. */
  | { readonly kind: 'broken' };

const STRING = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;
const VALUE = String.raw`_\((?:${STRING})\)|${STRING}|[-+.]?\d[\d.e]*|[\w.]+`;
const EXPRESSION = new RegExp(String.raw`^(${VALUE})((?:\|\w+(?::(?:${VALUE}))?)*)$`, 's');
const FILTER = new RegExp(String.raw`\|(\w+)(?::(${VALUE}))?`, 'gs');

/** Reads a filter expression, as Django's `FilterExpression` does; filters of literals that are plain are applied. */
export function readArgument(text: string): Argument {
  const [, value, filters] = EXPRESSION.exec(text) ?? [];
  if (value === undefined || filters === undefined) return { kind: 'broken' };
  const literal = literalOf(value);
  if (literal !== null) return withFilters(literal, filters);
  if (/^(?:_\(|[-+.]?\d)/.test(value)) return { kind: 'computed' };
  if (/(?:^|\.)_/.test(value)) return { kind: 'broken' };
  return filters === '' ? { kind: 'variable', name: value } : { kind: 'computed' };
}

/** The value of a quoted word; `null` if it is none. Only the quote and the backslash can be escaped. */
export function literalOf(text: string): string | null {
  const quote = text[0];
  if ((quote !== '"' && quote !== "'") || text.length < 2 || !text.endsWith(quote)) return null;
  return text.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll('\\\\', '\\');
}

function withFilters(start: string, filters: string): Argument {
  let value = start;
  for (const [, name = '', word] of filters.matchAll(FILTER)) {
    const argument = word === undefined ? null : literalOf(word);
    const next = applied(value, name, argument);
    if (next === null) return { kind: 'computed' };
    value = next;
  }
  return { kind: 'literal', value };
}

/** The result of a filter whose outcome the words alone decide; `null` for any other. */
function applied(value: string, name: string, argument: string | null): string | null {
  switch (name) {
    case 'add':
      // Two numbers would be summed.
      return argument === null || /^[\s\d_+-]*$/.test(value) ? null : value + argument;
    case 'lower':
      return value.toLowerCase();
    case 'upper':
      return value.toUpperCase();
    case 'cut':
      return argument === null || argument === '' ? null : value.replaceAll(argument, '');
    case 'default':
      return argument === null ? null : value || argument;
    case 'default_if_none':
    case 'safe':
      return value;
    default:
      return null;
  }
}

/** The literal in a place, without its quotes; used to write another in its stead. */
export function quoted(path: string, before: string): string {
  const quote = literalOf(before) === null ? "'" : (before[0] as string);
  return quote + path.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}
