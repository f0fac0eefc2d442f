import { literal } from '../pattern.ts';
import type { Site, TypeGroup } from '../site.ts';
import type { Part } from './part.ts';
import { quoted, rule } from './words.ts';

/** Writes the rules that note type and age of a file while its URL is still that of the original. */
export function facts({ types, ages }: Site, { urls, base }: Part): readonly string[] {
  const below = `^${urls}$`;
  const typed = ({ type, extensions, names }: TypeGroup): readonly string[] => {
    const flags = `NC,T=${type}`;
    return [
      ...(extensions.length === 0
        ? []
        : [
            `RewriteCond "$0" ${quoted(`\\.(?:${extensions.map(literal).join('|')})$`)} [NC]`,
            rule(below, '-', flags),
          ]),
      ...names.flatMap((name) => [
        `RewriteCond "$0" ${quoted(`/${literal(name)}$`)} [NC]`,
        rule(below, '-', flags),
      ]),
    ];
  };
  const extensions = types
    .filter((group) => group.extensions.length > 0)
    .map((group) => ({ ...group, names: [] }));
  const names = types
    .filter((group) => group.names.length > 0)
    .map((group) => ({ ...group, extensions: [] }));
  return [
    '# A type that no other module can change; no script is run, and nothing is compressed twice.',
    rule(below, '-', 'H=default-handler,T=application/octet-stream,E=no-gzip:1,E=no-brotli:1'),
    ...[...extensions, ...names].flatMap(typed),
    ...(base === '/'
      ? []
      : [
          ...ages.immutable.map((pattern) => rule(pattern, '-', 'E=COLLECTSTATIC_FOREVER:1')),
          ...ages.exceptions.map((pattern) => rule(pattern, '-', 'E=!COLLECTSTATIC_FOREVER')),
        ]),
  ];
}
