import { randomUUID } from 'node:crypto';
import type { PutCondition, PutRequest } from '../../types/bucket.ts';
import { bodySize, checkSize, readBody, streamBody, WHOLE } from '../transport/body.ts';
import { headObject } from './objects.ts';
import { ask, objectPath } from './requests.ts';
import { predefinedAcl, type Resource, resourceOf } from './resource.ts';
import type { Store } from './store.ts';

/** Puts an object by one request that carries its headers and then its bytes. */
export async function putObject(
  store: Store,
  request: PutRequest,
): Promise<{ readonly etag: string } | 'refused'> {
  const { key, body, headers, traits, condition } = request;
  const size = bodySize(body);
  if (size > WHOLE) await checkSize(body);
  const bytes = body.kind === 'bytes' || size <= WHOLE ? await readBody(body) : undefined;
  const md5Hash = Buffer.from(request.md5, 'hex').toString('base64');
  const resource = { name: key, md5Hash, ...resourceOf(headers, traits) };
  const boundary = randomUUID();
  const head = Buffer.from(
    `--${boundary}\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify(resource)}\r\n--${boundary}\r\ncontent-type: ${headers.contentType}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return ask<{ readonly etag: string } | 'refused'>(
    store,
    { verb: 'put', key },
    {
      method: 'POST',
      path: `/upload${objectPath(store)}`,
      query: {
        uploadType: 'multipart',
        fields: 'generation',
        ...conditionOf(condition),
        ...predefinedAcl(traits),
      },
      headers: {
        'content-type': `multipart/related; boundary=${boundary}`,
        'content-length': String(head.length + size + tail.length),
      },
      body: () => [head, bytes ?? streamBody(body as typeof body & { kind: 'file' }, 0, size), tail],
    },
    ({ body: answer }) => ({ etag: (JSON.parse(answer.toString()) as Resource).generation ?? '' }),
    async (refusal, attempt) => {
      if (refusal.status !== 412 || condition === undefined) throw refusal;
      // The object may be the one of an attempt before, whose answer was lost.
      if (attempt === 1) return 'refused';
      const there = await headObject(store, key);
      return there?.md5 === request.md5 ? { etag: there.etag } : 'refused';
    },
  );
}

/** Generation 0 is that of an object that is not there. */
function conditionOf(condition: PutCondition | undefined): { readonly ifGenerationMatch?: string } {
  if (condition === undefined) return {};
  return { ifGenerationMatch: condition === 'absent' ? '0' : condition.etag };
}
