/** True if a name is written as settings are (`STATIC_ROOT`), by the rule of `str.isupper`. */
export function isUppercase(name: string): boolean {
  return name === name.toUpperCase() && name !== name.toLowerCase();
}
