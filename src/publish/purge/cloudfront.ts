import { createHash } from 'node:crypto';
import type { PurgeTarget } from '../../types.ts';
import { loadSdk } from '../s3/load-sdk.ts';
import type { Word } from './cdn.ts';
import { urlPathOf } from './urls.ts';

/** CloudFront has one endpoint, signed for this region. */
const REGION = 'us-east-1';
const ENDPOINT = 'https://cloudfront.amazonaws.com';

/**
 * Creates an invalidation. The caller reference is the release: CloudFront takes it for the one it has, if it is told twice.
 * Signed with the keys of the bucket's settings, else by the chain of credentials of the SDK.
 */
export async function invalidate(
  { distribution }: Extract<PurgeTarget, { kind: 'cloudfront' }>,
  { items, destination, id, env, ask }: Word,
): Promise<void> {
  const endpoint = new URL(env.AWS_ENDPOINT_URL_CLOUDFRONT || env.AWS_ENDPOINT_URL || ENDPOINT);
  const path = `/2020-05-31/distribution/${encodeURIComponent(distribution)}/invalidation`;
  const paths = items.map((item) => `<Path>${escaped(urlPathOf(item, destination))}</Path>`);
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Paths><Quantity>${paths.length}</Quantity><Items>${paths.join('')}</Items></Paths><CallerReference>${id}</CallerReference></InvalidationBatch>`;
  const headers = await signed(endpoint, path, body, destination, env);
  await ask(`${endpoint.origin}${path}`, { method: 'POST', headers, body });
}

async function signed(
  endpoint: URL,
  path: string,
  body: string,
  { store }: Word['destination'],
  env: Word['env'],
): Promise<Record<string, string>> {
  const sdk = await loadSdk();
  const keys = store.kind === 's3' && store.endpoint === null ? store.credentials : null;
  const profile = store.kind === 's3' ? (store.profile ?? env.AWS_PROFILE) : env.AWS_PROFILE;
  const client = new sdk.S3Client({
    region: REGION,
    ...(profile !== undefined && { profile }),
    ...(keys !== null && {
      credentials: {
        accessKeyId: keys.accessKey,
        secretAccessKey: keys.secretKey.reveal(),
        ...(keys.token !== null && { sessionToken: keys.token.reveal() }),
      },
    }),
  });
  try {
    const signer = await client.config.signer();
    const request = {
      method: 'POST',
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      ...(endpoint.port !== '' && { port: Number(endpoint.port) }),
      path,
      query: {},
      headers: {
        host: endpoint.host,
        'content-type': 'text/xml',
        'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
      },
      body,
    };
    const result = await signer.sign(request as never, {
      signingService: 'cloudfront',
      signingRegion: REGION,
    });
    return result.headers;
  } finally {
    client.destroy();
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
