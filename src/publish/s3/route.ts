import type { S3Client } from '@aws-sdk/client-s3';

/** Where a bucket is. */
export interface Route {
  /** `https://host:port`. */
  readonly origin: string;
  /** The Host header. */
  readonly host: string;
  /** What stands before a key: `/bucket/`, or `/` where the bucket is in the host. */
  readonly root: string;
  /** The region that signatures are for. */
  readonly region: string;
}

interface SignedRequest {
  readonly protocol: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Tells the way to the bucket that a listing has gone, after region redirects and whatever else the SDK knows. */
export function learnRoute(client: S3Client, tell: (route: Route | undefined) => void): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        if (commandName === 'ListObjectsV2Command') tell(routeOf(args.request as SignedRequest));
        return answer;
      },
    { step: 'finalizeRequest', priority: 'low', name: 'learnRoute' },
  );
}

/** `undefined` for a request that was not signed in the common way (S3 Express, several regions, nobody). */
function routeOf({ protocol, path, headers }: SignedRequest): Route | undefined {
  const scope = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/([^/]+)\/s3\/aws4_request,/.exec(
    headers.authorization ?? headers.Authorization ?? '',
  );
  const host = headers.host ?? headers.Host;
  if (scope?.[1] === undefined || host === undefined || 'x-amz-s3session-token' in headers) return undefined;
  return {
    origin: `${protocol}//${host}`,
    host,
    root: path.endsWith('/') ? path : `${path}/`,
    region: scope[1],
  };
}
