import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSecretName, MASK, maskData, maskLine, maskText } from '../../src/secrets/index.ts';

const NAMES: Readonly<Record<string, readonly string[]>> = {
  secret:
    `SECRET_KEY SECRET_KEY_FALLBACKS EMAIL_HOST_PASSWORD DATABASE_URL DB_PASS DB_PWD db-password password passwd
    AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_S3_ACCESS_KEY_ID AWS_S3_SECRET_ACCESS_KEY AWS_SESSION_TOKEN access_key secret_key
    security_token cloudfront_key cloudfront_signer AZURE_ACCOUNT_KEY AZURE_CONNECTION_STRING AZURE_SAS_TOKEN
    AZURE_TOKEN_CREDENTIAL account_key connection_string sas_token token_credential GS_CREDENTIALS credentials application_key
    AccountKey SharedAccessKey SharedAccessSignature secretKey apiKey API_KEY apikey DROPBOX_OAUTH2_TOKEN app_secret
    oauth2_refresh_token SFTP_PRIVATE_KEY private_key SENTRY_DSN dsn sig signature X-Amz-Signature X-Amz-Security-Token JWT
    auth_token ACCESS_TOKEN GITHUB_TOKEN MAILGUN_API_KEY STRIPE_SECRET SIGNING_KEY ENCRYPTION_KEY FERNET_KEYS
    READER_DATABASE_URL client_secret passphrase`
      .split(/\s+/)
      .filter((name) => name !== 'cloudfront_signer'),
  open: `STATIC_URL STATIC_ROOT STATICFILES_DIRS STORAGES BACKEND OPTIONS location base_url KEY_PREFIX bucket_name
    AWS_STORAGE_BUCKET_NAME AWS_S3_REGION_NAME AWS_S3_SIGNATURE_VERSION AWS_S3_CUSTOM_DOMAIN AZURE_CONTAINER AZURE_ACCOUNT_NAME
    AZURE_LOCATION CSRF_COOKIE_NAME SESSION_COOKIE_AGE PASSWORD_HASHERS AUTH_PASSWORD_VALIDATORS PASSWORD_RESET_TIMEOUT
    SECRET_FILE TOKEN_LIFETIME primary_key cache_key CACHE_MIDDLEWARE_KEY_PREFIX PUBLIC_KEY manifest_name file_permissions_mode
    AUTH_USER_MODEL AUTHENTICATION_BACKENDS INSTALLED_APPS PWD keyboard monkey compass passenger assets author
    hashed_name`.split(/\s+/),
};

test.each(NAMES.secret ?? [])('%s is a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each(NAMES.open ?? [])('%s is none', (name) => {
  expect(isSecretName(name)).toBe(false);
});

// HIDE stands where the secret is; nothing else of the line may change.
test.each([
  'SECRET_KEY = "HIDE"',
  "SECRET_KEY='HIDE'  # of the old server",
  'SECRET_KEY: str = "HIDE"',
  'SECRET_KEY = b"HIDE"',
  'SECRET_KEY = """HIDE"""',
  'SECRET_KEY = os.environ.get("SECRET_KEY", "HIDE")',
  'SECRET_KEY = os.environ.get("SECRET_KEY") or "HIDE"',
  "SECRET_KEY = config('KEY', default='HIDE')",
  'ROOT = env("ROOT_PASSWORD", default="HIDE")',
  'os.environ["DB_PASSWORD"] = "HIDE"',
  'os.environ.setdefault("DB_PASSWORD", "HIDE")',
  'connect(host="db", password="HIDE", port=5432)',
  'STORAGES = {"staticfiles": {"BACKEND": "x.Y", "OPTIONS": {"secret_key": "HIDE", "bucket_name": "shop"}}}',
  '{"access_key": "HIDE", "location": "static/"}',
  "'AccountKey': 'HIDE', 'location': 'static'",
  'password: HIDE',
  '  account_key: HIDE',
  'secret_key = "HIDE"',
  'DB_PASSWORD=HIDE',
  'export DB_PASSWORD=HIDE',
  'DATABASE_URL=HIDE',
  'url = "postgres://shop:HIDE@db.example.com:5432/shop"',
  'CACHE = "redis://:HIDE@cache:6379/0"',
  'x = "https://HIDEHIDEHIDEHIDEHIDE@sentry.example.com/1"'.replace('HIDEHIDEHIDEHIDEHIDE', 'HIDE'),
  'c = "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=HIDE;EndpointSuffix=core.windows.net"',
  'u = "https://shop.blob.core.windows.net/static?sv=2024&sig=HIDE&se=2030"',
  'dsn = "host=db dbname=shop"'.replace('host=db dbname=shop', 'HIDE'),
  'connect("host=db password=HIDE dbname=shop")',
  'AWS_SECRET_ACCESS_KEY: Final[str] = "HIDE"',
  'token = "HIDE" if PRODUCTION else "HIDE"',
  'SECRET_KEY = PREFIX + "HIDE"'.replace('PREFIX', 'get()'),
])('the line %s', (line) => {
  // Long and odd, as secrets are; with what would end it if it were looked at closely.
  const secret = 'qW3$x.Yz-7_kL0p9RtUvBnM2';
  const shown = maskText(line.replaceAll('HIDE', secret));
  expect(shown).toBe(line.replaceAll('HIDE', MASK));
});

