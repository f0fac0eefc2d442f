import { literal } from '../pattern.ts';
import type { Site } from '../site.ts';
import { rule, tested } from './words.ts';

/** Writes the rules for what is not sent: other methods, hidden files, the manifest, and variants by their own names. */
export function refusals({ base, root, manifest, codings, indexFile }: Site): readonly string[] {
  const start = `^${literal(base)}`;
  return [
    'RewriteCond %{REQUEST_METHOD} !^(?:GET|HEAD|OPTIONS)$',
    rule(start, '-', 'R=405,L'),
    rule(`${start}(?:.*/)?\\.`, '-', 'R=404,L'),
    ...(manifest === null
      ? []
      : [rule(`${start}${literal(manifest)}(?:\\.(?:br|gz|zst))?$`, '-', 'R=404,L')]),
    ...(codings.length === 0
      ? []
      : [
          '# A variant has no address of its own; an archive has.',
          `RewriteCond ${tested(root, '/$1')} -f`,
          rule(`${start}(.+)\\.(?:br|gz|zst)$`, '-', 'R=404,L'),
        ]),
    ...(indexFile === null ? [] : index(base, root, indexFile)),
    rule(`${start}(?:.*/)?$`, '-', 'R=404,L'),
  ];
}

/** As WhiteNoise: `docs/` is `docs/index.html`, and both `docs` and `docs/index.html` lead there. */
function index(base: string, root: string, indexFile: string): readonly string[] {
  const start = `^(${literal(base)}`;
  return [
    `RewriteCond ${tested(root, `/$2/${indexFile}`)} -f`,
    rule(`${start}(.*[^/]))$`, '$1/', 'R=302,L'),
    `RewriteCond ${tested(root, `/$2${indexFile}`)} -f`,
    rule(`${start}((?:.*/)?))${literal(indexFile)}$`, '$1', 'R=302,L'),
    `RewriteCond ${tested(root, `/$2${indexFile}`)} -f`,
    rule(`${start}((?:.*/)?))$`, `$1${indexFile}`, 'E=COLLECTSTATIC_INDEX:1'),
  ];
}
