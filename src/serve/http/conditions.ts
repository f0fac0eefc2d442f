import type { IncomingHttpHeaders } from 'node:http';
import fresh from 'fresh';

/** What is about to be sent. */
export interface Validators {
  /** Strong. */
  readonly etag: string;
  /** As an HTTP date. */
  readonly lastModified: string;
  /** Bytes. */
  readonly size: number;
}

/** How a request that finds a file is to be answered. `start` and `end` count bytes, both included. */
export type Verdict =
  | { readonly kind: 'whole' | 'not-modified' | 'precondition-failed' | 'range-unsatisfiable' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number };

const WHOLE: Verdict = { kind: 'whole' };

/** Evaluates the conditions of a request in the order of RFC 9110, 13.2.2. Ranges are for GET only. */
export function evaluate(
  method: string | undefined,
  headers: IncomingHttpHeaders,
  validators: Validators,
): Verdict {
  const { etag, lastModified, size } = validators;
  if (!isPreconditionMet(headers, validators)) return { kind: 'precondition-failed' };
  if (headers['if-none-match'] !== undefined || headers['if-modified-since'] !== undefined) {
    if (fresh(headers, { etag, 'last-modified': lastModified })) return { kind: 'not-modified' };
  }
  const { range } = headers;
  const condition = headers['if-range'] as string | undefined;
  if (method !== 'GET' || range === undefined || !isCurrent(condition, validators)) return WHOLE;
  return partOf(size, range);
}

function isPreconditionMet(headers: IncomingHttpHeaders, { etag, lastModified }: Validators): boolean {
  const match = headers['if-match'];
  if (match !== undefined) return match.trim() === '*' || tagsIn(match).includes(etag);
  const since = headers['if-unmodified-since'];
  const limit = since === undefined ? Number.NaN : Date.parse(since);
  return Number.isNaN(limit) || Date.parse(lastModified) <= limit;
}

/** The tags of a list, each as it is written: a comma may stand inside of one. */
function tagsIn(list: string): readonly string[] {
  return list.match(/(?:W\/)?"[^"]*"/g) ?? [];
}

/** If-Range: a weak tag never holds, a date only if it is the very one. */
function isCurrent(condition: string | undefined, { etag, lastModified }: Validators): boolean {
  return condition === undefined || condition.trim() === (condition.includes('"') ? etag : lastModified);
}

/**
 * Reads a single range; a server may answer any other request with the whole. What is no range, such as `9-2`, has the header
 * ignored (RFC 9110, 14.1.1), and a suffix longer than the file means all of it.
 */
function partOf(size: number, range: string): Verdict {
  const [, first, last] = /^bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(range) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return WHOLE;
  if (first !== '' && last !== '' && BigInt(first) > BigInt(last)) return WHOLE;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end ? { kind: 'range-unsatisfiable' } : { kind: 'part', start, end };
}
