import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { Asset, Conflict, Usage } from '../types.ts';
import { type Evidence, evidenceOf, type Text } from './evidence.ts';
import { folderOf, groupBy } from './groups.ts';
import { kindOf } from './shipped.ts';

/** Static files in which others are named. */
const TEXTS = /\.(?:css|[cm]?js|html?|svg|json|webmanifest|txt|xml)$/i;
/** Sources of style sheets: what is compiled from them may come later. */
const STYLES = /\.(?:s[ac]ss|less|styl|pcss)$/i;
/** Lists of everything that is there say nothing of use. */
const LISTS =
  /(?:^|\/)(?:package(?:-lock)?|bower|composer|.*stats|asset-manifest|staticfiles|importmap|rev-manifest)\.json$/i;
/** Bytes of the largest static file that is looked through. */
const LARGEST = 5_000_000;
/** Browsers and crawlers ask for these by themselves. */
const KNOWN =
  /^(?:favicon\.ico|robots\.txt|humans\.txt|ads\.txt|browserconfig\.xml|apple-touch-icon[\w.-]*\.png|\.well-known\/.*)$/;
/** Kinds of files that lie beside a library in its folder. */
const MARKS: ReadonlySet<string | null> = new Set(['licences and notes', 'configuration of tools']);

/**
 * Tells how much the project says of its own files. Sources and maps are left out, which `shippedSources` groups. A library that
 * one file is used of counts as used, and so does a file that shadows another, or is shadowed.
 */
export function usageOf(
  assets: readonly Asset[],
  conflicts: readonly Conflict[],
  texts: Iterable<Text>,
  isOwn: (file: string) => boolean,
): Usage {
  const own = assets.filter(({ path, source }) => isOwn(source.file) && kindOf(path) === null);
  const disputed = new Set<string>(
    conflicts.flatMap(({ path, losers }) => [path, ...losers.map((each) => each.path)]),
  );
  const evidence = new Map(
    evidenceOf(
      own.map(({ path }) => path),
      both(
        texts,
        assets.filter(
          ({ path, source }) => isOwn(source.file) && (STYLES.test(path) || isText(path, kindOf(path))),
        ),
      ),
    ),
  );
  for (const path of evidence.keys()) if (disputed.has(path) || KNOWN.test(path)) raise(evidence, path);
  for (const library of libraries(assets)) {
    const members = own.filter(({ path }) => path.startsWith(`${library}/`));
    if (members.some(({ path }) => evidence.get(path) === 'used'))
      for (const { path } of members) raise(evidence, path);
  }
  const unreferenced = own.filter(({ path }) => evidence.get(path) === 'unreferenced');
  const count = (word: Evidence): number => [...evidence.values()].filter((each) => each === word).length;
  return {
    used: count('used'),
    named: count('named'),
    unreferenced: groupBy(
      unreferenced.map(({ path, source }) => ({ path, size: source.size })),
      folderOf,
    ),
  };
}

function raise(evidence: Map<string, Evidence>, path: string): void {
  if (evidence.get(path) === 'unreferenced') evidence.set(path, 'named');
}

/** True for a file that may name others; not for what is shipped for developers only. */
function isText(path: string, kind: string | null): boolean {
  return kind === null && TEXTS.test(path) && !LISTS.test(path);
}

function* both(texts: Iterable<Text>, assets: readonly Asset[]): Generator<Text> {
  yield* texts;
  for (const { path, source } of assets)
    if (source.size <= LARGEST) yield { path, text: readFileSync(source.file, 'utf8') };
}

/** Folders that hold somebody's library: with its licence, its package.json or its name as a script, as in tinymce/tinymce.min.js. */
function libraries(assets: readonly Asset[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { path } of assets) {
    const folder = posix.dirname(path);
    if (folder === '.') continue;
    const name = posix.basename(path);
    const isNamesake =
      /\.m?js$/.test(name) && name.replace(/[.-](?:min\.)?m?js$/, '') === posix.basename(folder);
    if ((MARKS.has(kindOf(path)) && folder.includes('/')) || (isNamesake && folder.includes('/')))
      found.add(folder);
  }
  return found;
}
