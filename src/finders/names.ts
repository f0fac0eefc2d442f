const SURROGATE = /[\ud800-\udfff]/;

/**
 * The order of everything found: by code point, which is the order of the UTF-8 bytes. JavaScript compares UTF-16
 * units and so puts an emoji before `\uFFFD`; only names with surrogates need the longer way.
 */
export function compareNames(a: string, b: string): number {
  if (SURROGATE.test(a) || SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
