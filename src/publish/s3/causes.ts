import type { BucketErrorCode } from '../../types/bucket.ts';
import type { Problem } from '../../types/problem.ts';
import { proxyHint, refusedByProxy } from '../transport/network-failure.ts';
import type { Doing, Store } from './store.ts';

/** A failure the store has told about. */
export interface About {
  readonly doing: Doing;
  readonly store: Store;
  readonly code: string;
}

type Words = (about: About) => Omit<Problem, 'severity' | 'cause'> & { readonly code: BucketErrorCode };

const VERBS: Readonly<Record<Doing['verb'], string>> = {
  list: 'list',
  read: 'read',
  put: 'put',
  change: 'change the headers of',
  remove: 'remove',
};

const PERMISSIONS: Readonly<Record<Doing['verb'], string>> = {
  list: 's3:ListBucket on the bucket',
  read: 's3:GetObject',
  put: 's3:PutObject',
  change: 's3:GetObject and s3:PutObject',
  remove: 's3:DeleteObject',
};

/** What the request was about: `s3://bucket/static/site.css`. */
function target({ doing, store }: About): string {
  return doing.key === '' ? store.name : `${store.name}/${doing.key}`;
}

/** A host that begins with the bucket: its name is then there twice. */
function hasBucketInHost({ spec, endpoint }: Store): boolean {
  return spec.endpoint !== null && endpoint.hostname.startsWith(`${spec.bucket}.`);
}

/** Says which setting the endpoint comes from, and how it is meant if the bucket is in it. */
export function endpointHint({ spec, endpoint, from }: Store): string {
  const setting = `endpoint_url (AWS_S3_ENDPOINT_URL) in ${from}`;
  if (!hasBucketInHost({ spec, endpoint } as Store)) return `Check ${setting}.`;
  const host = endpoint.host.slice(spec.bucket.length + 1);
  return `The host begins with the bucket's name; the bucket is added by itself. Write ${setting} as ${endpoint.protocol}//${host}.`;
}

const keys: Words = ({ store: { name, spec, from }, code }) => ({
  code: 'bucket-credentials',
  message: `${name} does not take the keys`,
  hint:
    spec.credentials === null
      ? `Check the profile, role or variables the keys come from (session_profile, AWS_PROFILE, AWS_ACCESS_KEY_ID); ${from} names none.`
      : code === 'SignatureDoesNotMatch'
        ? `The secret key is not that of the access key. Check secret_key (AWS_S3_SECRET_ACCESS_KEY, AWS_SECRET_ACCESS_KEY) in ${from}.`
        : `Check access_key (AWS_S3_ACCESS_KEY_ID, AWS_ACCESS_KEY_ID) in ${from}; temporary keys also need security_token (AWS_SESSION_TOKEN).`,
});

const expired: Words = ({ store: { name, from } }) => ({
  code: 'bucket-credentials',
  message: `The temporary keys for ${name} have run out`,
  hint: `Get new ones (aws sso login, or the job's role), then run again; ${from}.`,
});

const noKeys: Words = ({ store: { name, spec, from } }) => ({
  code: 'bucket-credentials',
  message: `There are no keys for ${name}`,
  hint:
    spec.profile === null
      ? `Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile (AWS_PROFILE), give the machine a role, or set access_key and secret_key in ${from}.`
      : `Check session_profile (AWS_S3_SESSION_PROFILE) in ${from}: the profile ${JSON.stringify(spec.profile)} of ~/.aws gives none. After aws sso login it may.`,
});

const noBucket: Words = ({ store }) => ({
  code: 'bucket-missing',
  message: `There is no bucket ${JSON.stringify(store.spec.bucket)} at ${store.endpoint.host}`,
  hint: hasBucketInHost(store)
    ? endpointHint(store)
    : `Check bucket_name (AWS_STORAGE_BUCKET_NAME) and endpoint_url in ${store.from}, or make the bucket.`,
});

const badName: Words = ({ store: { spec, from } }) => ({
  code: 'bucket-missing',
  message: `${JSON.stringify(spec.bucket)} is no name of a bucket`,
  hint: `Check bucket_name (AWS_STORAGE_BUCKET_NAME) in ${from}.`,
});

const region: Words = ({ store: { name, from } }) => ({
  code: 'bucket-endpoint',
  message: `${name} lies in another region than the one that was asked`,
  hint: `Set region_name (AWS_S3_REGION_NAME) in ${from} to the bucket's region; R2 wants auto.`,
});

export const notS3: Words = ({ store }) => ({
  code: 'bucket-endpoint',
  message: `What answers at ${store.endpoint.host} is not an S3 store`,
  hint: endpointHint(store),
});

const proxyRefuses: Words = ({ store: { name, endpoint } }) => ({
  code: 'bucket-unreachable',
  message: refusedByProxy(name, endpoint.host),
  hint: proxyHint(407),
});

