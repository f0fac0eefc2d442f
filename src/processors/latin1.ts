/**
 * Files are scanned and rewritten as latin1, one character a byte: cheap, and what is not rewritten keeps its bytes.
 * Names and URLs are real text, so they are converted on their way in and out.
 */

const ASCII = /^[^\x80-\xff]*$/;

/** The same memory with a buffer's methods. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The text of bytes, one character for each. */
export function latin1Text(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('latin1');
}

/** A piece of such a text as what its UTF-8 bytes say. */
export function fromLatin1(piece: string): string {
  return ASCII.test(piece) ? piece : Buffer.from(piece, 'latin1').toString('utf8');
}

/** The other way round. */
export function toLatin1(text: string): string {
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text, 'utf8').toString('latin1');
}
