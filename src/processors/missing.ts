import picomatch from 'picomatch';
import { splitFragment, splitUrl } from '../text/url.ts';
import type { Asset, AssetPath, MissingReferences, Problem, StorageSpec } from '../types.ts';
import { ignoredErrors } from './ignored-errors.ts';
import { type Nearest, nearestAmong } from './nearest-path.ts';
import { type Place, positionsIn } from './positions.ts';
import type { Reference } from './references/reference.ts';
import type { Missing, Rewrite, Unwritten } from './rewrite.ts';
import { isForBundler, leadsOut, leftBehind, nowhere, unwrittenMissing, urlAndPath } from './unwritten.ts';

/** Settings that decide whether a missing reference is an error, a warning or nothing. */
export interface MissingPolicy {
  /** Ends with a slash; its last folder is what a page writes in front of a path. */
  readonly staticUrl: string | null;
  readonly missingReferences: MissingReferences;
  /** Globs of missing paths that are fine. */
  readonly allowMissing: readonly string[];
  readonly storage: Pick<StorageSpec, 'enhanced' | 'keepOnlyHashed' | 'importMapName'>;
}

/** Problems for references of a file that lead to no file, and the paths of those that are passed over in silence. */
export type MissingReport = (
  asset: Asset,
  draft: Rewrite,
) => { readonly problems: readonly Problem[]; readonly ignored: readonly string[] };

/**
 * Makes the report on references that lead to no file: no source offers one, or KEEP_ONLY_HASHED_FILES leaves none of that
 * name, unless `isPrehashed` says that the file keeps it. A missing source map is at most a warning, since no page needs
 * it; so is what Django does not look at.
 */
export function reportMissing(
  assets: readonly Asset[],
  policy: MissingPolicy,
  isPrehashed: (path: AssetPath) => boolean,
): MissingReport {
  const isAllowed =
    policy.allowMissing.length === 0 ? () => false : picomatch([...policy.allowMissing], { dot: true });
  const isIgnored = ignoredErrors(policy.storage.enhanced?.ignoreErrors ?? []);
  const isSilent = (asset: Asset, { reference, path }: Missing): boolean =>
    policy.missingReferences === 'ignore' || isAllowed(path) || isIgnored(asset.path, reference.url);
  const isLost = ({ reference, path, isThere }: Unwritten): boolean =>
    !isThere ||
    (policy.storage.keepOnlyHashed &&
      !isPrehashed(path as AssetPath) &&
      !(reference.isMapped && policy.storage.importMapName !== null));
  let files: ReadonlySet<string> | undefined;
  const paths = (): ReadonlySet<string> => {
    files ??= new Set(assets.map(({ path }) => path));
    return files;
  };
  let nearest: Nearest | undefined;
  const hint: Hint = (path, asset, severity) => {
    nearest ??= nearestAmong(assets.map((other) => other.path));
    return hintFor(path, asset, nearest(path, asset.path), policy.staticUrl, severity);
  };
  return (asset, { bytes, source = bytes, missing, unwritten }) => {
    const lost = [...missing, ...unwritten.filter(isLost)].sort((a, b) => a.reference.at - b.reference.at);
    const isQuiet = (one: Missing | Unwritten): boolean =>
      isSilent(asset, one) || isForBundler(asset, one, paths());
    const told = lost.filter((one) => !isQuiet(one));
    const ignored = lost.filter((one) => isQuiet(one) && !leads(one)).map(({ path }) => path);
    if (told.length === 0) return { problems: [], ignored };
    const place = positionsIn(asset.source.file, source);
    return { problems: told.map((one) => problemOf(asset, one, place, policy, hint)), ignored };
  };
}

/** True if the file is there, though not under its plain name. */
function leads(lost: Missing | Unwritten): boolean {
  return 'isThere' in lost && lost.isThere;
}

type Hint = (path: string, asset: Asset, severity: Problem['severity']) => string;

function problemOf(
  asset: Asset,
  lost: Missing | Unwritten,
  place: (offset: number) => Place,
  policy: MissingPolicy,
  hint: Hint,
): Problem {
  const { at, excerpt } = place(lost.reference.at);
  const where = { at, ...(excerpt !== null && { excerpt }) };
  if (!('isThere' in lost)) return { ...missingReference(asset, lost, policy, hint), ...where };
  return { ...(lost.isThere ? leftBehind(asset, lost) : unwrittenMissing(asset, lost, hint)), ...where };
}

/** django-manifeststaticfiles-enhanced takes what a script imports, but for scripts, for what a build has left behind. */
function severityOf(
  asset: Asset,
  { url, syntax }: Reference,
  { missingReferences, storage: { enhanced } }: MissingPolicy,
): Problem['severity'] {
  if (syntax === 'source-map' && enhanced?.sourcemapStrict !== true) return 'warning';
  const isScript = /\.m?js$/.test(splitUrl(splitFragment(url)[0])?.path ?? '');
  if (enhanced !== undefined && asset.path.endsWith('.js') && !isScript) return 'warning';
  return missingReferences === 'warn' ? 'warning' : 'error';
}

/** A reference that leads to no file. */
function missingReference(
  asset: Asset,
  { reference, path }: Missing,
  policy: MissingPolicy,
  hint: Hint,
): Problem {
  const isMap = reference.syntax === 'source-map';
  const severity = severityOf(asset, reference, policy);
  return {
    code: isMap ? 'missing-source-map' : 'missing-reference',
    severity,
    message: `${asset.path} refers to ${urlAndPath(reference.url, path)}, which ${nowhere(path)}`,
    hint: hint(path, asset, severity),
  };
}

/** Names of packages, and of files that a build turns into CSS and JavaScript: no page asks for them. */
const BUILD_NAME = /(?:^|\/)[~@][^/]*|(?:^|\/)[^./]+$|\.(?:less|sass|scss|styl|tsx?|jsx|vue)$/;

function hintFor(
  path: string,
  asset: Asset,
  nearest: AssetPath | null,
  staticUrl: string | null,
  severity: Problem['severity'],
): string {
  if (leadsOut(path)) {
    return 'What is not collected has no name here: write its URL from the root of the site (/media/...).';
  }
  const inner = /([^/]+)\/$/.exec(staticUrl ?? '')?.[1];
  if (inner !== undefined && nearest === `${inner}/${path}`) {
    return `'${nearest}' is there: what is collected holds a folder '${inner}' of its own, which the URL then names twice. List that inner folder in STATICFILES_DIRS instead.`;
  }
  if (nearest !== null) {
    const isSame = nearest.toLowerCase() === path.toLowerCase();
    return isSame ? `'${nearest}' differs in letter case only.` : `Did you mean '${nearest}'?`;
  }
  const isBuilt = BUILD_NAME.test(path);
  const build = `${asset.path} looks like what a build starts from: leave it out with --ignore ${asset.path}.`;
  const warn = severity === 'error' ? 'say --missing-references warn, or ' : '';
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
