import { createHmac, hash } from 'node:crypto';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What a signature is made of beside keys and time. */
export interface Unsigned {
  readonly method: 'GET' | 'PUT';
  /** Encoded as `encodeKey` does. */
  readonly path: string;
  /** `name=value&...`, sorted by name, each encoded as `encodePart` does; `''` for none. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const SHA256_HEX = (bytes: string | Uint8Array): string => hash('sha256', bytes, 'hex');
const hmac = (key: string | Uint8Array, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** Encodes all but letters, digits and `-._~`, as signatures want it. */
export function encodePart(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Encodes a key for a path, as signatures of S3 want it: slashes stay. */
export function encodeKey(key: string): string {
  return encodePart(key).replaceAll('%2F', '/');
}

/** Makes a function that signs requests (AWS Signature Version 4) for a region; the key of the day is made once. */
export function signerFor(
  region: string,
): (request: Unsigned, keys: Keys, now: Date) => Record<string, string> {
  let known: { readonly of: string; readonly key: Buffer } | undefined;

  function signingKey({ accessKeyId, secretAccessKey }: Keys, day: string): Buffer {
    const of = `${accessKeyId} ${secretAccessKey} ${day}`;
    if (known?.of !== of) {
      const parts = [day, region, 's3', 'aws4_request'];
      known = { of, key: parts.reduce<Buffer | string>(hmac, `AWS4${secretAccessKey}`) as Buffer };
    }
    return known.key;
  }

  return ({ method, path, query, headers, body }, keys, now) => {
    const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
    const day = time.slice(0, 8);
    const digest = SHA256_HEX(body);
    const signed: Record<string, string> = {
      ...headers,
      'x-amz-content-sha256': digest,
      'x-amz-date': time,
      ...(keys.sessionToken === undefined ? {} : { 'x-amz-security-token': keys.sessionToken }),
    };
    const names = Object.keys(signed).sort();
    const lines = names.map((name) => `${name}:${signed[name]?.trim().replace(/ +/g, ' ')}\n`).join('');
    const request = `${method}\n${path}\n${query}\n${lines}\n${names.join(';')}\n${digest}`;
    const scope = `${day}/${region}/s3/aws4_request`;
    const signature = hmac(
      signingKey(keys, day),
      `AWS4-HMAC-SHA256\n${time}\n${scope}\n${SHA256_HEX(request)}`,
    ).toString('hex');
    signed.authorization = `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
    return signed;
  };
}
