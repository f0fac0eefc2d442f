const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const PLAIN = /^[ -~]*$/;

/**
 * Text that did not come from us (a name, a path, a host, a value), safe to print: what could forge a line, steer the
 * terminal, or make one name look like another becomes an escape. Output for scripts (`--format json`, `find -v 0`) has
 * names as they are.
 */
export function visible(text: string): string {
  return PLAIN.test(text) ? text : escapeUnseen(text);
}

/** The same for text of several lines: line breaks stay. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** Escapes control characters, all that has no form of its own or turns the order of others, and halves of characters. */
function escapeUnseen(text: string): string {
  // The classes of Unicode take V8 long to gather: only for a text that may have such a character.
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu, escaped);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code > 0xffff) return `\\u{${hex}}`;
  return ESCAPES[character] ?? (code > 0xff ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`);
}
