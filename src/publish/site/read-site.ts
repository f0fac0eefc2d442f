import { statSync } from 'node:fs';
import { join } from 'node:path';
import { CollectstaticError, fail, throwErrors } from '../../errors.ts';
import { type Ledger, readLedger } from '../../ledger/index.ts';
import { parseManifest } from '../../manifest.ts';
import { toAssetPath } from '../../path.ts';
import { hasHiddenPart } from '../../serving/index.ts';
import { isStamp } from '../../stamps.ts';
import type { RootedSettings } from '../../static-root.ts';
import { locateWorkspace, openStorage } from '../../storages/index.ts';
import type { AssetPath, Problem, Storage } from '../../types.ts';
import { namesOf } from '../keys.ts';
import { type SiteFile, type Walked, walkSite } from './walk-site.ts';

/** What a STATIC_ROOT holds to be published. */
export interface Site {
  readonly root: string;
  /** Sorted by path. */
  readonly files: readonly SiteFile[];
  /** With the bytes as they were when it was understood, and the name that each path is served under. */
  readonly manifest: {
    readonly path: AssetPath;
    readonly bytes: Uint8Array;
    readonly names: ReadonlyMap<string, string>;
  } | null;
  /** Files that become visible with the manifest. */
  readonly companions: ReadonlySet<string>;
  /** When it was collected, in milliseconds; `null` where no time tells. */
  readonly builtAt: number | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads what STATIC_ROOT holds to be published, and what nobody has collected in `into`: whoever has collected it. Left out is what is ours beside the site, what an
 * earlier release has left (retired), and hidden files that no run of ours has collected. Throws all that is wrong at once.
 */
export function readSite(settings: RootedSettings, into?: string): Site {
  const storage = openStorage(settings);
  const problems: Problem[] = [];
  const ledger = readLedger(storage, (problem) => problems.push(problem));
  const manifest = readNames(storage, settings);
  const named = new Set(manifest?.names.values());
  const collected = walkSite(settings.staticRoot, (path) =>
    isHidden(path, ledger) ? 'hidden' : isRetired(path, ledger, named) ? 'no' : 'yes',
  );
  const { files, hidden, broken } =
    into === undefined ? collected : withStrays(collected, { ...settings, staticRoot: into });
  if (files.length + broken.length === 0) throw nothing(settings.staticRoot);
  const absent = [...named].filter((name) => !isAmong(files, name));
  throwErrors([...problems, ...broken, ...absentProblems(absent, settings)]);
  if (hidden.length > 0) problems.push(leftOut(hidden));
  const { storage: spec } = settings;
  const companions = [spec.integrityName, spec.importMapName].filter((name) => name !== null);
  return {
    root: settings.staticRoot,
    files,
    manifest,
    companions: new Set(companions),
    builtAt: builtAt(files, manifest?.path, settings.staticRoot),
    problems,
  };
}

/** What was collected, with what lies in the STATIC_ROOT of `settings` and is no file of ours. */
function withStrays({ files, hidden, broken }: Walked, settings: RootedSettings): Walked {
  const ledger = readLedger(openStorage(settings));
  const strays = walkSite(settings.staticRoot, (path) => {
    if (ledger.files.has(path) || isAmong(files, path)) return 'no';
    return isHidden(path, ledger) ? 'hidden' : 'yes';
  });
  return {
    files: [...files, ...strays.files].sort((a, b) => (a.path < b.path ? -1 : 1)),
    hidden: [...hidden, ...strays.hidden].sort(),
    broken: [...broken, ...strays.broken],
  };
}

function readNames(storage: Storage, { storage: spec, staticRoot }: RootedSettings): Site['manifest'] {
  if (!spec.kind.endsWith('manifest')) return null;
  const path = toAssetPath(spec.manifestName);
  if (path === null || storage.stat(path) === undefined) {
    if (storage.isEmpty()) throw nothing(staticRoot);
    throw fail({
      code: 'publish-manifest-missing',
      message: `${staticRoot} has no manifest ${spec.manifestName}, which ${spec.className} needs`,
      at: { file: staticRoot },
      hint: 'Run collectstatic first; what is published without a manifest, Django does not find.',
    });
  }
  const bytes = storage.read(path);
  const manifest = parseManifest(Buffer.from(bytes).toString('utf8'), join(staticRoot, path));
  if ('paths' in manifest) return { path, bytes, names: manifest.paths };
  throw new CollectstaticError([
    {
      ...manifest,
      severity: 'error',
      message: `The manifest ${path} can't be read, so nothing is published`,
      hint: 'Run collectstatic again.',
    },
  ]);
}

/** True for what an earlier release of ours has left, and the manifest does not name. */
function isRetired(path: AssetPath, { files }: Ledger, named: ReadonlySet<string>): boolean {
  return files.get(path)?.retired !== undefined && !named.has(path);
}

function isHidden(path: AssetPath, { files }: Ledger): boolean {
  if (!hasHiddenPart(path) || (files.get(path)?.retired === undefined && files.has(path))) return false;
  return !path.startsWith('.well-known/') || hasHiddenPart(path.slice('.well-known/'.length));
}

function isAmong(files: readonly SiteFile[], name: string): boolean {
  let [low, high] = [0, files.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((files[middle] as SiteFile).path < name) low = middle + 1;
    else high = middle;
  }
  return files[low]?.path === name;
}

function absentProblems(
  absent: readonly string[],
  { storage, staticRoot }: RootedSettings,
): readonly Problem[] {
  if (absent.length === 0) return [];
  return [
    {
      code: 'publish-manifest-names-missing',
      severity: 'error',
      message: `The manifest ${storage.manifestName} names ${absent.length === 1 ? 'a file that is' : `${absent.length} files that are`} not in ${staticRoot}: ${namesOf(absent)}`,
      at: { file: staticRoot },
      hint: 'Run collectstatic again, then publish.',
    },
  ];
}

function leftOut(hidden: readonly AssetPath[]): Problem {
  const files = hidden.length === 1 ? '1 hidden file is' : `${hidden.length} hidden files are`;
  return {
    code: 'publish-hidden',
    severity: 'warning',
    message: `${files} not published: ${namesOf(hidden)}`,
    hint: 'Only hidden files that collectstatic has put there, and .well-known, are. Remove the others from STATIC_ROOT.',
  };
}

function nothing(root: string): CollectstaticError {
  return fail({
    code: 'publish-nothing',
    message: `There is nothing to publish in ${root}`,
    at: { file: root },
    hint: 'Run collectstatic first, or name the folder: --static-root DIR.',
  });
}

/** The time of the manifest, which every collect that changes a name writes anew; else that of our ledger. */
function builtAt(files: readonly SiteFile[], manifest: AssetPath | undefined, root: string): number | null {
  const time =
    files.find(({ path }) => path === manifest)?.mtimeMs ??
    statSync(`${locateWorkspace(root).folder}/ledger.json`, { throwIfNoEntry: false })?.mtimeMs;
  return time === undefined || isStamp(time) ? null : Math.floor(time);
}
