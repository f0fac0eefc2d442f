import { randomUUID } from 'node:crypto';
import { fail } from '../../errors.ts';
import { asBuffer } from '../../text/buffer.ts';
import type { ObjectBody, PutCondition, PutRequest } from '../../types/bucket.ts';
import { bodySize, checkSize, readBody, streamBody, WHOLE } from '../transport/body.ts';
import { sendParts } from '../transport/parts.ts';
import { codeOf, statusOf } from './failure.ts';
import { blobHeaders, withoutQuotes } from './headers.ts';
import { headBlob, send } from './requests.ts';
import type { Conditions, WriteOptions } from './sdk.ts';
import type { Store } from './store.ts';

/** Bytes above which a blob is sent in blocks, and those of a block. */
const IN_BLOCKS = 64 << 20;
const BLOCK = 16 << 20;

/** Puts a blob by one request, or in blocks where it is large. */
export async function putBlob(
  store: Store,
  request: PutRequest,
): Promise<{ readonly etag: string } | 'refused'> {
  const { key, body, headers, traits } = request;
  checkName(store, key);
  const md5 = Buffer.from(request.md5, 'hex');
  const size = bodySize(body);
  if (size > WHOLE) await checkSize(body);
  const options: WriteOptions = {
    blobHTTPHeaders: blobHeaders(headers, md5),
    metadata: headers.metadata ?? {},
    conditions: conditionsOf(request.condition),
    ...(traits.storageClass === undefined ? {} : { tier: traits.storageClass }),
  };
  const blob = store.container.getBlockBlobClient(key);
  const blocks = size > IN_BLOCKS ? await stageBlocks(store, request, size) : undefined;
  const bytes =
    blocks === undefined && (body.kind === 'bytes' || size <= WHOLE) ? await readBody(body) : undefined;
  return send(store, { verb: 'put', key }, async (attempt) => {
    try {
      const put =
        blocks === undefined
          ? await blob.upload(bytes ?? (() => streamBody(body as FileBody, 0, size)), size, options)
          : await blob.commitBlockList(blocks, options);
      return { etag: withoutQuotes(put.etag) };
    } catch (error) {
      if (!isRefusal(error, request.condition)) throw error;
      // The blob may be the one of an attempt before, whose answer was lost.
      if (attempt === 1) return 'refused';
      const there = await headBlob(store, key);
      return there?.md5 === request.md5 ? { etag: there.etag } : 'refused';
    }
  });
}

type FileBody = ObjectBody & { readonly kind: 'file' };

function conditionsOf(condition: PutCondition | undefined): Conditions {
  if (condition === undefined) return {};
  return condition === 'absent' ? { ifNoneMatch: '*' } : { ifMatch: `"${condition.etag}"` };
}

/** Azure answers 409 where a blob is that should not be, 412 where it is not the one that should. */
function isRefusal(error: unknown, condition: PutCondition | undefined): boolean {
  if (condition === undefined) return false;
  const status = statusOf(error);
  if (status === 412 || (status === 409 && codeOf(error) === 'BlobAlreadyExists')) return true;
  return status === 404 && condition !== 'absent' && codeOf(error) !== 'ContainerNotFound';
}

/** Sends the blocks of a blob, which nobody sees before their list is committed. Returns their ids in order. */
function stageBlocks(store: Store, request: PutRequest, size: number): Promise<readonly string[]> {
  const { key, body } = request;
  const blob = store.container.getBlockBlobClient(key);
  const run = randomUUID().slice(0, 8);
  return sendParts(request, size, BLOCK, async ({ index, start, end, md5: transactionalContentMD5 }) => {
    const id = Buffer.from(`${run}-${String(index).padStart(8, '0')}`).toString('base64');
    const bytes =
      body.kind === 'bytes' ? asBuffer(body.bytes.subarray(start, end)) : () => streamBody(body, start, end);
    await send(store, { verb: 'put', key }, () =>
      blob.stageBlock(id, bytes, end - start, { transactionalContentMD5 }),
    );
    return id;
  });
}

/** django-storages strips dots and slashes from both ends of a name, so Django would look for such a file elsewhere. */
function checkName({ name, from }: Store, key: string): void {
  const stripped = key.replace(/^[./]+|[./]+$/g, '');
  if (stripped === key && key.length <= 1024 && key.split('/').length <= 254) return;
  throw fail({
    code: 'bucket-key',
    message: `${name} can't hold this name: ${key}`,
    hint:
      stripped === key
        ? 'A name has at most 1,024 characters and 254 folders. Shorten the path.'
        : `Django would look for it at ${JSON.stringify(stripped)}. Rename the file, or set location (AZURE_LOCATION) in ${from}, so that the name begins with a folder.`,
  });
}
