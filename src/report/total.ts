/** Adds up sizes, in bytes. */
export function totalOf(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
