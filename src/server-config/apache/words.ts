/** Writes a rule of mod_rewrite. */
export function rule(pattern: string, target: string, flags?: string): string {
  const line = `RewriteRule ${quoted(pattern)} ${quoted(target)}`;
  if (flags === undefined) return line;
  return `${line} ${/[\s"]/.test(flags) ? quoted(`[${flags}]`) : `[${flags}]`}`;
}

/** A file to test for, with the group of the rule at its end. */
export function tested(root: string, ending: string): string {
  return quoted(`${root}${ending}`);
}

/** A word of Apache's configuration in quotes. A backslash counts before a quote and before another one. */
export function quoted(text: string): string {
  return `"${text.replace(/\\(?=["\\]|$)|"/g, '\\$&')}"`;
}
