import type { Site } from '../site.ts';
import type { Part } from './part.ts';
import { quoted, rule, tested } from './words.ts';

/** One coding with a weight above 0 among those that a client takes. mod_rewrite has no negotiation of its own. */
function accepts(encoding: string): string {
  const weight = '(?:1(?:\\.0{0,3})?|0\\.\\d*[1-9]\\d*)';
  return `(?:^|,)\\s*${encoding}\\s*(?:;\\s*q\\s*=\\s*${weight}\\s*)?(?:,|$)`;
}

/** Writes the rules by which a client gets a compressed variant that it takes. */
export function negotiation({ codings }: Site, { urls, root, base }: Part): readonly string[] {
  // A file whose name has a question mark is sent as it is: Apache refuses to rewrite such a URL.
  const names = urls.replace('(.+)', '([^?]+)');
  const target = (suffix: string): string => `${base.replace(/[\\%$]/g, '\\$&')}$1${suffix}`;
  return [
    ...codings.map(
      ({ suffix }, index) =>
        `RewriteCond ${tested(root, `/$1${suffix}`)} -f${index < codings.length - 1 ? ' [OR]' : ''}`,
    ),
    ...(codings.length > 0 ? [rule(`^${names}$`, '-', 'E=COLLECTSTATIC_VARIES:1')] : []),
    ...codings.flatMap(({ encoding, suffix }) => [
      `RewriteCond %{HTTP:Accept-Encoding} ${quoted(accepts(encoding === 'gzip' ? '(?:x-)?gzip' : encoding))} [NC]`,
      `RewriteCond ${tested(root, `/$1${suffix}`)} -f`,
      rule(`^${names}$`, target(suffix), `PT,L,E=COLLECTSTATIC_${encoding.toUpperCase()}:1`),
    ]),
  ];
}
