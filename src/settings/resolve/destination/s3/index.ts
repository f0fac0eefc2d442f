import { resolve } from 'node:path';
import type { S3Spec } from '../../../../types.ts';
import type { Datum, Table } from '../../../datum.ts';
import { readGzipTypes, readParameters } from '../headers.ts';
import { noteKeywords, readMade } from '../made.ts';
import { S3_PARAMETERS } from '../parameter-names.ts';
import { readPrefix } from '../prefix.ts';
import type { Options } from '../read-options.ts';
import type { StoreReading, Variable } from '../reading.ts';
import { refuseMissing } from '../rules.ts';
import { secret } from '../secret.ts';
import { type ClientConfig, readClientConfig } from './client-config.ts';
import { s3Rules } from './rules.ts';
import { s3Url } from './url.ts';

/** Reads where an S3 storage of django-storages puts files, and how. `null` after a problem that leaves nowhere. */
export function readS3(options: Options, variable: Variable): StoreReading | null {
  const bucket = options.text('bucket_name');
  if (bucket === null) {
    refuseMissing(
      options,
      'bucket_name',
      'bucket',
      `Set AWS_STORAGE_BUCKET_NAME, or bucket_name in ${options.optionsName}.`,
    );
  }
  const config = readClientConfig(options);
  const endpoint = readEndpoint(options, config, variable);
  const parameters = readParameters(options, S3_PARAMETERS);
  const prefix = readPrefix(options);
  const region = options.text('region_name') ?? config.region;
  const credentials = readCredentials(options);
  if (bucket === null || prefix === null || endpoint === undefined) return null;
  const store: S3Spec = {
    kind: 's3',
    bucket,
    endpoint,
    region,
    // As botocore decides: a server of one's own has no names for buckets, unless one says that it has.
    forcePathStyle:
      endpoint === null ? config.addressingStyle === 'path' : config.addressingStyle !== 'virtual',
    credentials,
    profile: options.text('session_profile'),
    useSsl: options.isOn('use_ssl'),
    verify: readVerify(options),
    proxies: textsOf(config.proxies),
    checksums: readChecksums(config, endpoint, variable),
    maxAttempts: config.maxAttempts,
    multipartThreshold: readThreshold(options),
  };
  s3Rules(options, store, config, parameters);
  return {
    store,
    prefix,
    url: s3Url(options, store, config, region ?? variable('AWS_DEFAULT_REGION') ?? null, prefix),
    ...parameters,
    gzipTypes: readGzipTypes(options, parameters),
  };
}

/** The server: of the options, or of the variables that boto3 reads. `null` for Amazon's, `undefined` after a problem. */
function readEndpoint(options: Options, config: ClientConfig, variable: Variable): string | null | undefined {
  const { datum, label } = options.said('endpoint_url');
  const byVariable = (): string | undefined =>
    config.ignoresEndpointVariables || /^true$/i.test(variable('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS') ?? '')
      ? undefined
      : (variable('AWS_ENDPOINT_URL_S3') ?? variable('AWS_ENDPOINT_URL'));
  const text = typeof datum === 'string' ? datum : byVariable();
  if (text === undefined) return null;
  const isUrl = URL.canParse(text) && /^https?:\/\/[^/?#]+[^?#]*$/i.test(text);
  if (isUrl) return text.replace(/\/+$/, '');
  options.refuse('endpoint_url', {
    code: 'endpoint-invalid',
    message: `${typeof datum === 'string' ? label : 'The environment variable AWS_ENDPOINT_URL'} is no URL of a server: '${text}'`,
    hint:
      text === ''
        ? 'Leave it out, or make it None, for Amazon S3.'
        : /^[\w.-]+(?::\d+)?\/?$/.test(text)
          ? `Write 'https://${text}'.`
          : "Write a URL such as 'https://nyc3.digitaloceanspaces.com'.",
  });
  return undefined;
}

function readCredentials(options: Options): S3Spec['credentials'] {
  const [accessKey, secretKey, token] = ['access_key', 'secret_key', 'security_token'].map((name) =>
    options.text(name),
  );
  if (options.text('session_profile') !== null) {
    if (accessKey || secretKey) {
      const name = accessKey ? 'access_key' : 'secret_key';
      options.refuse('session_profile', {
        code: 'credentials-exclusive',
        message: `${options.said('session_profile').label} and ${options.said(name).label} are both set: django-storages takes only one of them`,
        hint: 'Take the profile or the keys out.',
      });
    }
    return null;
  }
  if (accessKey && secretKey) {
    return { accessKey, secretKey: secret(secretKey), token: token ? secret(token) : null };
  }
  if (accessKey || secretKey) {
    const [given, missing] = accessKey ? ['access_key', 'secret_key'] : ['secret_key', 'access_key'];
    options.refuse(given as string, {
      code: 'credentials-incomplete',
      message: `${options.said(given as string).label} is set, and ${options.said(missing as string).label} is not`,
      hint: 'Set both, or none for the chain of credentials (environment, ~/.aws, roles).',
    });
  }
  return null;
}

function readVerify(options: Options): boolean | string {
  const { datum, folder } = options.said('verify');
  if (typeof datum === 'string' && datum !== '') return resolve(folder, datum);
  return datum !== false;
}

function readChecksums(
  config: ClientConfig,
  endpoint: string | null,
  variable: Variable,
): S3Spec['checksums'] {
  const said = (config.checksums ?? variable('AWS_REQUEST_CHECKSUM_CALCULATION') ?? '').toLowerCase();
  if (said === 'when_required' || said === 'when_supported') return said;
  const isAmazons = endpoint === null || /\.amazonaws\.com(?:\.cn)?$/i.test(new URL(endpoint).hostname);
  return isAmazons ? 'when_supported' : 'when_required';
}

/** How many parts are sent at once, and how fast, is for this tool to decide. */
const TRANSFER_HARMLESS: readonly string[] =
  `io_chunksize max_bandwidth max_concurrency max_io_queue multipart_chunksize num_download_attempts
  preferred_transfer_client use_threads`.split(/\s+/);

function readThreshold(options: Options): number | null {
  const config = readMade(options, 'transfer_config', 'boto3.s3.transfer.TransferConfig');
  if (config === null) return null;
  noteKeywords(options, 'transfer_config', config, ['multipart_threshold'], TRANSFER_HARMLESS);
  const threshold = config.get('multipart_threshold');
  return typeof threshold === 'number' && threshold > 0 ? threshold : null;
}

function textsOf(table: Table): Readonly<Record<string, string>> {
  const texts = [...table].filter((pair): pair is [string, Datum & string] => typeof pair[1] === 'string');
  return Object.fromEntries(texts);
}
