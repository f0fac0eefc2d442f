import { posix } from 'node:path';
import type { Random } from './random.ts';

/** A reference from one file of the site to another, as an author might write it. `from` and `to` are destination paths. */
export function spellPath(random: Random, from: string, to: string): string {
  const relative = posix.relative(posix.dirname(from), to);
  const spelled = random.pick([
    relative,
    relative,
    `./${relative}`,
    `/static/${to}`,
    `../${posix.basename(posix.dirname(from))}/${relative}`,
  ]);
  return random.chance(0.4) ? encode(random, spelled) : spelled;
}

/** Percent-encoded as encodeURI does it, or every letter of the last part. */
function encode(random: Random, path: string): string {
  if (random.chance(0.7)) return encodeURI(path);
  const parts = path.split('/');
  const last = Buffer.from(parts.pop() ?? '');
  return [...parts, [...last].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')].join('/');
}

/** What may follow the path. */
export function spellTail(random: Random): string {
  return random.pick(['', '', '', '', '?v=1.2', '#icon', '?#iefix', '?v=3#iefix', '#a/b/c', '?x=../y']);
}

/** References that every Django leaves as they are. */
export const LEFT_ALONE: readonly string[] = [
  'data:image/gif;base64,R0lGODlhAQABAAAAACw=',
  'https://example.com/x.png',
  '//cdn.example.com/x.png',
  '/media/photo.jpg',
  '#only-a-fragment',
  '',
];
