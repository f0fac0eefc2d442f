/**
 * The end of a name that Django has put a hash into, as regular expressions of nginx, Apache, Caddy and JavaScript read it
 * alike. Only a configuration goes by names: it then holds for every release. A name with 12 hex digits of its own looks the
 * same, so that a configuration lists such names.
 */
export const HASHED_PATTERN = '\\.[0-9a-f]{12}(?:\\.[^./]+)?$';

const HASHED = new RegExp(HASHED_PATTERN);

/** True if a configuration that goes by names takes `path` for a file with a hash in its name. */
export function looksHashed(path: string): boolean {
  return HASHED.test(path);
}
