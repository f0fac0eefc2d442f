import { CollectstaticError, sourceChanged } from '../errors.ts';
import type { Asset, AssetPath, Problem } from '../types.ts';
import { components, withOneCircle } from './graph.ts';
import { type Known, type KnownFile, knownOf, NOTHING_KNOWN } from './known.ts';
import { type MissingPolicy, type MissingReport, reportMissing, undecodable } from './missing.ts';
import type { Rewrite } from './rewrite.ts';
import { makeScan, type Scan, type ScanSettings } from './scan.ts';

/** What the settings say about references; `Settings` fits. */
export type ReferenceSettings = ScanSettings & MissingPolicy;

/** What was found in a file, for the next run to use. */
export type Finding = Pick<KnownFile, 'links' | 'absent' | 'unwritten'>;

/** Everything about references that can be known before a byte is hashed or written. */
export interface Prepared {
  readonly assets: readonly Asset[];
  /** Missing references and files that are no UTF-8, in the order of the assets. */
  readonly problems: readonly Problem[];
  /** Files that keep their name, since it holds a hash already. */
  readonly prehashed: ReadonlySet<AssetPath>;
  /**
   * The files that are rewritten, each with those it refers to. All others, but for those in `prehashed`, are hashed while
   * they are copied.
   */
  readonly links: ReadonlyMap<AssetPath, readonly AssetPath[]>;
  /** The keys of `links`, each after those it refers to; files that refer to each other stand together. */
  readonly groups: readonly (readonly AssetPath[])[];
  /** The group whose files share one hash, that of their bytes in this order; empty if each has its own, as in Django. */
  readonly circle: readonly AssetPath[];
  /** What was found in each file that may hold references. */
  readonly findings: ReadonlyMap<AssetPath, Finding>;
  /** Keys of `links` that were not read, since what the last run knew of them still holds. */
  readonly recalled: ReadonlySet<AssetPath>;
  /** Facts of the last run, and the rules under which this one reads. */
  readonly known: Known;
  readonly rules: string;
  /** Gives the references of a file of `links`, and reads it again unless its bytes were kept. One at a time: see `read`. */
  readonly draftOf: (asset: Asset) => Promise<Rewrite>;
}

/** Bytes of files that are kept in memory for rewriting; further files are read twice. */
const KEPT_BYTES = 16 * 1024 * 1024;

/**
 * Reads the references of every file that may hold some, and looks them up. Does not read a file that `known` still
 * describes. `read` gives the bytes of an asset's source, in memory that its next call may use again. Lists what is wrong
 * in the files in `problems`.
 */
export async function prepare(
  assets: readonly Asset[],
  settings: ReferenceSettings,
  read: (asset: Asset) => Uint8Array,
  known: Known = NOTHING_KNOWN,
): Promise<Prepared> {
  const scan = makeScan(assets, settings, read);
  const rules = JSON.stringify([scan.rules, policyOf(settings)]);
  const sameRules = known.rules === rules;
  const report = reportMissing(assets, settings, scan.isPrehashed);
  const drafts = draftKeeper(scan);
  const problems: Problem[] = [];
  const findings = new Map<AssetPath, Finding>();
  const links = new Map<AssetPath, readonly AssetPath[]>();
  const recalledPaths = new Set<AssetPath>();
  for (const asset of assets) {
    if (scan.languageOf(asset.path) === null) continue;
    const recalled = sameRules ? recall(known, asset, scan) : null;
    const draft = recalled === null ? await drafts.read(asset) : null;
    const targets = recalled === null ? linksOf(draft) : recalled.links;
    findings.set(asset.path, recalled ?? findingOf(asset, draft, targets, report, problems));
    if (!targets) continue;
    links.set(asset.path, targets);
    if (recalled !== null) recalledPaths.add(asset.path);
  }
  const groups = components(links);
  return {
    assets,
    problems,
    prehashed: new Set(assets.flatMap(({ path }) => (scan.isPrehashed(path) ? path : []))),
    links,
    ...(settings.storage.enhanced ? withOneCircle(groups, links) : { groups, circle: [] }),
    findings,
    recalled: recalledPaths,
    known,
    rules,
    draftOf: drafts.get,
  };
}

