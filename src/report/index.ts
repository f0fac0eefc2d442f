import { isInstalled, projectTexts } from '../check/index.ts';
import { errnoOf } from '../errors.ts';
import { type Ledger, NO_LEDGER, readLedger } from '../ledger/index.ts';
import { readManifest } from '../manifest.ts';
import { openStorage } from '../storages/index.ts';
import type { AssetPath, Plan, Problem, Settings, StaticReport, Storage } from '../types.ts';
import { compareWith } from './comparison.ts';
import { duplicates } from './duplicates.ts';
import { readEarlier } from './earlier.ts';
import type { Text } from './evidence.ts';
import { budgetsOf } from './gate.ts';
import { requestsIn } from './requests.ts';
import { shippedSources } from './shipped.ts';
import { usageOf } from './usage.ts';
import { type Collected, weigh } from './weights.ts';

export { wasted } from './duplicates.ts';

export interface ReportOptions {
  /** A saved report, absolute, to compare with; without it budgets of growth compare with the last release. */
  readonly against?: string;
  /** An access log, absolute. */
  readonly accessLog?: string;
}

/** Weighs the static files of a project, and tells whose they are and what speaks for them. Writes nothing. */
export async function report(
  settings: Settings,
  plan: Plan,
  { against, accessLog }: ReportOptions = {},
): Promise<StaticReport> {
  const problems: Problem[] = [...plan.problems];
  const collected = collectedIn(settings, problems);
  const { assets, conflicts } = plan;
  const weights = weigh(assets, collected, (file) => !isInstalled(file), settings.cwd);
  const budgets = await budgetsOf(settings, assets, collected.ledger, against);
  const texts = asTexts(await projectTexts(settings));
  return {
    staticRoot: settings.staticRoot,
    ...weights,
    conflicts,
    shipped: shippedSources(weights.files),
    duplicates: duplicates(assets),
    usage: usageOf(assets, conflicts, texts, (file) => !isInstalled(file)),
    budgets: budgets.results,
    ...(against !== undefined && { comparison: compareWith(readEarlier(against), weights.files) }),
    ...(accessLog !== undefined && {
      requests: await requestsIn(accessLog, settings.staticUrl, weights.files, collected.names, (path) =>
        originIn(collected.ledger, path),
      ),
    }),
    problems: [...problems, ...budgets.problems],
  };
}

function* asTexts(texts: Iterable<string>): Generator<Text> {
  for (const text of texts) yield { path: null, text };
}

/** The path that a file of any release was made from. */
function originIn({ files }: Ledger, path: string): string | undefined {
  return files.get(path as AssetPath)?.of;
}

/** Reads what lies in STATIC_ROOT. Nothing, before the first run; what is damaged is told in `problems`. */
function collectedIn(settings: Settings, problems: Problem[]): Collected {
  const { storage: spec } = settings;
  const names = [spec.manifestName, spec.integrityName, spec.importMapName];
  const companions = new Set(names.filter((name) => name !== null));
  const nothing = { entries: [], ledger: NO_LEDGER, names: new Map(), companions };
  if (settings.staticRoot === null) return nothing;
  try {
    const storage = openStorage(settings, { dryRun: true });
    if (storage.isEmpty()) return nothing;
    return {
      entries: storage.list(),
      ledger: readLedger(storage, (problem) => problems.push(problem)),
      names: namesIn(storage, spec.manifestName, problems),
      companions,
    };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return nothing;
    throw error;
  }
}

function namesIn(storage: Storage, manifestName: string, problems: Problem[]): ReadonlyMap<string, string> {
  const manifest = readManifest(storage, manifestName as AssetPath);
  if (manifest === null) return new Map();
  if ('paths' in manifest) return manifest.paths;
  problems.push({ ...manifest, severity: 'warning' });
  return new Map();
}
