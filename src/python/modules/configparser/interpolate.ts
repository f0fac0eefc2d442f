/** `%(name)s` as BasicInterpolation replaces it. `null` where a name is missing, the syntax is wrong or it goes too deep. */
export function interpolate(
  value: string,
  lookUp: (name: string) => string | null | undefined,
  depth: number = 0,
): string | null {
  if (depth > 10) return null;
  let result = '';
  let rest = value;
  for (;;) {
    const at = rest.indexOf('%');
    if (at < 0) return result + rest;
    result += rest.slice(0, at);
    rest = rest.slice(at);
    const reference = /^%(?:(%)|\(([^)]+)\)s)/.exec(rest);
    if (reference === null) return null;
    rest = rest.slice(reference[0].length);
    if (reference[1] !== undefined) {
      result += '%';
      continue;
    }
    const found = lookUp((reference[2] as string).toLowerCase());
    const inner = found == null ? null : interpolate(found, lookUp, depth + 1);
    if (inner === null) return null;
    result += inner;
  }
}