test.each([
  'STATIC_URL = "https://cdn.example.com:8080/a@2x.png"',
  'STATIC_URL = "https://cdn.example.com/static/"',
  'INSTALLED_APPS = ["token", "blog", "rest_framework.authtoken"]',
  'STATICFILES_DIRS = [BASE_DIR / "assets"]',
  '"location": "static", "KEY_PREFIX": "shop"',
  '.a{background:url(fonts/key.1a2b3c4d5e6f.svg)}',
  'import { token } from "./token.0a1b2c3d4e5f.js";',
  'SECRET_KEY = os.environ["SECRET_KEY"]',
  'SECRET_KEY = None',
  'for key, value in settings.items():',
  "the module boto3 can't be found",
  "'STATICFILE_DIRS' is no setting that this tool uses",
  'set SECRET_KEY in the environment, or say --set STATIC_ROOT=VALUE',
])('nothing is taken from %s', (line) => {
  expect(maskText(line)).toBe(line);
});

test.each([
  ['an AWS key id', 'x = f("AKIAIOSFODNN7EXAMPLE")'],
  ['an AWS secret without its name', 'x = f("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")'],
  ['a GitHub token', 'x = f("ghp_16C7e42F292c6912E7710c838347Ae178B4a")'],
  ['a JWT', 'x = f("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4")'],
  ['a private key', 'x = f("-----BEGIN RSA PRIVATE KEY-----\\nMIIEow")'],
  ["Django's first key", 'x = f("django-insecure-x$1abc(def)")'],
])('%s is known by its look', (_, line) => {
  expect(maskText(line)).toBe(`x = f("${MASK}")`);
});

test('data is masked by its keys, however deep, and by what its texts hold', () => {
  const data = {
    staticfiles: {
      BACKEND: 'x.Y',
      OPTIONS: { secret_key: 'a', access_key: '', location: 'static', nested: [{ password: 5, on: true }] },
    },
    TOKENS: { one: 'x', two: ['y', null] },
    pairs: [['api_key', 'z']],
    url: 'https://u:p@host/',
    enabled_token: null,
  };
  expect(maskData(data)).toEqual({
    staticfiles: {
      BACKEND: 'x.Y',
      OPTIONS: {
        secret_key: MASK,
        access_key: '',
        location: 'static',
        nested: [{ password: MASK, on: true }],
      },
    },
    TOKENS: { one: MASK, two: [MASK, null] },
    pairs: [['api_key', MASK]],
    url: `https://u:${MASK}@host/`,
    enabled_token: null,
  });
});

test('a column stays at its character', () => {
  const line = 'f(password="abc", root=ROOT)';
  const { text, column } = maskLine(line, line.indexOf('ROOT') + 1);
  expect(text.slice(column - 1)).toBe('ROOT)');
  const inside = maskLine(line, line.indexOf('abc') + 2);
  expect(inside.text.slice(inside.column - 1)).toMatch(/^\*{6}"/);
});

const secrets = fc
  .stringMatching(/^[A-Za-z0-9+/_.$%!^*-]{8,60}$/)
  .filter((text) => !/[A-Za-z_]\w*[([{]/.test(text));
const secretNames = fc.constantFrom(...(NAMES.secret ?? []).filter((name) => /^\w+$/.test(name)));
const quotes = fc.constantFrom('"', "'", '"""');

test('a planted secret never appears, wherever it is written', () => {
  const forms = fc.constantFrom<(name: string, value: string) => string>(
    (name, value) => `${name} = ${value}`,
    (name, value) => `X = {"a": 1, "${name}": ${value}, "b": "c"}`,
    (name, value) => `f(a="b", ${name}=${value})`,
    (name, value) => `x = getenv("${name.toUpperCase()}", ${value})`,
    (name, value) => `environ["${name}"] = ${value}`,
    (name, value) => `${name} = ${value} + "x"`,
    (name, value) => `${name} = [\n    ${value},\n]`,
    (name, value) => `X = {\n    "${name}":\n        ${value},\n}`,
  );
  fc.assert(
    fc.property(secretNames, secrets, quotes, forms, (name, secret, quote, form) => {
      expect(maskText(form(name, `${quote}${secret}${quote}`))).not.toContain(secret);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(secretNames, secrets, (name, secret) => {
      expect(maskText(`${name.toUpperCase()}=${secret}`)).not.toContain(secret);
      expect(JSON.stringify(maskData({ a: [{ [name]: { b: [secret] } }] }))).not.toContain(secret);
      const url = `postgres://shop:${secret.replaceAll('/', '%2F')}@db/x`;
      expect(maskText(`x = "${url}"`)).not.toContain(secret.replaceAll('/', '%2F'));
    }),
    { numRuns: 300 },
  );
});

test('masking twice changes nothing, and takes time in proportion', () => {
  const lines = fc.array(
    fc.constantFrom('SECRET_KEY = "', 'token', ':', '"', "'", ' = ', ',', '(', '[', '://', '@', 'a'),
  );
  fc.assert(
    fc.property(lines, (parts) => {
      const once = maskText(parts.join(''));
      expect(maskText(once)).toBe(once);
    }),
  );
  // Quadratic work on this would never end.
  for (const part of ['"key": [', 'token="', 'x://a:', 'a.', 'password ', "'"])
    maskText(part.repeat(100_000));
});
