import type { Bucket } from '../types.ts';

/**
 * The bucket, whose first listing below `prefix` is asked for at once, while nobody needs it yet; what fails is thrown then. A
 * bucket that can't break off is not asked: a run that ends before would wait for it.
 */
export function listAhead(bucket: Bucket, prefix: string): Bucket {
  if (bucket.endsAtOnce !== true) return bucket;
  let ahead: ReturnType<Bucket['list']> | undefined = begun(bucket.list(prefix));
  return {
    ...bucket,
    list(asked) {
      const pages = asked === prefix ? ahead : undefined;
      ahead = undefined;
      return pages ?? bucket.list(asked);
    },
  };
}

async function* pagesAfter<Page>(
  first: Promise<IteratorResult<Page>>,
  others: AsyncIterator<Page>,
): AsyncGenerator<Page> {
  for (let page = await first; page.done !== true; page = await others.next()) yield page.value;
}

function begun<Page>(pages: AsyncIterable<Page>): AsyncIterable<Page> {
  const others = pages[Symbol.asyncIterator]();
  const first = others.next();
  first.catch(() => undefined);
  return pagesAfter(first, others);
}
