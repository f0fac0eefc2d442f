import { createHash } from 'node:crypto';
import { type CollectstaticError, fail } from '../errors.ts';
import { serialiseManifest } from '../manifest.ts';
import { CODINGS } from '../serving/index.ts';
import type { AssetPath, Problem, PublishRollbackReport, WantedObject } from '../types.ts';
import { type Attempt, endingClaim, underClaim } from './claim/claim-bucket.ts';
import type { Hold } from './claim/hold.ts';
import { forgetClaim } from './claim/own-claim.ts';
import { digestOf, headersOf, withOwnMetadata } from './headers.ts';
import type { Claimant } from './intent.ts';
import { namesOf } from './keys.ts';
import {
  currentNames,
  nameChanges,
  namesOfRelease,
  type PastRelease,
  type RemoteFile,
  type RemoteLedger,
  withDoubts,
} from './remote/ledger.ts';
import { PAST_RELEASES } from './remote/next-ledger.ts';
import { readRemote } from './remote/read-remote.ts';
import { putObject } from './sending/send.ts';

/**
 * Puts the manifest of the release before the one in use, whose files are all still there. Files without a fingerprint stay as
 * they are: what they held before, nobody has kept. The caller holds the lock of STATIC_ROOT.
 */
export async function rollBackPublished(claimant: Claimant): Promise<PublishRollbackReport> {
  return underClaim(claimant, () => planned(claimant));
}

async function planned(claimant: Claimant): Promise<Attempt<PublishRollbackReport>> {
  const { bucket, destination, clock, id } = claimant;
  const first = await readRemote(bucket, destination.prefix, new Set());
  const { past, names } = target(claimant, first.ledger);
  const manifest = manifestOf(claimant, names);
  const keys = [...names.values(), manifest.path].map((path) => destination.prefix + path);
  const state = await readRemote(bucket, destination.prefix, new Set(keys));
  if (state.tag !== first.tag) return planned(claimant);
  const absent = [...names.values()].filter((name) => !state.entries.has(destination.prefix + name));
  if (absent.length > 0) throw gone(claimant, past.release, absent);
  const work = async (hold: Hold): Promise<PublishRollbackReport> => {
    await hold.assertHeld();
    const there = state.entries.get(manifest.key);
    const condition = there === undefined ? 'absent' : { etag: there.etag };
    const etag = await putObject(bucket, manifest, hold.conditions ? condition : undefined);
    const at = new Date(clock.now()).toISOString();
    await hold.release(rolledBack(hold.ledger, past, names, { manifest, etag, at, id }));
    forgetClaim(claimant.settings);
    return {
      bucket: bucket.name,
      release: { from: state.ledger.release, to: state.ledger.release + 1 },
      restored: past.release,
      problems: [...state.problems, ...hold.problems, ...plainFiles(claimant, state.ledger, past)],
    };
  };
  return {
    state,
    changes: [manifest],
    work: (hold) =>
      endingClaim(
        hold,
        () => withDoubts(hold.ledger, [manifest.path]),
        () => work(hold),
      ),
  };
}

/** The release before the one that is in use; after a rollback, before the one that it brought back. */
function target(
  { bucket, settings }: Claimant,
  ledger: RemoteLedger,
): { readonly past: PastRelease; readonly names: ReadonlyMap<AssetPath, string> } {
  const inUse = ledger.restores ?? ledger.release;
  const past = ledger.past.find(({ release }) => release < inUse);
  const names = past && namesOfRelease(ledger, past.release);
  if (past !== undefined && names && names.size > 0) return { past, names };
  const isPlain = !settings.storage.kind.endsWith('manifest');
  throw fail({
    code: 'publish-no-release',
    message: `${bucket.name} knows no release before ${ledger.release} to go back to`,
    hint: isPlain
      ? 'Only a storage with a manifest can go back: without one, every publish overwrites what was there.'
      : 'Collect the earlier files and publish them: --force lets them win.',
  });
}

