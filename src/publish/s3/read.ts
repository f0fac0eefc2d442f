import type { BucketEntry, ObjectHeaders } from '../../types/bucket.ts';
import { tooLarge } from '../transport/too-large.ts';
import { codeOf, statusOf } from './failure.ts';
import { md5Of, objectHeaders, withoutQuotes } from './parameters.ts';
import { again, type Session, send } from './session.ts';

/** Entries whose keys begin with `prefix`, 1,000 a page. */
export async function* listObjects(session: Session, prefix: string): AsyncGenerator<readonly BucketEntry[]> {
  const { client, sdk, bucket } = session;
  let token: string | undefined;
  do {
    const asked = {
      Bucket: bucket,
      Prefix: prefix,
      // Not every character of a key can be written in XML.
      EncodingType: 'url' as const,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    };
    const page = await send(session, { verb: 'list', key: prefix }, () =>
      again(session, () => client.send(new sdk.ListObjectsV2Command(asked))),
    );
    const decode = page.EncodingType === 'url' ? decodeKey : (key: string) => key;
    yield (page.Contents ?? []).map(({ Key = '', Size = 0, ETag }) => entry(decode(Key), Size, ETag));
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

/** As forms write blanks; a percent sign that encodes nothing stays. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

function entry(key: string, size: number, quoted: string | undefined): BucketEntry {
  const etag = withoutQuotes(quoted);
  return { key, size, etag, md5: md5Of(etag), headers: null };
}

export async function getObject(
  session: Session,
  key: string,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | undefined> {
  const { client, sdk, bucket, store } = session;
  const read = async () => {
    const {
      Body,
      ContentLength = 0,
      ETag,
    } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }));
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of Body as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (Math.max(size, ContentLength) > maxBytes) throw tooLarge(`${store.name}/${key}`, maxBytes);
      chunks.push(chunk);
    }
    return { bytes: Buffer.concat(chunks), etag: withoutQuotes(ETag) };
  };
  return send(session, { verb: 'read', key }, () =>
    again(session, read).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    }),
  );
}

export async function headObject(
  session: Session,
  key: string,
): Promise<(BucketEntry & { readonly headers: ObjectHeaders }) | undefined> {
  const { client, sdk, bucket } = session;
  const answer = await send(session, { verb: 'read', key }, () =>
    client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    }),
  );
  if (answer === undefined) return undefined;
  return { ...entry(key, answer.ContentLength ?? 0, answer.ETag), headers: objectHeaders(answer) };
}

/** There is no such object; whether the bucket is there, an answer to HEAD can't tell. */
function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && codeOf(error) !== 'NoSuchBucket';
}