/** What was found last time, if the file is the same and each path it mentions is there, or missing, as it was then. */
function recall(known: Known, asset: Asset, scan: Scan): Finding | null {
  const file = knownOf(known, asset);
  if (file?.links === undefined) return null;
  const { links, absent = [], unwritten = [] } = file;
  if (links?.some((path) => !scan.paths.has(path))) return null;
  if (unwritten.some((path) => !scan.paths.has(path))) return null;
  if (absent.some((path) => scan.paths.has(path) || scan.paths.isFolder(path))) return null;
  return finding(links, absent, unwritten);
}

/** Makes a finding. Leaves out empty lists, since there are many files. */
function finding(
  links: readonly AssetPath[] | null,
  absent: readonly string[],
  unwritten: readonly AssetPath[],
): Finding {
  return {
    links,
    ...(absent.length > 0 && { absent }),
    ...(unwritten.length > 0 && { unwritten }),
  };
}

/** Makes a finding. Leaves out `links` if there is something to report, so that the next run reads and reports it again. */
function findingOf(
  asset: Asset,
  draft: Rewrite | null,
  links: Finding['links'],
  report: MissingReport,
  problems: Problem[],
): Finding {
  if (draft === null) {
    problems.push(undecodable(asset));
    return {};
  }
  const missing = report(asset, draft);
  for (const problem of missing.problems) problems.push(problem);
  if (missing.problems.length > 0 || links === undefined) return {};
  return finding(links, [...draft.absent, ...missing.ignored], plainTargets(draft));
}

/** The files a draft refers to under their plain names, sorted. */
function plainTargets({ unwritten }: Rewrite): readonly AssetPath[] {
  if (unwritten.length === 0) return [];
  const paths = unwritten.flatMap(({ path, isThere }) => (isThere ? (path as AssetPath) : []));
  return [...new Set(paths)].sort();
}

/** The settings that decide what is reported: what was silent under others may have to be told. */
function policyOf({ missingReferences, allowMissing, storage, prehashed }: ReferenceSettings): unknown {
  if (missingReferences === 'ignore') return 'ignore';
  const { keepOnlyHashed, importMapName } = storage;
  return [allowMissing, ...(keepOnlyHashed ? [prehashed, importMapName !== null] : [])];
}

/** The files a draft refers to, sorted; `null` if nothing in it is rewritten. */
function linksOf(draft: Rewrite | null): readonly AssetPath[] | null {
  if (draft === null || draft.edits.length === 0) return null;
  return [...new Set(draft.edits.flatMap(({ path }) => path ?? []))].sort();
}

/** Reads drafts, and keeps those that will be rewritten as long as there is room. */
function draftKeeper(scan: Scan): {
  readonly read: (asset: Asset) => Promise<Rewrite | null>;
  readonly get: (asset: Asset) => Promise<Rewrite>;
} {
  const kept = new Map<AssetPath, Rewrite>();
  let room = KEPT_BYTES;
  return {
    async read(asset) {
      const draft = await scan.draft(asset);
      if (draft !== null && draft.edits.length > 0 && draft.bytes.length <= room) {
        room -= draft.bytes.length;
        kept.set(asset.path, lasting(draft));
      }
      return draft;
    },
    async get(asset) {
      const draft = kept.get(asset.path);
      if (draft !== undefined) {
        // Each file is asked for once, so its bytes may go.
        kept.delete(asset.path);
        return draft;
      }
      const again = await scan.draft(asset);
      if (again !== null) return lasting(again);
      throw new CollectstaticError([sourceChanged(asset.source.file, 'it was UTF-8 when the run began')]);
    },
  };
}

/** Copies the bytes of a draft, which are in memory that the next read uses again. */
function lasting({ source: _, ...draft }: Rewrite): Rewrite {
  return { ...draft, bytes: new Uint8Array(draft.bytes) };
}
