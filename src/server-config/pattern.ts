/**
 * Regular expressions that PCRE (nginx, Apache), RE2 (Caddy) and JavaScript read alike. All are compared with decoded paths.
 */

/** Returns an expression that matches `text` and nothing else. It has no control character, which would end a line. */
export function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/\p{Cc}/gu, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : character;
  });
}

/** A configuration has limits for the length of one word: nginx takes 4096 bytes. */
const LONGEST = 2000;

/** Returns expressions of alternatives, each short enough for a line of a configuration. */
export function alternatives(texts: readonly string[]): readonly string[] {
  const groups: string[] = [];
  let group = '';
  for (const text of texts.map(literal)) {
    if (group !== '' && Buffer.byteLength(group) + Buffer.byteLength(text) > LONGEST) {
      groups.push(group);
      group = '';
    }
    group += group === '' ? text : `|${text}`;
  }
  return group === '' ? groups : [...groups, group];
}

/** Returns the expression of a glob of literals, `*`, `**`, `?` and `{a,b}`; `null` for a glob with more to it. */
export function globPattern(glob: string): string | null {
  if (!/^(?:[^\\*?{}[\]()!@+|^$]|\*{1,2}|\?|\{[^\\*?{}[\]()!@+|^$.]*\})+$/.test(glob)) return null;
  const parts = glob.split('/');
  if (parts.some((part) => part.includes('**') && part !== '**')) return null;
  return parts
    .map((part, index) => {
      const isLast = index === parts.length - 1;
      if (part === '**') return isLast ? '.+' : '(?:[^/]+/)*';
      return partPattern(part) + (isLast ? '' : '/');
    })
    .join('');
}

function partPattern(part: string): string {
  return part
    .split(/(\*|\?|\{[^}]*\})/)
    .map((piece) => {
      if (piece === '*') return '[^/]*';
      if (piece === '?') return '[^/]';
      return piece.startsWith('{')
        ? `(?:${piece.slice(1, -1).split(',').map(literal).join('|')})`
        : literal(piece);
    })
    .join('');
}
