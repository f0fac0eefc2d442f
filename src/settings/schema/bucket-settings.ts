/** What django-storages reads for Amazon S3 and what speaks its language. */
export const S3_SETTINGS = {
  AWS_STORAGE_BUCKET_NAME: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The bucket.',
  },
  AWS_LOCATION: { shape: 'string', default: '', description: 'Put in front of every key.' },
  AWS_S3_ENDPOINT_URL: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: "The server, if it is not Amazon's; without the name of the bucket.",
  },
  AWS_S3_REGION_NAME: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The region; null leaves it to AWS_DEFAULT_REGION and ~/.aws/config.',
  },
  AWS_S3_ADDRESSING_STYLE: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: '"path", "virtual" or "auto"; null is "auto".',
  },
  AWS_S3_ACCESS_KEY_ID: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The access key; null leaves it to the chain of credentials.',
  },
  AWS_ACCESS_KEY_ID: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'As AWS_S3_ACCESS_KEY_ID, and weaker.',
  },
  AWS_S3_SECRET_ACCESS_KEY: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The secret of the access key.',
  },
  AWS_SECRET_ACCESS_KEY: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'As AWS_S3_SECRET_ACCESS_KEY, and weaker.',
  },
  AWS_SESSION_TOKEN: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The token of temporary credentials.',
  },
  AWS_SECURITY_TOKEN: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'As AWS_SESSION_TOKEN, and weaker.',
  },
  AWS_S3_SESSION_PROFILE: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'A profile of ~/.aws, instead of an access key.',
  },
  AWS_S3_CUSTOM_DOMAIN: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The host of URLs, of a CDN for one; without a scheme.',
  },
  AWS_S3_URL_PROTOCOL: {
    shape: { either: ['string', 'null'] },
    default: 'https:',
    description: 'The scheme of URLs with AWS_S3_CUSTOM_DOMAIN.',
  },
  AWS_S3_OBJECT_PARAMETERS: {
    shape: { map: 'any' },
    default: {},
    description: 'What boto3 takes for every object: CacheControl, ACL, StorageClass, ...',
  },
  AWS_DEFAULT_ACL: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'A canned ACL for every object; null sends none.',
  },
  AWS_IS_GZIPPED: {
    shape: 'boolean',
    default: false,
    description: 'Whether files of GZIP_CONTENT_TYPES are sent gzipped.',
  },
  GZIP_CONTENT_TYPES: {
    shape: { list: 'string' },
    default: [
      'text/css',
      'text/javascript',
      'application/javascript',
      'application/x-javascript',
      'image/svg+xml',
    ],
    description: 'The media types of AWS_IS_GZIPPED and GS_IS_GZIPPED.',
  },
  AWS_S3_FILE_OVERWRITE: {
    shape: 'boolean',
    default: true,
    description: 'Whether a file replaces the one of its name; false is no way for static files.',
  },
  AWS_QUERYSTRING_AUTH: { shape: 'boolean', default: true, description: 'Whether URLs are signed.' },
  AWS_S3_SIGNATURE_VERSION: {
    shape: 'any',
    default: null,
    description: 'How requests are signed; "s3v4" is the only way here.',
  },
  AWS_S3_USE_SSL: { shape: 'boolean', default: true, description: 'Whether the connection is encrypted.' },
  AWS_S3_VERIFY: {
    shape: { either: ['boolean', 'path', 'null'] },
    default: null,
    description: 'Whether certificates are checked, or a file of authorities.',
  },
  AWS_S3_PROXIES: {
    shape: { either: [{ map: { either: ['string', 'null'] } }, 'null'] },
    default: null,
    description: 'Proxies, by the scheme of what is asked for.',
  },
  AWS_S3_CLIENT_CONFIG: {
    shape: 'any',
    default: null,
    description: "botocore's Config(...); in a config file an object of its arguments.",
  },
  AWS_S3_TRANSFER_CONFIG: {
    shape: 'any',
    default: null,
    description: "boto3's TransferConfig(...); in a config file an object of its arguments.",
  },
} as const;

/** What django-storages reads for Azure's blobs. */
export const AZURE_SETTINGS = {
  AZURE_CONTAINER: { shape: { either: ['string', 'null'] }, default: null, description: 'The container.' },
  AZURE_LOCATION: { shape: 'string', default: '', description: 'Put in front of every name.' },
  AZURE_ACCOUNT_NAME: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The storage account.',
  },
  AZURE_ACCOUNT_KEY: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The key of the account.',
  },
  AZURE_CONNECTION_STRING: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'Names account, key and server in one; keys and tokens beside it are passed over.',
  },
  AZURE_SAS_TOKEN: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'A shared access signature, without a key.',
  },
  AZURE_TOKEN_CREDENTIAL: {
    shape: 'any',
    default: null,
    description: "An object of azure.identity's; in a config file the name of its class.",
  },
  AZURE_SSL: { shape: 'boolean', default: true, description: 'Whether the connection is encrypted.' },
  AZURE_ENDPOINT_SUFFIX: {
    shape: 'string',
    default: 'core.windows.net',
    description: 'The end of the name of the server.',
  },
  AZURE_CUSTOM_DOMAIN: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The host of URLs; without a scheme.',
  },
  AZURE_OBJECT_PARAMETERS: {
    shape: { map: 'any' },
    default: {},
    description: 'Headers of every blob: cache_control, content_type, ...',
  },
  AZURE_CACHE_CONTROL: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The header Cache-Control of every blob.',
  },
  AZURE_OVERWRITE_FILES: {
    shape: 'boolean',
    default: false,
    description: 'Whether a file replaces the one of its name; here it always does.',
  },
  AZURE_URL_EXPIRATION_SECS: {
    shape: 'any',
    default: null,
    description: 'Seconds for which signed URLs hold; null for URLs without a signature.',
  },
  AZURE_CONNECTION_TIMEOUT_SECS: {
    shape: { either: ['integer', 'null'] },
    default: 20,
    description: 'Seconds that a request may take.',
  },
  AZURE_CLIENT_OPTIONS: {
    shape: 'any',
    default: {},
    description: 'Arguments of BlobServiceClient; not followed here.',
  },
} as const;

/** What django-storages reads for Google's buckets. */
export const GS_SETTINGS = {
  GS_BUCKET_NAME: { shape: { either: ['string', 'null'] }, default: null, description: 'The bucket.' },
  GS_LOCATION: { shape: 'string', default: '', description: 'Put in front of every name.' },
  GS_PROJECT_ID: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The project of the bucket.',
  },
  GS_CREDENTIALS: {
    shape: 'any',
    default: null,
    description:
      'service_account.Credentials.from_service_account_file(path), or just the path; null for the application default credentials.',
  },
  GS_CUSTOM_ENDPOINT: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'What URLs begin with, of a CDN for one; with its scheme.',
  },
  GS_OBJECT_PARAMETERS: {
    shape: { map: 'any' },
    default: {},
    description: 'Properties of every object: cache_control, storage_class, acl, ...',
  },
  GS_DEFAULT_ACL: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'A predefined ACL for every object; null sends none.',
  },
  GS_IS_GZIPPED: {
    shape: 'boolean',
    default: false,
    description: 'Whether files of GZIP_CONTENT_TYPES are sent gzipped.',
  },
  GS_FILE_OVERWRITE: {
    shape: 'boolean',
    default: true,
    description: 'Whether a file replaces the one of its name; false is no way for static files.',
  },
  GS_QUERYSTRING_AUTH: { shape: 'boolean', default: true, description: 'Whether URLs are signed.' },
} as const;
