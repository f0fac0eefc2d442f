/**
 * Writes `text` behind `lead`, and indents further lines as far. Keeps line breaks. Breaks lines longer than `columns`
 * between words; a word that is longer stays whole, since people copy paths.
 */
export function wrap(lead: string, text: string, columns: number): string {
  const margin = ' '.repeat(lead.length);
  return text
    .split('\n')
    .map((line, index) => (index === 0 ? lead : margin) + broken(line, columns - lead.length, margin))
    .join('\n');
}

function broken(line: string, room: number, margin: string): string {
  if (line.length <= room) return line;
  // Blanks at the start of a line stay with its first word.
  const [first = '', ...words] = line.split(/(?<=\S) /);
  let used = first.length;
  return words.reduce((text, word) => {
    const fits = used + 1 + word.length <= room;
    used = fits ? used + 1 + word.length : word.length;
    return `${text}${fits ? ' ' : `\n${margin}`}${word}`;
  }, first);
}
