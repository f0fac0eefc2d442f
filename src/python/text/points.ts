/** str as Python counts it: by code points, where JavaScript counts UTF-16 units. */

const SURROGATES = /[\ud800-\udfff]/;

/** The code points, one string each; the string itself if every unit is a code point. */
export function points(text: string): string | readonly string[] {
  return SURROGATES.test(text) ? [...text] : text;
}

export function pointLength(text: string): number {
  return points(text).length;
}

/** The part from one code point to another. */
export function pointSlice(text: string, start: number, stop: number): string {
  const all = points(text);
  return typeof all === 'string' ? all.slice(start, stop) : all.slice(start, stop).join('');
}

/** The code point index for a UTF-16 index. */
export function pointIndex(text: string, unit: number): number {
  return unit < 0 ? unit : pointLength(text.slice(0, unit));
}
