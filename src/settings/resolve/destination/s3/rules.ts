import type { S3Spec } from '../../../../types.ts';
import { describeDatum } from '../../../datum.ts';
import type { Parameters } from '../headers.ts';
import type { Options } from '../read-options.ts';
import { refuseDomainWithScheme, refuseNewNames, warnOfSignedUrls } from '../rules.ts';
import { type ClientConfig, isUnsigned } from './client-config.ts';

/** Notes what goes wrong with static files, though django-storages takes it. */
export function s3Rules(options: Options, store: S3Spec, config: ClientConfig, parameters: Parameters): void {
  refuseNewNames(options, 'file_overwrite');
  refuseDomainWithScheme(options);
  protocolHasColon(options);
  signatureIsBuilt(options, config);
  endpointIsWithoutBucket(options, store);
  aclIsTaken(options, store, parameters);
  // URLs of a custom domain are signed only with a key of CloudFront.
  const isSigned =
    options.isOn('querystring_auth') &&
    (options.text('custom_domain') === null || options.said('cloudfront_key').datum !== null);
  if (isSigned) warnOfSignedUrls(options, 'querystring_auth');
}

/** It is put before `//` as it is. */
function protocolHasColon(options: Options): void {
  const protocol = options.text('url_protocol');
  if (protocol === null || protocol.endsWith(':') || options.text('custom_domain') === null) return;
  options.refuse('url_protocol', {
    code: 'domain-with-scheme',
    message: `${options.said('url_protocol').label} needs a colon at its end: URLs would begin with '${protocol}//'`,
    hint: `Write '${protocol.replace(/[:/]+$/, '')}:'.`,
  });
}

function signatureIsBuilt(options: Options, { signature }: ClientConfig): void {
  if (signature === null || signature === '' || signature === 's3v4' || signature === 'v4') return;
  const name = options.said('client_config').isDefault ? 'signature_version' : 'client_config';
  const { label, language } = options.said(name);
  if (isUnsigned(signature)) {
    options.refuse(name, {
      code: 'signature-unbuilt',
      message: `${label} leaves requests unsigned: nobody may write to a bucket so`,
      hint: 'Take UNSIGNED out. For URLs without a signature there is querystring_auth = False.',
    });
    return;
  }
  const isOld = signature === 's3';
  options.refuse(name, {
    code: 'signature-unbuilt',
    message: isOld
      ? `${label} asks for signatures of version 2 ('s3'), which clients of today can't make`
      : `${label} asks for a signature that is not built: ${describeDatum(signature, language)}`,
    hint: "Write 's3v4', or leave it out.",
  });
}

/** With the bucket in the host as well, keys begin with its name once more: the server takes it for a folder. */
function endpointIsWithoutBucket(options: Options, { endpoint, bucket, forcePathStyle }: S3Spec): void {
  if (endpoint === null) return;
  const url = new URL(endpoint);
  const isInHost = url.hostname.startsWith(`${bucket.toLowerCase()}.`);
  const isInPath = url.pathname.split('/').includes(bucket);
  if (!isInHost && !isInPath) return;
  const rest = isInHost ? url.hostname.slice(bucket.length + 1) : url.hostname;
  const server = `${url.protocol}//${rest}${url.port === '' ? '' : `:${url.port}`}`;
  const { label } = options.said('endpoint_url');
  options.warn('endpoint_url', {
    code: 'endpoint-has-bucket',
    message: `${label} (${endpoint}) has the bucket '${bucket}' in it, which is put ${forcePathStyle ? 'behind' : 'before'} it once more: keys may begin with '${bucket}/'`,
    hint: `Write '${server}', and set addressing_style to 'virtual' if the bucket has to stand in the host.`,
  });
}

function aclIsTaken(options: Options, { endpoint }: S3Spec, { traits }: Parameters): void {
  const isR2 = endpoint !== null && /\.r2\.cloudflarestorage\.com$/i.test(new URL(endpoint).hostname);
  if (!isR2 || traits.acl === undefined || traits.acl === 'private') return;
  const name = options.table('object_parameters').has('ACL') ? 'object_parameters' : 'default_acl';
  options.refuse(name, {
    code: 'acl-refused',
    message: `${options.said(name).label} asks for the ACL '${traits.acl}', and R2 has no ACLs`,
    hint: 'Make it None. What is public on R2 is said by the domain of the bucket.',
  });
}
