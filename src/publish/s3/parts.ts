import { asBuffer } from '../../text/buffer.ts';
import type { ObjectBody, PutRequest } from '../../types/bucket.ts';
import { streamBody } from '../transport/body.ts';
import { sendParts } from '../transport/parts.ts';
import { retryTransient } from '../transport/retry.ts';
import { isTransient } from './failure.ts';
import { type ObjectParameters, objectParameters } from './parameters.ts';
import type { Session } from './session.ts';

/** Bytes of a part, the same for all but the last: the ETag can then be told from the bytes. */
export const PART: number = 16 << 20;

/** The most bytes Amazon takes in one PUT. */
const LARGEST_PUT = 5 * 2 ** 30;

/** Bytes above which an object is sent in parts. */
export function partsAbove(asked: number | null): number {
  return Math.min(asked ?? 64 << 20, LARGEST_PUT);
}

/** Sends an object in parts; nobody sees it before the last has arrived. Returns its ETag. `condition`: as PutObject takes it. */
export async function putParts(
  { aws, attempts, bucket }: Session,
  request: PutRequest,
  size: number,
  condition: Pick<ObjectParameters, 'IfMatch' | 'IfNoneMatch'>,
): Promise<string | undefined> {
  const { client, sdk } = await aws();
  const where = { Bucket: bucket, Key: request.key };
  const { UploadId } = await client.send(
    new sdk.CreateMultipartUploadCommand({ ...where, ...objectParameters(request.headers, request.traits) }),
  );
  const upload = { ...where, UploadId };
  try {
    const etags = await sendParts(request, size, PART, async ({ index, start, end, md5 }) => {
      const { ETag } = await retryTransient(
        () =>
          client.send(
            new sdk.UploadPartCommand({
              ...upload,
              PartNumber: index + 1,
              Body: rangeOf(request.body, start, end),
              ContentLength: end - start,
              ContentMD5: md5.toString('base64'),
            }),
          ),
        isTransient,
        attempts,
      );
      return ETag ?? '';
    });
    const Parts = etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
    const done = await client.send(
      new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...condition }),
    );
    return done.ETag;
  } catch (error) {
    // What went wrong first is what is told; a store that is away can't be asked to forget the parts.
    await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

function rangeOf(body: ObjectBody, start: number, end: number): Buffer | ReturnType<typeof streamBody> {
  return body.kind === 'bytes' ? asBuffer(body.bytes.subarray(start, end)) : streamBody(body, start, end);
}