const denied: Words = (about) => {
  const { doing, store } = about;
  const acl = doing.traits?.acl;
  const hint =
    acl === undefined
      ? `Allow these keys ${PERMISSIONS[doing.verb]}, or check bucket_name and location in ${store.from}.`
      : `Allow these keys ${PERMISSIONS[doing.verb]} and s3:PutObjectAcl (the settings ask for the ACL ${acl}), or check bucket_name, location and default_acl in ${store.from}.`;
  return { code: 'bucket-denied', message: `The keys may not ${VERBS[doing.verb]} ${target(about)}`, hint };
};

const clock: Words = ({ store: { name } }) => ({
  code: 'bucket-clock',
  message: `${name} refuses requests because the clock of this machine is wrong`,
  hint: 'Set the clock (more than 15 minutes are not allowed), then run again.',
});

const busy: Words = ({ store: { name } }) => ({
  code: 'bucket-busy',
  message: `${name} asked again and again to slow down`,
  hint: 'Run again later: what has arrived is not sent a second time.',
});

const acl: Words = ({ doing, store: { name, from } }) => ({
  code: 'bucket-acl',
  message: `${name} takes no ACLs, and the settings ask for ${doing.traits?.acl ?? 'one'}`,
  hint: `Remove default_acl (AWS_DEFAULT_ACL), and ACL or Grant... in object_parameters, from ${from}; a bucket policy or the CDN makes the files public.`,
});

const kms: Words = ({ store: { name, from } }) => ({
  code: 'bucket-encryption',
  message: `${name} can't use the encryption key`,
  hint: `Check ServerSideEncryption and SSEKMSKeyId in object_parameters of ${from}, and that the keys may use it (kms:GenerateDataKey, kms:Decrypt).`,
});

const torn: Words = (about) => ({
  code: 'bucket-torn',
  message: `${target(about)} did not arrive as it was sent`,
  hint: 'Run again when nothing writes to the file any more, and without a proxy that changes what passes.',
});

export const longKey: Words = (about) => ({
  code: 'bucket-key',
  message: `The key is too long for ${about.store.name}: ${about.doing.key}`,
  hint: `A key has at most 1,024 bytes, location (AWS_LOCATION) in ${about.store.from} included. Shorten the path.`,
});

const storageClass: Words = ({ store: { name, from }, doing }) => ({
  code: 'bucket-refused',
  message: `${name} has no storage class ${doing.traits?.storageClass ?? ''}`.trimEnd(),
  hint: `Check StorageClass in object_parameters of ${from}.`,
});

export const refused: Words = (about) => ({
  code: 'bucket-refused',
  message: `${about.store.name} refused to ${VERBS[about.doing.verb]} ${about.doing.key}`.trimEnd(),
  hint: `The store says why; its settings are ${about.store.from}.`,
});

const gone: Words = (about) => ({
  code: 'bucket-refused',
  message: `${target(about)} is gone, so nobody can ${VERBS[about.doing.verb]} it`,
  hint: 'Somebody else changes the bucket. Run again.',
});

export const BY_CODE: Readonly<Record<string, Words>> = {
  InvalidAccessKeyId: keys,
  SignatureDoesNotMatch: keys,
  InvalidToken: keys,
  NotSignedUp: keys,
  ExpiredToken: expired,
  TokenRefreshRequired: expired,
  ExpiredTokenException: expired,
  CredentialsProviderError: noKeys,
  TokenProviderError: noKeys,
  NoSuchBucket: noBucket,
  InvalidBucketName: badName,
  NoSuchKey: gone,
  PermanentRedirect: region,
  AuthorizationHeaderMalformed: region,
  IllegalLocationConstraintException: region,
  AccessDenied: denied,
  AllAccessDisabled: denied,
  Forbidden: denied,
  RequestTimeTooSkewed: clock,
  RequestExpired: clock,
  SlowDown: busy,
  ServiceUnavailable: busy,
  TooManyRequests: busy,
  AccessControlListNotSupported: acl,
  InvalidStorageClass: storageClass,
  BadDigest: torn,
  InvalidDigest: torn,
  IncompleteBody: torn,
  XAmzContentSHA256Mismatch: torn,
  KeyTooLongError: longKey,
  'KMS.DisabledException': kms,
  'KMS.NotFoundException': kms,
  'KMS.InvalidKeyUsageException': kms,
  'KMS.KMSInvalidStateException': kms,
  'KMS.InvalidStateException': kms,
};

/** For answers without a body: those to HEAD. */
export const BY_STATUS: Readonly<Record<number, Words>> = {
  301: region,
  307: region,
  403: denied,
  407: proxyRefuses,
  404: noBucket,
  429: busy,
  503: busy,
};
