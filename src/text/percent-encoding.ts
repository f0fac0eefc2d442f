const UNSAFE = /[^A-Za-z0-9_.~-]/gu;

/** `quote(text, safe)`. */
export function quote(text: string, safe: string): string {
  return text.replace(UNSAFE, (character) => {
    if (safe.includes(character) && character < '\x80') return character;
    return Buffer.from(character).toString('hex').toUpperCase().replace(/../g, '%$&');
  });
}

/** `unquote(text)`: an invalid escape stays as it is; bytes that are not UTF-8 become U+FFFD. */
export function unquote(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** `parse_qsl(query)`. */
export function parseQuery(query: string, keepBlank: boolean): readonly (readonly [string, string])[] {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return pairs.flatMap((pair): (readonly [string, string])[] => {
    const at = pair.indexOf('=');
    if (at < 0 && !keepBlank) return [];
    const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    if (value === '' && !keepBlank) return [];
    return [[unquote(name.replaceAll('+', ' ')), unquote(value.replaceAll('+', ' '))]];
  });
}
