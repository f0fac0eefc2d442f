import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { fail } from '../../errors.ts';
import type { ObjectHeaders, ObjectTraits, PutCondition, PutRequest } from '../../types/bucket.ts';
import { bodySize, checkSize, readBody, streamBody, WHOLE } from '../transport/body.ts';
import { longKey } from './causes.ts';
import { attemptsOf, codeOf, statusOf } from './failure.ts';
import { copySource, type ObjectParameters, objectParameters, withoutQuotes } from './parameters.ts';
import { partsAbove, putParts } from './parts.ts';
import { getObject, headObject } from './read.ts';
import { again, type Session, send } from './session.ts';

type Condition = Pick<ObjectParameters, 'IfMatch' | 'IfNoneMatch'>;

/** Bytes. */
const LONGEST_KEY = 1024;

/** Puts an object by one request, or in parts where it is large. */
export async function putObject(
  session: Session,
  request: PutRequest,
): Promise<{ readonly etag: string } | 'refused'> {
  const { key, traits } = request;
  const doing = { verb: 'put', key, traits } as const;
  if (Buffer.byteLength(key) > LONGEST_KEY) throw fail(longKey({ doing, store: session.store, code: '' }));
  const condition = conditionOf(request.condition);
  const put = async () => {
    let mayBeThere = false;
    try {
      const small = await readSmall(session, request);
      if (small !== undefined) {
        const answer = await session.plain.put(request, small.bytes, small.crc);
        if (answer === 'refused' || typeof answer === 'object') return answer;
        mayBeThere = answer === 'unanswered';
      }
      return { etag: withoutQuotes(await putBody(session, request, condition, small)) };
    } catch (error) {
      // A store that can't do it says so here; whether it holds conditions at all, the publisher finds out.
      if (request.condition !== undefined && codeOf(error) === 'NotImplemented')
        return {
          etag: withoutQuotes(await putBody(session, request, {}, await readSmall(session, request))),
        };
      if (!isRefusal(error, request.condition)) throw error;
      // The object may be the one of an attempt before, whose answer was lost.
      if (attemptsOf(error) === 1 && !mayBeThere) return 'refused';
      const etag = await tagIfOurs(session, request);
      return etag === undefined ? 'refused' : { etag };
    }
  };
  return send(session, doing, put);
}

/** The tag of an object if it has the bytes of the request. Where its tag is no MD5 (KMS), they are read. */
async function tagIfOurs(session: Session, { key, md5, body }: PutRequest): Promise<string | undefined> {
  const there = await headObject(session, key);
  if (there === undefined || there.size !== bodySize(body)) return undefined;
  if (there.md5 !== null) return there.md5 === md5 ? there.etag : undefined;
  const found = await getObject(session, key, there.size);
  const isOurs = found !== undefined && createHash('md5').update(found.bytes).digest('hex') === md5;
  return isOurs ? found.etag : undefined;
}

function conditionOf(condition: PutCondition | undefined): Condition {
  if (condition === undefined) return {};
  return condition === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: `"${condition.etag}"` };
}

function isRefusal(error: unknown, condition: PutCondition | undefined): boolean {
  if (condition === undefined) return false;
  const status = statusOf(error);
  if (status === 412 || (status === 409 && codeOf(error) === 'ConditionalRequestConflict')) return true;
  return status === 404 && condition !== 'absent' && codeOf(error) !== 'NoSuchBucket';
}

interface Small {
  readonly bytes: Buffer;
  /** CRC-32 in base64, where the store is to have it. */
  readonly crc: string | undefined;
}

/** The bytes of an object that is put in one piece; `undefined` for a larger one. */
async function readSmall({ store }: Session, { body }: PutRequest): Promise<Small | undefined> {
  const size = bodySize(body);
  if (size > partsAbove(store.spec.multipartThreshold) || (body.kind === 'file' && size > WHOLE))
    return undefined;
  const bytes = await readBody(body);
  return { bytes, crc: store.spec.checksums === 'when_supported' ? crc32Of(bytes) : undefined };
}

/** Sends the bytes by the SDK; returns the ETag as it was told. */
async function putBody(
  session: Session,
  request: PutRequest,
  condition: Condition,
  small: Small | undefined,
): Promise<string | undefined> {
  const { body } = request;
  const size = bodySize(body);
  if (small === undefined) await checkSize(body);
  if (size > partsAbove(session.store.spec.multipartThreshold))
    return putParts(session, request, size, condition);
  const { client, sdk } = await session.aws();
  const parameters = { ...parametersOf(session, request, condition), ContentLength: size };
  if (small === undefined && body.kind === 'file') {
    const { ETag } = await again(session, () =>
      client.send(new sdk.PutObjectCommand({ ...parameters, Body: streamBody(body, 0, size) })),
    );
    return ETag;
  }
  const { bytes, crc } = small ?? { bytes: await readBody(body), crc: undefined };
  const { ETag } = await client.send(
    new sdk.PutObjectCommand({
      ...parameters,
      ...(crc !== undefined && { ChecksumCRC32: crc }),
      Body: bytes,
    }),
  );
  return ETag;
}

function parametersOf({ bucket }: Session, { key, headers, traits, md5 }: PutRequest, condition: Condition) {
  return {
    Bucket: bucket,
    Key: key,
    ...objectParameters(headers, traits),
    ...condition,
    ContentMD5: Buffer.from(md5, 'hex').toString('base64'),
  };
}

function crc32Of(bytes: Buffer): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString('base64');
}

/** Copies an object onto itself with other headers; no byte of it travels. */
export async function copyObject(
  session: Session,
  key: string,
  headers: ObjectHeaders,
  traits: ObjectTraits,
): Promise<{ readonly etag: string }> {
  const { aws, bucket } = session;
  const { client, sdk } = await aws();
  const parameters = {
    Bucket: bucket,
    Key: key,
    CopySource: copySource(bucket, key),
    MetadataDirective: 'REPLACE' as const,
    ...(traits.extra?.Tagging === undefined ? {} : { TaggingDirective: 'REPLACE' as const }),
    ...objectParameters(headers, traits),
  };
  const { CopyObjectResult } = await send(session, { verb: 'change', key, traits }, () =>
    client.send(new sdk.CopyObjectCommand(parameters)),
  );
  return { etag: withoutQuotes(CopyObjectResult?.ETag) };
}
