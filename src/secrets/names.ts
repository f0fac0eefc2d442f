/** Words that make a name a secret's, wherever they stand in it. */
const SECRET_WORDS =
  /SECRET|PASSWORD|PASSWD|PASSPHRASE|PASSCODE|TOKEN|CREDENTIAL|APIKEY|CONNECTION_?STRING|CONN_?STR|PRIVATE_?KEY|ACCESS_?KEY|ACCOUNT_?KEY|SHARED_?ACCESS/;

/** Whole words that do so at the end of a name. */
const LAST_WORDS: ReadonlySet<string> = new Set(
  'AUTH COOKIE DSN JWT KEY KEYS PASS PASSES PIN PWD SALT SAS SASL SIG SIGNATURE'.split(' '),
);

/** What comes before KEY where the key opens nothing. */
const OPEN_KEYS: ReadonlySet<string> = new Set(
  `CACHE DICT FOREIGN GROUP HASH I18N INDEX LOOKUP MESSAGE OBJECT PARTITION PRIMARY PUBLIC ROUTING ROW SITE SORT TRANSLATION
  UNIQUE`.split(/\s+/),
);

/** Last words of names that say something about a secret, or lead to it, but are not it: SECRET_FILE, TOKEN_LIFETIME. */
const ABOUT: ReadonlySet<string> = new Set(
  `AGE ALGORITHM BACKEND BACKENDS CLASS CLASSES COUNT DIR DIRECTORY ENABLED EXPIRATION EXPIRES EXPIRY FILE FIELD HASHERS HEADER
  LENGTH LIFETIME MIDDLEWARE MODEL NAME PATH PREFIX REQUIRED SERIALIZER SIZE SUFFIX TIMEOUT TTL TYPE VALIDATORS
  VERSION`.split(/\s+/),
);

const WHOLE_NAMES: ReadonlySet<string> = new Set(
  'CACHE_URL DATABASE_URL DB_URL EMAIL_URL SEARCH_URL SQLALCHEMY_DATABASE_URI'.split(' '),
);

/** Settings of Azure storages that open nothing; all others are kept. */
const OPEN_AZURE: ReadonlySet<string> = new Set(
  `AZURE_ACCOUNT_NAME AZURE_API_VERSION AZURE_BLOB_MAX_MEMORY_SIZE AZURE_CACHE_CONTROL AZURE_CLIENT_ID
  AZURE_CONNECTION_TIMEOUT_SECS AZURE_CONTAINER AZURE_CUSTOM_DOMAIN AZURE_ENDPOINT_SUFFIX AZURE_LOCATION
  AZURE_OVERWRITE_FILES AZURE_SSL AZURE_UPLOAD_MAX_CONN AZURE_URL_EXPIRATION_SECS`.split(/\s+/),
);

/** `secretKey`, `secret-key` and `secret_key` are SECRET_KEY. */
function normal(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
}

/**
 * Whether what has this name (a setting, a key of a dict, a variable, an argument, a parameter of a URL) is a secret: a
 * password, a token, a key of a cloud, a connection string. In doubt it is one.
 */
export function isSecretName(name: string): boolean {
  const upper = normal(name);
  const words = upper.split('_');
  const last = words.at(-1) ?? '';
  if (upper === 'PWD' || upper === 'OLDPWD') return false;
  if (WHOLE_NAMES.has(upper) || upper.endsWith('_DATABASE_URL')) return true;
  if (upper.startsWith('AZURE_')) return !OPEN_AZURE.has(upper);
  if (/ACCESS_?KEY_ID$/.test(upper)) return true;
  if (ABOUT.has(last)) return false;
  if (SECRET_WORDS.test(upper)) return true;
  if (last === 'KEY' || last === 'KEYS') return !OPEN_KEYS.has(words.at(-2) ?? '');
  return LAST_WORDS.has(last);
}
