/** Indents the lines that are not empty. */
export function indented(lines: readonly string[], by: string = '    '): readonly string[] {
  return lines.map((line) => (line === '' ? line : by + line));
}
