import { createHash, type Hash } from 'node:crypto';
import { CollectstaticError, sourceChanged } from '../../errors.ts';
import type { ObjectBody } from '../../types/bucket.ts';
import { readRange } from './body.ts';

/** A piece of a body: `start` to `end` (not included). */
export interface Part {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly md5: Buffer;
}

/** The parts of a body that is sent piece by piece. */
export interface Parts {
  readonly count: number;
  /** The next part; `undefined` after the last. May be asked for again before it has come. */
  next(): Promise<Part | undefined>;
  /**
   * Throws `source-changed` if the parts together are not what was promised. Each is guarded by its own MD5 on the way; that the
   * file is still the one that was digested when the publish began, only the whole shows.
   */
  assertWhole(md5: string): void;
}

/** Cuts a body of `size` bytes into parts of `length`, and digests one after the other. */
export function cutIntoParts(body: ObjectBody, size: number, length: number): Parts {
  const whole = createHash('md5');
  const count = Math.ceil(size / length);
  let next = 0;
  let before: Promise<unknown> = Promise.resolve();

  async function digested(index: number): Promise<Part> {
    const [start, end] = [index * length, Math.min(size, (index + 1) * length)];
    return { index, start, end, md5: await digestInto(whole, body, start, end) };
  }

  return {
    count,
    async next() {
      if (next >= count) return undefined;
      const index = next++;
      const part = before.then(() => digested(index));
      before = part;
      return part;
    },
    assertWhole(md5) {
      if (whole.digest('hex') === md5 || body.kind === 'bytes') return;
      throw new CollectstaticError([
        sourceChanged(body.file, 'its bytes are others than when the publish began'),
      ]);
    },
  };
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
