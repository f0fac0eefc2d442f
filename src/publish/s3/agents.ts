import { readFile } from 'node:fs/promises';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { errnoWords, fail } from '../../errors.ts';
import type { S3Spec } from '../../types/destination.ts';
import type { BucketAccess } from '../transport/access.ts';
import type { Trust } from '../transport/connections.ts';
import type { Agents } from '../transport/http-request.ts';
import { refusing } from '../transport/proxy.ts';
import { loadSdk } from './load-sdk.ts';

/** What carries the SDK's requests, by way of a proxy where there is one. `sockets`: requests at once. */
export async function openAgents(proxy: string | undefined, trust: Trust, sockets: number): Promise<Agents> {
  const pool = { keepAlive: true, maxSockets: sockets };
  if (proxy === undefined)
    return { httpAgent: new HttpAgent(pool), httpsAgent: new HttpsAgent({ ...pool, ...trust }) };
  const { HttpProxyAgent, HttpsProxyAgent } = await loadSdk();
  return {
    httpAgent: new HttpProxyAgent(proxy, pool),
    httpsAgent: refusing(new HttpsProxyAgent(proxy, { ...pool, ...trust })) as unknown as HttpsAgent,
  };
}

/** Which certificates count: `verify` of the settings, then botocore's variable. */
export async function trusted({ verify }: S3Spec, { env, from }: BucketAccess): Promise<Trust> {
  if (verify === false) return { rejectUnauthorized: false };
  const file = typeof verify === 'string' ? verify : env.AWS_CA_BUNDLE;
  if (!file) return {};
  try {
    return { ca: await readFile(file) };
  } catch (error) {
    throw fail(
      {
        code: 'bucket-unreachable',
        message: `The file of certificate authorities can't be read: ${file}`,
        hint:
          typeof verify === 'string'
            ? `Check verify (AWS_S3_VERIFY) in ${from}.`
            : 'Check AWS_CA_BUNDLE in the environment.',
        cause: errnoWords(error),
      },
      { cause: error },
    );
  }
}
