import type { RootedSettings } from '../static-root.ts';
import type { AssetPath, Destination, PublishProgress, PublishReport, WantedObject } from '../types.ts';
import type { Clock } from './clock.ts';
import type { CountedBucket } from './counted.ts';
import type { Difference } from './difference.ts';
import type { RemoteLedger } from './remote/ledger.ts';
import type { RemoteState } from './remote/read-remote.ts';
import type { Phase } from './sending/queue.ts';
import type { Site } from './site/read-site.ts';

export interface PublishOptions {
  /** Read everything, write nothing. */
  readonly dryRun?: boolean;
  /**
   * For a rehearsal of a collect, whose files were built elsewhere: the STATIC_ROOT that they would be put into. What nobody has
   * collected there would be published too.
   */
  readonly into?: string;
  /** Publish also what was collected before the release that is in the bucket, and take over another publisher's claim. */
  readonly force?: boolean;
  /** Remove, last of all, what earlier publishes have put there and this one does not want. */
  readonly clear?: boolean;
  /** Milliseconds to wait for another publisher. Default: a minute. */
  readonly lockTimeout?: number;
  /** Called once when there is another publisher to wait for. */
  readonly onOtherPublisher?: (message: string) => void;
  /** When the files were collected, milliseconds; `undefined` leaves it to the times of the files. */
  readonly builtAt?: number;
  /** The files were collected just now: nothing in the bucket is newer, whatever their times say. */
  readonly justCollected?: boolean;
  /** Tell CDNs of new names too: they may have kept that there was nothing. */
  readonly purgeNew?: boolean;
  /** CDNs are going to be told what changes: until they were, the ledger says that it is owed to them. */
  readonly purges?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PublishProgress) => void;
  readonly clock?: Clock;
}

/** Who wants to write to a bucket, and how. */
export type Claimant = Pick<Intent, 'settings' | 'destination' | 'bucket' | 'clock' | 'id'> & {
  readonly options: Pick<PublishOptions, 'force' | 'lockTimeout' | 'onOtherPublisher' | 'signal'>;
};

/** What a publish knows before it asks the bucket anything. */
export interface Intent {
  readonly settings: RootedSettings;
  readonly destination: Destination;
  readonly bucket: CountedBucket;
  readonly site: Site;
  readonly objects: readonly WantedObject[];
  readonly options: PublishOptions;
  readonly clock: Clock;
  readonly id: string;
}

/** What there is to do, and what it was decided by. */
export interface Planned {
  readonly found: Difference;
  /** What is to be put, but for the manifest: one phase is begun when the one before is through. */
  readonly phases: readonly Phase[];
  /** What `clear` removes. */
  readonly doomed: readonly AssetPath[];
  /** Paths whose meaning changes for those who ask a CDN. */
  readonly changed: readonly AssetPath[];
  readonly state: RemoteState;
}

/** What a publish has come to. */
export interface Published {
  readonly report: PublishReport;
  /** As it stands in the bucket now; `null` where a dry run has something to do. */
  readonly ledger: RemoteLedger | null;
}
