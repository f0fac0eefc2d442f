import { createHash } from 'node:crypto';
import { CollectstaticError, fail, sourceChanged } from '../../errors.ts';
import type {
  AssetPath,
  Bucket,
  ObjectBody,
  PublishProgress,
  PutCondition,
  WantedObject,
} from '../../types.ts';
import type { Hold } from '../claim/hold.ts';
import { gzipped } from '../site/digests.ts';
import { eachOf, type Failures } from './pool.ts';
import type { Phase } from './queue.ts';

/** What a publish has done so far. It grows while the work goes on, so that a failure loses none of it. */
export interface Sent {
  /** Paths that the store was asked to change. */
  readonly begun: Set<AssetPath>;
  /** Of those, what it has told of: the tag of each path. */
  readonly done: Map<AssetPath, { readonly object: WantedObject; readonly etag: string }>;
}

/** What sending goes by. */
export interface Sending {
  readonly bucket: Bucket;
  readonly hold: Hold;
  readonly sent: Sent;
  /** Objects that only get other headers. */
  readonly copies: ReadonlySet<WantedObject>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PublishProgress) => void;
}

/**
 * Sends phases of objects, one after the other. Throws once a phase is through in which something failed, with each cause once;
 * what comes after it is not begun. An aborted signal throws its reason likewise.
 */
export async function sendPhases(
  phases: readonly Phase[],
  { bucket, hold, sent, copies, signal, onProgress }: Sending,
): Promise<void> {
  const all = phases.flatMap(({ objects }) => objects);
  const bytesOf = (object: WantedObject): number => (copies.has(object) ? 0 : object.size);
  const totalBytes = all.reduce((sum, object) => sum + bytesOf(object), 0);
  let [done, bytes] = [0, 0];
  for (const { objects, queue } of phases) {
    signal?.throwIfAborted();
    // What replaces a file is for everybody to see: nobody else may be at it.
    if (objects.some((object) => !copies.has(object) && object.lifetime !== 'immutable'))
      await hold.assertHeld();
    const send = async (object: WantedObject): Promise<void> => {
      await hold.renew();
      sent.begun.add(object.path);
      const etag = copies.has(object) ? await copyHeaders(bucket, object) : await putObject(bucket, object);
      sent.done.set(object.path, { object, etag });
      done++;
      bytes += bytesOf(object);
      onProgress?.({ done, total: all.length, bytes, totalBytes });
    };
    const failures = await eachOf(queue(bucket.concurrency), bucket, ({ key }) => key, send, signal);
    if (failures.problems.length > 0) throw new CollectstaticError(told(failures));
  }
  signal?.throwIfAborted();
}

/** Puts an object in one overwriting step; `condition`: only where it still holds, else throws `publish-overtaken`. */
export async function putObject(
  bucket: Bucket,
  object: WantedObject,
  condition?: PutCondition,
): Promise<string> {
  const { key, md5, headers, traits } = object;
  const body = await bodyOf(object);
  const answer = await bucket.put({ key, body, md5, headers, traits, ...(condition && { condition }) });
  if (answer !== 'refused') return answer.etag;
  throw fail({
    code: 'publish-overtaken',
    message: `${bucket.name}: somebody else has changed ${key} since it was looked at`,
    hint: 'Look who writes there beside collectstatic, then run again: it sends only what is missing.',
  });
}

async function copyHeaders(bucket: Bucket, { key, headers, traits }: WantedObject): Promise<string> {
  return (await bucket.copyHeaders(key, headers, traits)).etag;
}

async function bodyOf({ source, size, md5 }: WantedObject): Promise<ObjectBody> {
  if (source.kind === 'bytes') return source;
  if (source.kind === 'file') return { kind: 'file', file: source.file, size };
  const bytes = await gzipped(source.file);
  if (createHash('md5').update(bytes).digest('hex') === md5) return { kind: 'bytes', bytes };
  throw new CollectstaticError([
    sourceChanged(source.file, 'its bytes are others than when the publish began'),
  ]);
}

function told({ problems, left }: Failures): Failures['problems'] {
  const [first, ...others] = problems;
  if (first === undefined || left === 0) return problems;
  const rest = left === 1 ? '1 more object was' : `${left} more objects were`;
  return [{ ...first, message: `${first.message} (${rest} not tried)` }, ...others];
}
