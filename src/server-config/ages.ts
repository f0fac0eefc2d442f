import { prehashedBy } from '../prehashed.ts';
import { HASHED_PATTERN, looksHashed } from '../serving/index.ts';
import type { AssetPath, ServingSpec, Settings } from '../types.ts';
import { alternatives, globPattern, literal } from './pattern.ts';

/** Which files never change, as expressions over the decoded path of a URL. */
export interface Ages {
  /** A file is immutable if one of these matches its URL, */
  readonly immutable: readonly string[];
  /** and none of these does. */
  readonly exceptions: readonly string[];
  /** What the expressions can't say, a sentence each. */
  readonly remarks: readonly string[];
}

interface Facts {
  readonly settings: Pick<Settings, 'storage' | 'prehashed'> & { readonly serving: ServingSpec };
  /** The path of STATIC_URL, with slashes at its ends. */
  readonly base: string;
  /** What is in STATIC_ROOT, and what the manifest says. */
  readonly names: readonly string[];
  readonly hashedNames: ReadonlyMap<string, string>;
}

/**
 * Says by names which files never change, so that it holds for later releases too: all that end as Django's hashed copies do,
 * but for plain files that happen to look so. Those are known from the manifest: it has the name of every plain file.
 */
export function agesOf({ settings, base, names, hashedNames }: Facts): Ages {
  const { storage, prehashed, serving } = settings;
  const isPrehashed = prehashedBy(prehashed);
  const own = prehashedPatterns(prehashed, base, names);
  if (serving.immutablePattern !== null) {
    return { immutable: [serving.immutablePattern, ...own.immutable], exceptions: [], remarks: own.remarks };
  }
  if (!storage.kind.endsWith('manifest')) return { ...own, exceptions: [] };
  const lookalikes = [...hashedNames.keys()].filter(
    (path) => looksHashed(path) && !isPrehashed(path as AssetPath),
  );
  return {
    immutable: [`^${literal(base)}.*${HASHED_PATTERN}`, ...own.immutable],
    exceptions: within(base, lookalikes.sort()),
    remarks: own.remarks,
  };
}

/** `auto`, and globs with more than stars, can't be said by an expression: the files of now are listed. */
function prehashedPatterns(
  rule: Settings['prehashed'],
  base: string,
  names: readonly string[],
): Pick<Ages, 'immutable' | 'remarks'> {
  const globs = rule === 'auto' ? [] : rule;
  const patterns = globs.map(globPattern);
  const isSaid = rule !== 'auto' && !patterns.includes(null);
  if (isSaid) return { immutable: patterns.map((pattern) => `^${literal(base)}${pattern}$`), remarks: [] };
  const isPrehashed = prehashedBy(rule);
  const listed = names.filter((path) => isPrehashed(path as AssetPath) && !/\.(?:br|gz|zst)$/.test(path));
  const remark = 'PREHASHED is more than a pattern can say: the files of this release are listed.';
  return { immutable: within(base, listed), remarks: listed.length > 0 ? [remark] : [] };
}

function within(base: string, paths: readonly string[]): readonly string[] {
  return alternatives(paths).map((group) => `^${literal(base)}(?:${group})$`);
}
