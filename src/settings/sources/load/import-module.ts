/**
 * `import()` at run time, in a file that stays out of the program's bundle: V8 takes the bundle from a code cache, and such
 * code can't import.
 */
export function importModule(specifier: string): Promise<unknown> {
  return import(specifier);
}
