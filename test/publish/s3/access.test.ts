import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { S3Spec } from '../../../src/types.ts';
import { s3Spec } from '../../servers/stores/keys.ts';
import { problemOf } from '../problem.ts';

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One server of the loopback that is the store, STS, SSO, a container's and a machine's metadata. */
let server: Server;
let url: string;
let home: string;
let asked: { readonly method: string; readonly target: string; readonly authorization: string }[] = [];
let answer: (target: string, request: IncomingMessage) => Answer | undefined = () => undefined;

const EMPTY = '<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';
const UNTIL = '2099-01-01T00:00:00Z';

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 's3-access-'));
  server = createServer(async (request, response) => {
    for await (const _chunk of request);
    const target = request.url ?? '';
    const { authorization = '' } = request.headers;
    asked.push({ method: request.method ?? '', target, authorization });
    const { status = 200, headers = {}, body = EMPTY } = answer(target, request) ?? {};
    response.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});

afterEach(() => {
  vi.unstubAllEnvs();
  answer = () => undefined;
  asked = [];
});

afterAll(() => {
  rmSync(home, { recursive: true });
  server.closeAllConnections();
  server.close();
});

function file(name: string, text: string): string {
  writeFileSync(join(home, name), text);
  return join(home, name);
}

/** Lists a bucket with these variables and none of the machine's; returns the authorization that the store saw last. */
async function listWith(variables: Record<string, string>, changes: Partial<S3Spec> = {}): Promise<string> {
  for (const name of Object.keys(process.env)) if (/^AWS_|_PROXY$/i.test(name)) vi.stubEnv(name, undefined);
  const env = {
    HOME: home,
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
    AWS_CONFIG_FILE: join(home, 'none'),
    AWS_EC2_METADATA_DISABLED: 'true',
    ...variables,
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const spec = s3Spec(url, 'b', { credentials: null, region: null, ...changes });
  const bucket = await openBucket(spec, { env: { ...process.env }, project: home, from: 'STORAGES' });
  try {
    for await (const _page of bucket.list(''));
    return asked.at(-1)?.authorization ?? '';
  } finally {
    bucket.close();
  }
}

const scope = (key: string, region: string): RegExp => new RegExp(`Credential=${key}/\\d{8}/${region}/s3/`);

test('variables of the environment', async () => {
  const variables = {
    AWS_ACCESS_KEY_ID: 'FROMENV',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_DEFAULT_REGION: 'eu-west-3',
  };
  expect(await listWith(variables)).toMatch(scope('FROMENV', 'eu-west-3'));
});

test('a profile of the shared files, with its region', async () => {
  const variables = {
    AWS_SHARED_CREDENTIALS_FILE: file(
      'credentials',
      '[default]\naws_access_key_id = OTHER\naws_secret_access_key = s\n[shop]\naws_access_key_id = FROMFILE\naws_secret_access_key = s\n',
    ),
    AWS_CONFIG_FILE: file('config', '[profile shop]\nregion = eu-north-1\n'),
  };
  expect(await listWith(variables, { profile: 'shop' })).toMatch(scope('FROMFILE', 'eu-north-1'));
  expect(await listWith({ ...variables, AWS_PROFILE: 'shop' })).toMatch(scope('FROMFILE', 'eu-north-1'));
});

test('a web identity, by STS', async () => {
  answer = (target, { method }) =>
    method === 'POST' && target === '/'
      ? {
          body: `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>FROMSTS</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${UNTIL}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
          headers: { 'content-type': 'text/xml' },
        }
      : undefined;
  const variables = {
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/deploy',
    AWS_WEB_IDENTITY_TOKEN_FILE: file('token', 'a-token-of-the-cluster'),
    AWS_ENDPOINT_URL_STS: url,
    AWS_REGION: 'eu-central-1',
  };
  expect(await listWith(variables)).toMatch(scope('FROMSTS', 'eu-central-1'));
});

test('a container', async () => {
  answer = (target, { headers }) =>
    target === '/container'
      ? {
          status: headers.authorization === 'word' ? 200 : 403,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            ...{ AccessKeyId: 'FROMPOD', SecretAccessKey: 's', Token: 't', Expiration: UNTIL },
          }),
        }
      : undefined;
  const variables = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/container`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'word',
    AWS_REGION: 'eu-central-1',
  };
  expect(await listWith(variables)).toMatch(scope('FROMPOD', 'eu-central-1'));
});

test('a machine', async () => {
  answer = (target, { method }) => {
    const path = '/latest/meta-data/iam/security-credentials/';
    if (method === 'PUT') return { body: 'token' };
    if (target === path) return { body: 'role' };
    if (target !== `${path}role`) return undefined;
    return {
      body: JSON.stringify({
        ...{ Code: 'Success', AccessKeyId: 'FROMEC2', SecretAccessKey: 's', Token: 't', Expiration: UNTIL },
      }),
    };
  };
  const variables = {
    AWS_EC2_METADATA_DISABLED: 'false',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: url,
    AWS_REGION: 'eu-central-1',
  };
  expect(await listWith(variables)).toMatch(scope('FROMEC2', 'eu-central-1'));
});

test('a login by SSO, from its cache; one that has run out is said', async () => {
  answer = (target) =>
    target.startsWith('/federation/credentials')
      ? {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            roleCredentials: {
              ...{ accessKeyId: 'FROMSSO', secretAccessKey: 's', sessionToken: 't' },
              expiration: Date.parse(UNTIL),
            },
          }),
        }
      : undefined;
  const start = 'https://shop.awsapps.com/start';
  const name = createHash('sha1').update('work').digest('hex');
  const cache = (expiresAt: string): void => {
    rmSync(join(home, '.aws'), { recursive: true, force: true });
    mkdirSync(join(home, '.aws/sso/cache'), { recursive: true });
    file(
      `.aws/sso/cache/${name}.json`,
      JSON.stringify({ accessToken: 'x', expiresAt, startUrl: start, region: 'eu-central-1' }),
    );
  };
  const variables = {
    AWS_CONFIG_FILE: file(
      'sso',
      `[profile dev]\nsso_session = work\nsso_account_id = 123456789012\nsso_role_name = deploy\nregion = eu-central-1\n[sso-session work]\nsso_region = eu-central-1\nsso_start_url = ${start}\n`,
    ),
    AWS_ENDPOINT_URL_SSO: url,
    AWS_PROFILE: 'dev',
  };
  cache(UNTIL);
  expect(await listWith(variables)).toMatch(scope('FROMSSO', 'eu-central-1'));
  cache('2001-01-01T00:00:00Z');
  expect(await problemOf(listWith(variables))).toMatchObject({ code: 'bucket-credentials' });
});