function manifestOf(
  { settings, destination }: Claimant,
  names: ReadonlyMap<AssetPath, string>,
): WantedObject {
  const path = settings.storage.manifestName as AssetPath;
  const bytes = serialiseManifest(names as ReadonlyMap<AssetPath, AssetPath>, settings.djangoVersion);
  const plain = { ...destination, gzipTypes: null };
  const { headers } = headersOf(path, { destination: plain, lifetime: 'manifest', exists: () => false });
  const md5 = createHash('md5').update(bytes).digest('hex');
  const digest = digestOf(headers, destination.traits);
  return {
    path,
    key: destination.prefix + path,
    lifetime: 'manifest',
    source: { kind: 'bytes', bytes },
    size: bytes.length,
    md5,
    headers: withOwnMetadata(headers, md5, digest),
    traits: destination.traits,
    digest,
    of: null,
  };
}

function rolledBack(
  ledger: RemoteLedger,
  past: PastRelease,
  names: ReadonlyMap<AssetPath, string>,
  {
    manifest,
    etag,
    at,
    id,
  }: { readonly manifest: WantedObject; readonly etag: string; readonly at: string; readonly id: string },
): RemoteLedger {
  const release = ledger.release + 1;
  const pathOf = new Map([...names].map(([path, name]) => [name, path]));
  const files = new Map<AssetPath, RemoteFile>();
  for (const [path, { retired, ...file }] of ledger.files) {
    const of = pathOf.get(path);
    if (of !== undefined)
      files.set(path, { ...file, of, since: retired === undefined ? file.since : release });
    else if (retired !== undefined) files.set(path, { ...file, retired });
    else if (file.of === null) files.set(path, file);
    else files.set(path, { ...file, retired: { release, at } });
  }
  const { size, md5, digest } = manifest;
  files.set(manifest.path, { size, md5, digest, etag, since: release, of: null });
  const now = {
    release: ledger.release,
    at: ledger.at,
    builtAt: ledger.builtAt,
    names: nameChanges(currentNames(ledger), names),
  };
  return {
    ...ledger,
    release,
    id,
    at,
    builtAt: past.builtAt,
    restores: past.release,
    files,
    past: [now, ...ledger.past].slice(0, PAST_RELEASES),
    purge: ledger.purge?.owed === true ? ledger.purge : null,
  };
}

function gone({ bucket }: Claimant, release: number, absent: readonly string[]): CollectstaticError {
  return fail({
    code: 'publish-release-incomplete',
    message: `${absent.length === 1 ? 'A file' : `${absent.length} files`} of release ${release} ${absent.length === 1 ? 'is' : 'are'} not in ${bucket.name} any more: ${namesOf(absent)}`,
    hint: 'They were pruned or removed. Collect that release again and publish it: --force lets it win.',
  });
}

/** Warns of what stays as the newer release has it. */
function plainFiles(
  { settings }: Claimant,
  { files }: RemoteLedger,
  { release }: PastRelease,
): readonly Problem[] {
  const isFingerprinted = (path: string): boolean =>
    typeof files.get(path as AssetPath)?.of === 'string' ||
    CODINGS.some(({ suffix }) => path.endsWith(suffix) && isFingerprinted(path.slice(0, -suffix.length)));
  const plain = [...files].filter(
    ([path, { retired }]) =>
      retired === undefined && path !== settings.storage.manifestName && !isFingerprinted(path),
  );
  if (plain.length === 0) return [];
  const said =
    plain.length === 1
      ? '1 file without a fingerprint stays'
      : `${plain.length} files without a fingerprint stay`;
  return [
    {
      code: 'publish-plain-files-stay',
      severity: 'warning',
      message: `${said} as now: release ${release} may have had other bytes there`,
      hint: 'Pages that go by {% static %} do not ask for them. To bring them back, publish that release again: --force.',
    },
  ];
}
