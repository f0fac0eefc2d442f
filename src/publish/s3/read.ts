import type { BucketEntry, ObjectHeaders } from '../../types/bucket.ts';
import { tooLarge } from '../transport/too-large.ts';
import { codeOf, statusOf } from './failure.ts';
import { decodeKey, entryOf, type Page } from './listing.ts';
import { objectHeaders, withoutQuotes } from './parameters.ts';
import { again, type Session, send } from './session.ts';

/** Entries whose keys begin with `prefix`, 1,000 a page. */
export async function* listObjects(session: Session, prefix: string): AsyncGenerator<readonly BucketEntry[]> {
  let token: string | undefined;
  do {
    const page = (await session.plain.list(prefix, token)) ?? (await listBySdk(session, prefix, token));
    yield page.entries;
    token = page.token;
  } while (token !== undefined);
}

async function listBySdk(session: Session, prefix: string, token: string | undefined): Promise<Page> {
  const { aws, bucket } = session;
  const asked = {
    Bucket: bucket,
    Prefix: prefix,
    // Not every character of a key can be written in XML.
    EncodingType: 'url' as const,
    ...(token === undefined ? {} : { ContinuationToken: token }),
  };
  const page = await send(session, { verb: 'list', key: prefix }, async () => {
    const { client, sdk } = await aws();
    return again(session, () => client.send(new sdk.ListObjectsV2Command(asked)));
  });
  const decode = page.EncodingType === 'url' ? decodeKey : (key: string) => key;
  return {
    entries: (page.Contents ?? []).map(({ Key = '', Size = 0, ETag }) => entryOf(decode(Key), Size, ETag)),
    token: page.IsTruncated === true ? page.NextContinuationToken : undefined,
  };
}

export async function getObject(
  session: Session,
  key: string,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | undefined> {
  const plain = await session.plain.get(key, maxBytes);
  if (plain !== undefined) return plain;
  const { aws, bucket, store } = session;
  const read = async () => {
    const { client, sdk } = await aws();
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
  const { aws, bucket } = session;
  const { client, sdk } = await aws();
  const answer = await send(session, { verb: 'read', key }, () =>
    client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    }),
  );
  if (answer === undefined) return undefined;
  return { ...entryOf(key, answer.ContentLength ?? 0, answer.ETag), headers: objectHeaders(answer) };
}

/** There is no such object; whether the bucket is there, an answer to HEAD can't tell. */
function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && codeOf(error) !== 'NoSuchBucket';
}
