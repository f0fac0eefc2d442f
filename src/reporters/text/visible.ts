const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A name as a person can be shown it: control characters, which would forge lines or steer the terminal, as escapes.
 * What scripts read (`--format json`, `find -v 0`) has names as they are.
 */
export function visible(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
