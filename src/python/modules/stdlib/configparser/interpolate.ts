/** Gives the raw text of an option; `null` for an option without a value, `undefined` where there is none. */
export type OptionText = (name: string) => string | null | undefined;

// Depth of references within references that configparser takes.
const DEEPEST = 10;

/** `%(name)s` as BasicInterpolation replaces it. `null` where a name is missing, the syntax is wrong or it goes too deep. */
export function interpolate(value: string, lookUp: OptionText, depth: number = 0): string | null {
  return replace(value, '%', /^%(?:(%)|\(([^)]+)\)s)/, depth, (name) => {
    const found = lookUp(name);
    return found == null ? null : interpolate(found, lookUp, depth + 1);
  });
}

/** `${name}` and `${section:name}` as ExtendedInterpolation replaces them; `within` gives the options of a section. */
export function interpolateExtended(
  value: string,
  section: string,
  within: (section: string) => OptionText | undefined,
  depth: number = 0,
): string | null {
  return replace(value, '$', /^\$(?:(\$)|\{([^}]+)\})/, depth, (reference) => {
    const [first = '', second, ...more] = reference.split(':');
    const [from, name] = second === undefined ? [section, first] : [first, second];
    const found = more.length > 0 ? undefined : within(from)?.(name);
    return found == null ? null : interpolateExtended(found, from, within, depth + 1);
  });
}

/** Group 1 of `pattern` is the escaped sign, group 2 a reference. */
function replace(
  value: string,
  sign: string,
  pattern: RegExp,
  depth: number,
  resolve: (reference: string) => string | null,
): string | null {
  if (depth > DEEPEST) return null;
  let result = '';
  let rest = value;
  for (;;) {
    const at = rest.indexOf(sign);
    if (at < 0) return result + rest;
    result += rest.slice(0, at);
    rest = rest.slice(at);
    const match = pattern.exec(rest);
    if (match === null) return null;
    rest = rest.slice(match[0].length);
    const text = match[1] ?? resolve(match[2] as string);
    if (text === null) return null;
    result += text;
  }
}
