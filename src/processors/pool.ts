/**
 * Runs `work` over `items`, at most `limit` at once, and returns the results in the order of the items.
 * The first rejection stops new work from starting and is rethrown once what runs has ended.
 */
export async function pool<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  let next = 0;
  let failed: { readonly error: unknown } | undefined;
  async function lane(): Promise<void> {
    while (next < items.length && failed === undefined) {
      const index = next++;
      try {
        results[index] = await work(items[index] as Item, index);
      } catch (error) {
        failed ??= { error };
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  if (failed !== undefined) throw failed.error;
  return results;
}
