import type { S3Spec, Secret } from '../../../src/types.ts';

/** Keys that every S3 server of the tests knows. */
export const KEYS: { readonly accessKey: string; readonly secretKey: string } = {
  accessKey: 'collectstatic-tests',
  secretKey: 'secret-of-the-tests',
};

export function secret(text: string): Secret {
  return { reveal: () => text };
}

/** A bucket of a store on the loopback. */
export function s3Spec(endpoint: string, bucket: string, changes: Partial<S3Spec> = {}): S3Spec {
  return {
    kind: 's3',
    bucket,
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKey: KEYS.accessKey, secretKey: secret(KEYS.secretKey), token: null },
    profile: null,
    useSsl: true,
    verify: true,
    proxies: {},
    checksums: 'when_required',
    maxAttempts: null,
    multipartThreshold: null,
    ...changes,
  };
}
