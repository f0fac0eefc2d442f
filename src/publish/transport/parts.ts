import { createHash, type Hash } from 'node:crypto';
import { CollectstaticError, sourceChanged } from '../../errors.ts';
import type { ObjectBody, PutRequest } from '../../types/bucket.ts';
import { readRange } from './body.ts';

/** A piece of a body: `start` to `end` (not included). */
export interface Part {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly md5: Buffer;
}

/** Parts of one object that are on their way at once. */
const PARALLEL = 4;

/**
 * Sends a body of `size` bytes in parts of `length`, and gives what `send` made of each, in order. If one fails, throws that once
 * no other is on its way. Throws `source-changed` if the parts together are not what was promised: each is guarded by its own
 * MD5 on the way; that the file is still the one that was digested when the publish began, only the whole shows.
 */
export async function sendParts<Result>(
  { body, md5 }: Pick<PutRequest, 'body' | 'md5'>,
  size: number,
  length: number,
  send: (part: Part) => Promise<Result>,
): Promise<readonly Result[]> {
  const whole = createHash('md5');
  const count = Math.ceil(size / length);
  const results: Result[] = new Array(count);
  let next = 0;
  // The whole is digested in order, so parts are, one after the other.
  let before: Promise<unknown> = Promise.resolve();

  function digested(index: number): Promise<Part> {
    const [start, end] = [index * length, Math.min(size, (index + 1) * length)];
    const part = before.then(async () => ({
      index,
      start,
      end,
      md5: await digestInto(whole, body, start, end),
    }));
    before = part;
    return part;
  }

  async function sendSome(): Promise<void> {
    while (next < count) {
      const index = next++;
      results[index] = await send(await digested(index));
    }
  }

  const sent = await Promise.allSettled(Array.from({ length: Math.min(PARALLEL, count) }, sendSome));
  const failed = sent.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  if (body.kind === 'file' && whole.digest('hex') !== md5)
    throw new CollectstaticError([
      sourceChanged(body.file, 'its bytes are others than when the publish began'),
    ]);
  return results;
}

/** MD5 of a range of a body, which is added to `whole` as well. */
async function digestInto(whole: Hash, body: ObjectBody, start: number, end: number): Promise<Buffer> {
  const hash = createHash('md5');
  for await (const chunk of readRange(body, start, end)) {
    hash.update(chunk);
    whole.update(chunk);
  }
  return hash.digest();
}
