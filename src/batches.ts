/** Characters, about. */
const BATCH = 1 << 16;

/**
 * The same text in fewer pieces. A text of megabytes that is put together piece by piece, and goes where it belongs batch by
 * batch, never fills the heap with its pieces.
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

/** All pieces as UTF-8. */
export function encode(pieces: Iterable<string>): Buffer {
  const encoded: Buffer[] = [];
  for (const batch of batches(pieces)) encoded.push(Buffer.from(batch));
  return Buffer.concat(encoded);
}
