import { asBuffer } from '../text/buffer.ts';

/**
 * Files are scanned and rewritten as latin1, one character a byte: that is cheap, and bytes that are not rewritten stay as
 * they are. Names and URLs are real text, so they are converted on their way in and out.
 */

const ASCII = /^[^\x80-\xff]*$/;

/** Text with one character for each byte. */
export function latin1Text(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('latin1');
}

/** Decodes the UTF-8 bytes in a piece of such a text. */
export function fromLatin1(piece: string): string {
  return ASCII.test(piece) ? piece : Buffer.from(piece, 'latin1').toString('utf8');
}

/** Encodes text as UTF-8, one character for each byte. */
export function toLatin1(text: string): string {
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text, 'utf8').toString('latin1');
}
