import { isIPv4 } from 'node:net';
import type { S3Spec } from '../../../../types.ts';
import type { Options } from '../read-options.ts';
import { rfc3986, uriPath } from '../url-path.ts';
import type { ClientConfig } from './client-config.ts';

/** What `S3Storage.url()` puts before a path, without the signature that `querystring_auth` adds. */
export function s3Url(
  options: Options,
  store: S3Spec,
  config: ClientConfig,
  region: string | null,
  prefix: string,
): string {
  const domain = options.text('custom_domain');
  if (domain !== null) {
    return `${options.text('url_protocol') ?? 'https:'}//${domain}/${uriPath(prefix)}`;
  }
  return `${bucketUrl(store, config, region)}/${rfc3986(prefix)}`;
}

/** The URL of the bucket, as botocore writes it for the URL of an object. */
function bucketUrl(store: S3Spec, { addressingStyle }: ClientConfig, region: string | null): string {
  const { bucket, endpoint, useSsl } = store;
  if (endpoint !== null) {
    const { protocol, host, hostname, pathname } = new URL(endpoint);
    const path = pathname === '/' ? '' : pathname;
    const isHost = !store.forcePathStyle && isHostName(bucket, protocol === 'http:') && !isIPv4(hostname);
    return isHost ? `${protocol}//${bucket}.${host}${path}` : `${protocol}//${host}${path}/${bucket}`;
  }
  const scheme = useSsl ? 'https:' : 'http:';
  const regional = region === null || region === 'us-east-1' ? 's3' : `s3.${region}`;
  const top = region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  if (store.forcePathStyle || !isHostName(bucket, !useSsl)) return `${scheme}//${regional}.${top}/${bucket}`;
  // Unless "virtual" is asked for, botocore leaves the region out where Amazon's first host knows all buckets.
  const isGlobal = addressingStyle !== 'virtual' && !/^(?:cn|us-gov)-/.test(region ?? '');
  return `${scheme}//${bucket}.${isGlobal ? 's3' : regional}.${top}`;
}

/** Whether a bucket can stand before the name of a host; with a dot no certificate is valid for it. */
function isHostName(bucket: string, allowsDots: boolean): boolean {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || isIPv4(bucket)) return false;
  return allowsDots ? !/\.\.|-\.|\.-/.test(bucket) : !bucket.includes('.');
}
