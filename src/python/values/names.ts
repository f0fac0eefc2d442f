/** Whether a name is written as settings are: `STATIC_ROOT`. What `str.isupper` says. */
export function isUppercase(name: string): boolean {
  return name === name.toUpperCase() && name !== name.toLowerCase();
}
