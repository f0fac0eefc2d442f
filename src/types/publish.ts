import type { ObjectHeaders, ObjectTraits } from './bucket.ts';
import type { AssetPath } from './plan.ts';
import type { Problem } from './problem.ts';

/**
 * How long what lies at a key may be kept: `immutable` for ever, `mutable` for a while. A `companion` of the manifest and
 * the `manifest` itself are asked for anew each time, and become visible last.
 */
export type Lifetime = 'immutable' | 'mutable' | 'companion' | 'manifest';

/** Where the bytes of a wanted object come from; `gzipped` are compressed when they are sent. */
export type ObjectSource =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'file' | 'gzipped'; readonly file: string };

/** One object as it is to be. */
export interface WantedObject {
  readonly path: AssetPath;
  /** The prefix of the destination and the path. */
  readonly key: string;
  readonly lifetime: Lifetime;
  readonly source: ObjectSource;
  /** Bytes and MD5 (32 hex digits) of what is sent. */
  readonly size: number;
  readonly md5: string;
  readonly headers: ObjectHeaders;
  readonly traits: ObjectTraits;
  /** Of headers and traits: it changes whenever one of them does. */
  readonly digest: string;
  /** The path that the manifest serves under this one; `null` if it names it nowhere. */
  readonly of: AssetPath | null;
}

/** What a publish does with one key. */
export interface PublishStep {
  readonly action: 'put' | 'headers' | 'keep' | 'remove';
  readonly path: AssetPath;
  readonly key: string;
  /** Bytes that are sent, or lie there. */
  readonly size: number;
  /** `new`, `bytes differ`, `Cache-Control: none -> no-cache`, ... */
  readonly reason: string;
  /** `null` for what is removed. */
  readonly lifetime: Lifetime | null;
}

/** What became of one CDN. */
export interface PurgeResult {
  readonly target: string;
  /** What it was told: URLs, paths or patterns, as the CDN takes them. */
  readonly items: readonly string[];
  readonly requests: number;
  /** Why it failed; `null` if it did not. */
  readonly problem: Problem | null;
}

/** The report of one publish. */
export interface PublishReport {
  readonly bucket: string;
  readonly prefix: string;
  readonly publicUrl: string | null;
  readonly dryRun: boolean;
  /** True if the bucket is as wanted already. */
  readonly upToDate: boolean;
  /** Number of the release before, and of this one; the same if nothing was to be done. */
  readonly release: { readonly from: number; readonly to: number };
  /** In the order in which they are done; `keep` last. */
  readonly steps: readonly PublishStep[];
  /** Keys of ours that are not wanted any more, and stay until they are pruned. */
  readonly retired: readonly AssetPath[];
  /** Bytes of bodies that were sent, or would be. */
  readonly bytes: number;
  /** Requests that were made; of a dry run, those that the publish would make in all. */
  readonly requests: number;
  /** URLs, or paths where no URL is known, whose meaning changed: by this publish, or since CDNs were told last. */
  readonly changedUrls: readonly string[];
  readonly purged: readonly PurgeResult[];
  readonly problems: readonly Problem[];
}

/** How far the sending is. */
export interface PublishProgress {
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** The report of `publish prune`. */
export interface PublishPruneReport {
  readonly bucket: string;
  readonly dryRun: boolean;
  readonly removed: readonly AssetPath[];
  readonly requests: number;
  readonly problems: readonly Problem[];
}

/** The report of `publish rollback`. */
export interface PublishRollbackReport {
  readonly bucket: string;
  readonly release: { readonly from: number; readonly to: number };
  /** The release whose manifest is in use again. */
  readonly restored: number;
  readonly problems: readonly Problem[];
}
