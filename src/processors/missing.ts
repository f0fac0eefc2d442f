import picomatch from 'picomatch';
import type { Asset, AssetPath, MissingReferences, Position, Problem } from '../types.ts';
import { asBuffer } from './latin1.ts';
import { type Nearest, nearestAmong } from './nearest-path.ts';
import type { Reference } from './references/reference.ts';
import type { Rewrite } from './rewrite.ts';

/** Characters of the longest line that is quoted: longer ones are minified, and a quote of them helps nobody. */
const LONGEST_EXCERPT = 200;

/** Settings that decide whether a missing reference is an error, a warning or nothing. */
export interface MissingPolicy {
  readonly missingReferences: MissingReferences;
  /** Globs of missing paths that are fine. */
  readonly allowMissing: readonly string[];
}

/** Problems for a file's missing references, and the paths of those that are passed over in silence. */
export type MissingReport = (
  asset: Asset,
  draft: Rewrite,
) => { readonly problems: readonly Problem[]; readonly ignored: readonly string[] };

/** Makes the report on missing references. A missing source map is at most a warning: no page needs it. */
export function reportMissing(assets: readonly Asset[], policy: MissingPolicy): MissingReport {
  const isAllowed =
    policy.allowMissing.length === 0 ? () => false : picomatch([...policy.allowMissing], { dot: true });
  let nearest: Nearest | undefined;
  return (asset, { bytes, missing }) => {
    const problems: Problem[] = [];
    const ignored: string[] = [];
    for (const { reference, path } of missing) {
      if (policy.missingReferences === 'ignore' || isAllowed(path)) {
        ignored.push(path);
        continue;
      }
      nearest ??= nearestAmong(assets.map((other) => other.path));
      const severity = policy.missingReferences === 'warn' ? 'warning' : 'error';
      problems.push(missingReference(asset, bytes, reference, path, nearest(path, asset.path), severity));
    }
    return { problems, ignored };
  };
}

/** A reference that leads to no file. `path` is where it should have been; `nearest` a file that may have been meant. */
function missingReference(
  asset: Asset,
  bytes: Uint8Array,
  reference: Reference,
  path: string,
  nearest: AssetPath | null,
  severity: Problem['severity'],
): Problem {
  const isMap = reference.syntax === 'source-map';
  const { at, excerpt } = positionAt(asset.source.file, bytes, reference.at);
  const url = reference.url.trim();
  return {
    code: isMap ? 'missing-source-map' : 'missing-reference',
    severity: isMap ? 'warning' : severity,
    message: `${asset.path} refers to "${url}"${path === url ? '' : ` (${path})`}, which no source offers`,
    at,
    hint: hintFor(path, nearest),
    ...(excerpt !== null && { excerpt }),
  };
}

function hintFor(path: string, nearest: AssetPath | null): string {
  if (nearest === null) return 'Add the file, correct the reference, or list its path in ALLOW_MISSING.';
  const same = nearest.toLowerCase() === path.toLowerCase();
  return same ? `'${nearest}' differs in letter case only.` : `Did you mean '${nearest}'?`;
}

/** Problem for a style sheet or script that is not UTF-8, which is copied and hashed as it is. */
export function undecodable(asset: Asset): Problem {
  return {
    code: 'not-utf8',
    severity: 'warning',
    message: `${asset.path} is not UTF-8: the references in it stay as they are`,
    at: { file: asset.source.file },
    hint: 'Save the file as UTF-8.',
  };
}

/** Position of an offset; lines and columns count from 1, columns in characters. */
function positionAt(
  file: string,
  bytes: Uint8Array,
  offset: number,
): { readonly at: Position; readonly excerpt: string | null } {
  const buffer = asBuffer(bytes);
  let line = 1;
  let start = 0;
  for (let end = buffer.indexOf(10); end !== -1 && end < offset; end = buffer.indexOf(10, start)) {
    line++;
    start = end + 1;
  }
  const end = buffer.indexOf(10, offset);
  const stop = end === -1 ? buffer.length : end;
  const column = [...buffer.toString('utf8', start, offset)].length + 1;
  const short = stop - start <= LONGEST_EXCERPT;
  return {
    at: { file, line, column },
    excerpt: short ? buffer.toString('utf8', start, stop).trimEnd() : null,
  };
}
