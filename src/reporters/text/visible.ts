const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A name that is safe to print: control characters, which could forge lines or steer the terminal, become escapes.
 * Output for scripts (`--format json`, `find -v 0`) has names as they are.
 */
export function visible(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