test('nobody: one error that says where keys are looked for', async () => {
  const problem = await problemOf(listWith({ AWS_REGION: 'eu-central-1' }));
  expect(problem).toMatchObject({ code: 'bucket-credentials' });
  expect(asked).toEqual([]);
});

const KEYS = { AWS_ACCESS_KEY_ID: 'K', AWS_SECRET_ACCESS_KEY: 's' };

test('NO_PROXY leads past the proxy', async () => {
  const variables = {
    ...KEYS,
    AWS_REGION: 'eu-central-1',
    HTTP_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1',
  };
  expect(await listWith(variables)).toMatch(scope('K', 'eu-central-1'));
  expect(asked.at(-1)?.target).toMatch(/^\/b/);
});

test('a clock that is off: the answer tells the time, and the request is made once more', async () => {
  const time = new Date(Date.now() + 3_600_000);
  answer = (_target, { headers }) => {
    const signed = String(headers['x-amz-date']).replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
    if (Math.abs(Date.parse(signed) - time.getTime()) < 900_000) return undefined;
    return {
      status: 403,
      headers: { date: time.toUTCString() },
      body: '<?xml version="1.0"?><Error><Code>RequestTimeTooSkewed</Code><Message>clock</Message></Error>',
    };
  };
  await listWith({ ...KEYS, AWS_REGION: 'eu-central-1' });
  expect(asked).toHaveLength(2);
  answer = () => ({
    status: 403,
    body: '<?xml version="1.0"?><Error><Code>RequestTimeTooSkewed</Code><Message>clock</Message></Error>',
  });
  asked = [];
  expect(await problemOf(listWith({ ...KEYS, AWS_REGION: 'eu-central-1' }))).toMatchObject({
    code: 'bucket-clock',
  });
  expect(asked).toHaveLength(2);
});
