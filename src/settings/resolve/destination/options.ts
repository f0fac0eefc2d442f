import type { Datum } from '../../datum.ts';
import { SCHEMA, type SettingName } from '../../schema/schema.ts';
import type { Shape } from '../../schema/shape.ts';
import type { Service } from './stores.ts';

/** An option of a storage class: what OPTIONS takes by this name, and a class may have as an attribute. */
export interface OptionRule {
  readonly shape: Shape;
  /** Settings that say it otherwise, the strongest first. */
  readonly settings: readonly SettingName[];
  /** Variables of the environment behind those, for credentials. */
  readonly variables: readonly string[];
  readonly default: Datum;
}

type Rules = Readonly<Record<string, OptionRule>>;

/** An option that settings say as well: its shape and its default are theirs. */
function by(settings: readonly SettingName[], variables: readonly string[] = []): OptionRule {
  const { shape, default: fallback } = SCHEMA[settings[0] as SettingName];
  return { shape, settings, variables, default: fallback };
}

function alone(shape: Shape, fallback: Datum): OptionRule {
  return { shape, settings: [], variables: [], default: fallback };
}

/** Options that nothing depends on while files are published. */
function idle(names: string): Rules {
  return Object.fromEntries(names.split(' ').map((name) => [name, alone('any', null)]));
}

const TEXT: Shape = { either: ['string', 'null'] };

const S3_OPTIONS: Rules = {
  bucket_name: by(['AWS_STORAGE_BUCKET_NAME']),
  location: by(['AWS_LOCATION']),
  endpoint_url: by(['AWS_S3_ENDPOINT_URL']),
  region_name: by(['AWS_S3_REGION_NAME']),
  addressing_style: by(['AWS_S3_ADDRESSING_STYLE']),
  access_key: by(
    ['AWS_S3_ACCESS_KEY_ID', 'AWS_ACCESS_KEY_ID'],
    ['AWS_S3_ACCESS_KEY_ID', 'AWS_ACCESS_KEY_ID'],
  ),
  secret_key: by(
    ['AWS_S3_SECRET_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY'],
    ['AWS_S3_SECRET_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY'],
  ),
  security_token: by(
    ['AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'],
    ['AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'],
  ),
  session_profile: by(['AWS_S3_SESSION_PROFILE'], ['AWS_S3_SESSION_PROFILE']),
  custom_domain: by(['AWS_S3_CUSTOM_DOMAIN']),
  url_protocol: by(['AWS_S3_URL_PROTOCOL']),
  object_parameters: by(['AWS_S3_OBJECT_PARAMETERS']),
  default_acl: by(['AWS_DEFAULT_ACL']),
  gzip: by(['AWS_IS_GZIPPED']),
  gzip_content_types: by(['GZIP_CONTENT_TYPES']),
  file_overwrite: by(['AWS_S3_FILE_OVERWRITE']),
  querystring_auth: by(['AWS_QUERYSTRING_AUTH']),
  signature_version: by(['AWS_S3_SIGNATURE_VERSION']),
  use_ssl: by(['AWS_S3_USE_SSL']),
  verify: by(['AWS_S3_VERIFY']),
  proxies: by(['AWS_S3_PROXIES']),
  client_config: by(['AWS_S3_CLIENT_CONFIG']),
  transfer_config: by(['AWS_S3_TRANSFER_CONFIG']),
  ...idle('querystring_expire cloudfront_key_id cloudfront_key cloudfront_signer file_name_charset'),
  ...idle('max_memory_size use_threads'),
};

const AZURE_OPTIONS: Rules = {
  azure_container: by(['AZURE_CONTAINER']),
  location: by(['AZURE_LOCATION']),
  account_name: by(['AZURE_ACCOUNT_NAME']),
  account_key: by(['AZURE_ACCOUNT_KEY']),
  connection_string: by(['AZURE_CONNECTION_STRING']),
  sas_token: by(['AZURE_SAS_TOKEN']),
  token_credential: by(['AZURE_TOKEN_CREDENTIAL']),
  azure_ssl: by(['AZURE_SSL']),
  endpoint_suffix: by(['AZURE_ENDPOINT_SUFFIX']),
  custom_domain: by(['AZURE_CUSTOM_DOMAIN']),
  object_parameters: by(['AZURE_OBJECT_PARAMETERS']),
  cache_control: by(['AZURE_CACHE_CONTROL']),
  overwrite_files: by(['AZURE_OVERWRITE_FILES']),
  expiration_secs: by(['AZURE_URL_EXPIRATION_SECS']),
  timeout: by(['AZURE_CONNECTION_TIMEOUT_SECS']),
  client_options: by(['AZURE_CLIENT_OPTIONS']),
  default_content_type: alone(TEXT, 'application/octet-stream'),
  ...idle('upload_max_conn max_memory_size api_version'),
};

const GCS_OPTIONS: Rules = {
  bucket_name: by(['GS_BUCKET_NAME']),
  location: by(['GS_LOCATION']),
  project_id: by(['GS_PROJECT_ID']),
  credentials: by(['GS_CREDENTIALS']),
  custom_endpoint: by(['GS_CUSTOM_ENDPOINT']),
  object_parameters: by(['GS_OBJECT_PARAMETERS']),
  default_acl: by(['GS_DEFAULT_ACL']),
  gzip: by(['GS_IS_GZIPPED']),
  gzip_content_types: by(['GZIP_CONTENT_TYPES']),
  file_overwrite: by(['GS_FILE_OVERWRITE']),
  querystring_auth: by(['GS_QUERYSTRING_AUTH']),
  ...idle('expiration max_memory_size blob_chunk_size iam_sign_blob sa_email'),
};

/** Every option of the classes of a service, as django-storages 1.14 has them. */
export const STORE_OPTIONS: Readonly<Record<Service, Rules>> = {
  s3: S3_OPTIONS,
  azure: AZURE_OPTIONS,
  gcs: GCS_OPTIONS,
};

/** Names of the options of all services: what Django is asked for. */
export const ASKED_OPTIONS: readonly string[] = [
  ...new Set(Object.values(STORE_OPTIONS).flatMap((rules) => Object.keys(rules))),
];

/** The option of Django's manifest mixin: another storage for the manifest. */
export const MANIFEST_STORAGE = 'manifest_storage';

/** An attribute of S3 storages that is no option: a botocore Config that goes before `client_config`. */
export const S3_CONFIG = 'config';
