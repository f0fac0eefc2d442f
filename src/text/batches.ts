/** Characters of a batch, about. */
const BATCH = 1 << 16;

/**
 * Joins pieces of text into fewer, larger ones. Text of megabytes that is made piece by piece and written batch by batch
 * never fills the heap.
 */
export function* batches(pieces: Iterable<string>): Generator<string, void> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

/** Encodes the pieces as UTF-8, batch by batch. */
export function* encoded(pieces: Iterable<string>): Generator<Buffer, void> {
  for (const batch of batches(pieces)) yield Buffer.from(batch);
}

/** Encodes all pieces as UTF-8. */
export function encode(pieces: Iterable<string>): Buffer {
  return Buffer.concat([...encoded(pieces)]);
}
