import picomatch from 'picomatch';
import { splitFragment, splitUrl } from '../text/url.ts';
import type { Asset, AssetPath, MissingReferences, Position, Problem, StorageSpec } from '../types.ts';
import { ignoredErrors } from './ignored-errors.ts';
import { asBuffer } from './latin1.ts';
import { type Nearest, nearestAmong } from './nearest-path.ts';
import type { Reference } from './references/reference.ts';
import type { Rewrite } from './rewrite.ts';

/** Characters of the longest line that is quoted: longer ones are minified, and a quote of them helps nobody. */
const LONGEST_EXCERPT = 200;

/** Settings that decide whether a missing reference is an error, a warning or nothing. */
export interface MissingPolicy {
  /** Ends with a slash; its last folder is what a page writes in front of a path. */
  readonly staticUrl: string | null;
  readonly missingReferences: MissingReferences;
  /** Globs of missing paths that are fine. */
  readonly allowMissing: readonly string[];
  readonly storage: Pick<StorageSpec, 'enhanced'>;
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
  const isIgnored = ignoredErrors(policy.storage.enhanced?.ignoreErrors ?? []);
  let nearest: Nearest | undefined;
  const hint = (path: string, asset: Asset, severity: Problem['severity']): string => {
    nearest ??= nearestAmong(assets.map((other) => other.path));
    return hintFor(
      path,
      asset,
      nearest(path, asset.path),
      severity === 'warning' ? { ...policy, missingReferences: 'warn' } : policy,
    );
  };
  return (asset, { bytes, missing }) => {
    const problems: Problem[] = [];
    const ignored: string[] = [];
    for (const { reference, path } of missing) {
      const { url } = reference;
      if (policy.missingReferences === 'ignore' || isAllowed(path) || isIgnored(asset.path, url)) {
        ignored.push(path);
        continue;
      }
      const severity = severityOf(asset, reference, policy);
      problems.push(missingReference(asset, bytes, reference, path, hint(path, asset, severity), severity));
    }
    return { problems, ignored };
  };
}

/** django-manifeststaticfiles-enhanced takes what a script imports, but for scripts, for what a build has left behind. */
function severityOf(
  asset: Asset,
  { url, syntax }: Reference,
  { missingReferences, storage: { enhanced } }: MissingPolicy,
): Problem['severity'] {
  if (syntax === 'source-map' && enhanced?.sourcemapStrict !== true) return 'warning';
  const isScript = /\.m?js$/.test(splitUrl(splitFragment(url)[0]).path);
  if (enhanced !== undefined && asset.path.endsWith('.js') && !isScript) return 'warning';
  return missingReferences === 'warn' ? 'warning' : 'error';
}

/** A reference that leads to no file. `path` is where it should have been. */
function missingReference(
  asset: Asset,
  bytes: Uint8Array,
  reference: Reference,
  path: string,
  hint: string,
  severity: Problem['severity'],
): Problem {
  const isMap = reference.syntax === 'source-map';
  const { at, excerpt } = positionAt(asset.source.file, bytes, reference.at);
  const url = reference.url.trim();
  return {
    code: isMap ? 'missing-source-map' : 'missing-reference',
    severity,
    message: `${asset.path} refers to "${url}"${path === url || leadsOut(path) ? '' : ` (${path})`}, which ${
      leadsOut(path) ? 'leads out of STATIC_ROOT' : 'no source offers'
    }`,
    at,
    hint,
    ...(excerpt !== null && { excerpt }),
  };
}

/** Names of packages, and of files that a build turns into CSS and JavaScript: no page asks for them. */
const BUILD_NAME = /(?:^|\/)[~@][^/]*|(?:^|\/)[^./]+$|\.(?:less|sass|scss|styl|tsx?|jsx|vue)$/;

function leadsOut(path: string): boolean {
  return path === '..' || path.startsWith('../');
}

function hintFor(path: string, asset: Asset, nearest: AssetPath | null, policy: MissingPolicy): string {
  if (leadsOut(path)) {
    return 'What is not collected has no name here: write its URL from the root of the site (/media/...).';
  }
  const inner = /([^/]+)\/$/.exec(policy.staticUrl ?? '')?.[1];
  if (inner !== undefined && nearest === `${inner}/${path}`) {
    return `'${nearest}' is there: what is collected holds a folder '${inner}' of its own, which the URL then names twice. List that inner folder in STATICFILES_DIRS instead.`;
  }
  if (nearest !== null) {
    const isSame = nearest.toLowerCase() === path.toLowerCase();
    return isSame ? `'${nearest}' differs in letter case only.` : `Did you mean '${nearest}'?`;
  }
  const isBuilt = BUILD_NAME.test(path);
  const build = `${asset.path} looks like what a build starts from: leave it out with --ignore ${asset.path}.`;
  const warn = policy.missingReferences === 'error' ? 'say --missing-references warn, or ' : '';
  const allow = 'list the path in ALLOW_MISSING (in settings.py: COLLECTSTATIC = {"ALLOW_MISSING": [...]})';
  return `${isBuilt ? build : 'Add the file or correct the reference.'} Else ${warn}${allow}.`;
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
