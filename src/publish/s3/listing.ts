import type { BucketEntry } from '../../types/bucket.ts';
import { md5Of, withoutQuotes } from './parameters.ts';

/** One page of a listing. */
export interface Page {
  readonly entries: readonly BucketEntry[];
  /** What the next page is asked for by; `undefined` on the last. */
  readonly token: string | undefined;
}

export function entryOf(key: string, size: number, quoted: string | undefined): BucketEntry {
  const etag = withoutQuotes(quoted);
  return { key, size, etag, md5: md5Of(etag), headers: null };
}

/** Decodes a key as listings write it, blanks as forms do; a percent sign that encodes nothing stays. */
export function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

/** An object of a listing, and its parts that hold no element. */
const CONTENTS = /<Contents>(.*?)<\/Contents>/gs;
const IN_CONTENTS = /<(Key|Size|ETag)>([^<]*)<\/\1>/g;

/**
 * Reads the XML that ListObjectsV2 answers with, keys asked for percent-encoded. `undefined` for anything that is not written as
 * stores write it: the SDK reads that.
 */
export function parsePage(xml: string): Page | undefined {
  if (!/^\s*(?:<\?xml[^>]*\?>\s*)?<ListBucketResult[\s>]/.test(xml) || xml.includes('<![CDATA['))
    return undefined;
  if (!/<\/ListBucketResult>\s*$/.test(xml) || elementOf(xml, 'EncodingType') !== 'url') return undefined;
  const entries: BucketEntry[] = [];
  for (const [, inside = ''] of xml.matchAll(CONTENTS)) {
    const parts: Partial<Record<string, string>> = {};
    for (const [, name = '', text = ''] of inside.matchAll(IN_CONTENTS)) parts[name] = unescaped(text);
    const { Key, Size = '', ETag } = parts;
    if (Key === undefined || ETag === undefined || !/^\d{1,15}$/.test(Size)) return undefined;
    entries.push(entryOf(decodeKey(Key), Number(Size), ETag));
  }
  if (entries.length !== xml.split('<Contents').length - 1) return undefined;
  const isTruncated = elementOf(xml, 'IsTruncated');
  if (isTruncated === 'false') return { entries, token: undefined };
  const token = elementOf(xml, 'NextContinuationToken');
  return isTruncated === 'true' && token !== undefined && token !== '' ? { entries, token } : undefined;
}

function elementOf(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? [];
  return text === undefined ? undefined : unescaped(text);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
