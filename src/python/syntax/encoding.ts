import type { CollectstaticError } from '../../errors.ts';
import { fail } from '../../errors.ts';
import { type Codec, codecOf } from './codecs.ts';

const CODING = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const NOTHING = /^[ \t\f]*(?:#.*)?$/;

interface CodingLine {
  readonly name: string;
  readonly line: number;
  readonly excerpt: string;
}

/**
 * Decodes a source file as its BOM or the coding line among its first two lines say (PEP 263), otherwise as UTF-8. Throws
 * CollectstaticError `python-syntax` if that fails, or is known to be other than what Python would read.
 */
export function decodeSource(file: string, data: Uint8Array): string {
  const coding = codingLine(data);
  if (coding === undefined) return decodeUtf8(file, data);
  const codec = codecOf(coding.name);
  if (codec?.name === 'utf_8') return decodeUtf8(file, data);
  if (hasBom(data))
    throw refusal(
      file,
      coding,
      `The file begins with the BOM of UTF-8, but its coding line says ${coding.name}`,
    );
  if (codec === undefined)
    throw refusal(
      file,
      coding,
      `The coding line of the file says ${coding.name}, which can't be decoded here`,
    );
  const text = decodeBy(codec, data);
  if (text === undefined)
    throw refusal(file, coding, `The file is not ${coding.name} throughout, as its coding line says`);
  return text;
}

function decodeBy(codec: Codec, data: Uint8Array): string | undefined {
  try {
    return codec.decode(data);
  } catch {
    return undefined;
  }
}

function hasBom(data: Uint8Array): boolean {
  return data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf;
}

// What comes before the second line break is enough; a longer first line than this no one writes.
const HEAD = 1000;

function codingLine(data: Uint8Array): CodingLine | undefined {
  const head = Buffer.from(data.subarray(hasBom(data) ? 3 : 0, HEAD)).toString('latin1');
  if (!head.includes('coding')) return undefined;
  const [first = '', second = ''] = head.split(/\r\n|\r|\n/, 2);
  for (const [index, excerpt] of [first, second].entries()) {
    const name = CODING.exec(excerpt)?.[1];
    if (name !== undefined) return { name, line: index + 1, excerpt };
    if (!NOTHING.test(excerpt)) return undefined;
  }
  return undefined;
}

function decodeUtf8(file: string, data: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch (error) {
    const hint = 'Save the file as UTF-8.';
    const at = { file, line: lineOfFault(data) };
    throw fail({ code: 'python-syntax', message: 'The file is not UTF-8.', at, hint }, { cause: error });
  }
}

/** The line with the first byte that is no UTF-8. */
function lineOfFault(data: Uint8Array): number {
  const [before = ''] = Buffer.from(data).toString('utf8').split('\ufffd', 1);
  return before.split(/\r\n|\r|\n/).length;
}

function refusal(file: string, { line, excerpt }: CodingLine, message: string): CollectstaticError {
  const hint = 'Save the file as UTF-8 without such a line, or try --python PATH.';
  return fail({ code: 'python-syntax', message: `${message}.`, at: { file, line }, hint, excerpt });
}
