import { createVerify, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, Agent as HttpAgent, type Server } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CollectstaticError } from '../../../src/errors.ts';
import { findCredentials } from '../../../src/publish/gcs/credentials.ts';
import type { GcsSpec, Problem } from '../../../src/types.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const agents = { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() };
let home: string;
let server: Server;
let url: string;
/** What was asked for, and what is answered. */
const asked: { readonly path: string; readonly body: string; readonly authorization: string | undefined }[] =
  [];
let answers: Record<string, { readonly status: number; readonly body: unknown }> = {};

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'gcs-'));
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const path = request.url ?? '';
    asked.push({ path, body, authorization: request.headers.authorization });
    const answer = answers[path] ?? { status: 404, body: {} };
    response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});

afterAll(() => {
  rmSync(home, { recursive: true });
  server.closeAllConnections();
  server.close();
});

function write(name: string, json: object | string): string {
  const file = join(home, name);
  writeFileSync(file, typeof json === 'string' ? json : JSON.stringify(json));
  return file;
}

function find(
  env: Record<string, string> = {},
  credentialsFile: string | null = null,
): Promise<() => Promise<string>> {
  const spec: GcsSpec = { kind: 'gcs', bucket: 'b', project: null, endpoint: null, credentialsFile };
  const access = {
    env: { HOME: join(home, 'nobody'), ...env },
    project: home,
    from: 'STORAGES (settings.py:1)',
  };
  return findCredentials(spec, access, agents);
}

async function problemOf(work: Promise<unknown>): Promise<Problem | undefined> {
  const error = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CollectstaticError);
  expect(JSON.stringify((error as CollectstaticError).problems)).not.toContain('PRIVATE');
  return (error as CollectstaticError).problems[0];
}

const ACCOUNT = {
  type: 'service_account',
  client_email: 'me@project',
  private_key: PEM,
  private_key_id: 'one',
};

test('a service account signs who it is, and keeps its token for an hour', async () => {
  asked.length = 0;
  answers = { '/token': { status: 200, body: { access_token: 'token-1', expires_in: 3600 } } };
  const file = write('account.json', { ...ACCOUNT, token_uri: `${url}/token` });
  const token = await find({}, file);
  expect(await Promise.all([token(), token()])).toEqual(['token-1', 'token-1']);
  expect(await token()).toBe('token-1');
  expect(asked).toHaveLength(1);
  const assertion = new URLSearchParams(asked[0]?.body).get('assertion') ?? '';
  const [head = '', claims = '', signature = ''] = assertion.split('.');
  expect(
    createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url'),
  ).toBe(true);
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    iss: 'me@project',
    aud: `${url}/token`,
  });
});

test('the credentials of gcloud, of the environment and of the machine are found', async () => {
  answers = { '/token': { status: 200, body: { access_token: 'of-a-person' } } };
  const person = {
    type: 'authorized_user',
    client_id: 'i',
    client_secret: 's',
    refresh_token: 'r',
    token_uri: `${url}/token`,
  };
  mkdirSync(join(home, 'gcloud'));
  write('gcloud/application_default_credentials.json', person);
  expect(await (await find({ CLOUDSDK_CONFIG: join(home, 'gcloud') }))()).toBe('of-a-person');
  expect(await (await find({ GOOGLE_APPLICATION_CREDENTIALS: write('person.json', person) }))()).toBe(
    'of-a-person',
  );
  const metadata = '/computeMetadata/v1/instance/service-accounts/default/token';
  answers = { [metadata]: { status: 200, body: { access_token: 'of-the-machine', expires_in: 100 } } };
  expect(await (await find({ GCE_METADATA_HOST: new URL(url).host }))()).toBe('of-the-machine');
});

test('a token of the CI is exchanged for one of a service account', async () => {
  answers = {
    '/ci': { status: 200, body: { value: 'of-the-ci' } },
    '/sts': { status: 200, body: { access_token: 'exchanged' } },
    '/account:generateAccessToken': { status: 200, body: { accessToken: 'of-the-account' } },
  };
  asked.length = 0;
  const file = write('federated.json', {
    type: 'external_account',
    audience: '//iam.googleapis.com/pool',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${url}/sts`,
    service_account_impersonation_url: `${url}/account:generateAccessToken`,
    credential_source: {
      url: `${url}/ci`,
      headers: { Authorization: 'bearer ci' },
      format: { type: 'json', subject_token_field_name: 'value' },
    },
  });
  expect(await (await find({}, file))()).toBe('of-the-account');
  expect(asked.map(({ path }) => path)).toEqual(['/ci', '/sts', '/account:generateAccessToken']);
  expect(new URLSearchParams(asked[1]?.body).get('subject_token')).toBe('of-the-ci');
  expect(asked[2]?.authorization).toBe('Bearer exchanged');
});

test('credentials that are none, or are refused, are one error each', async () => {
  answers = { '/token': { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT' } } };
  const setting = 'credentials (GS_CREDENTIALS) in STORAGES (settings.py:1)';
  expect((await problemOf(find({}, join(home, 'missing.json'))))?.hint).toContain(setting);
  expect(await problemOf(find({}, write('broken.json', '{"private_key": "PRIVATE'))))?.toMatchObject({
    code: 'bucket-credentials',
    cause: 'it is not JSON',
  });
  expect(await problemOf(find({}, write('odd.json', { type: 'gdch_service_account' })))).toMatchObject({
    cause: 'their type is "gdch_service_account"',
  });
  const unreadable = await find({}, write('unreadable.json', { ...ACCOUNT, private_key: 'PRIVATE' }));
  expect(await problemOf(unreadable())).toMatchObject({ cause: 'private_key is not a private key' });
  const refused = await find({}, write('refused.json', { ...ACCOUNT, token_uri: `${url}/token` }));
  expect(await problemOf(refused())).toMatchObject({ cause: 'HTTP 400: invalid_grant: Invalid JWT' });
  const ci = {
    type: 'external_account',
    token_url: `${url}/sts`,
    credential_source: { file: join(home, 'no') },
  };
  const fileless = await find({}, write('fileless.json', ci));
  expect(await problemOf(fileless())).toMatchObject({
    message: expect.stringContaining(join(home, 'no')),
    cause: expect.stringContaining('ENOENT'),
  });
  const urls = [
    { ...ACCOUNT, token_uri: 'oauth2' },
    { ...ci, token_url: undefined, credential_source: { file: write('ci.txt', 'x') } },
    { ...ci, credential_source: { url: 'ci' } },
  ];
  for (const [index, json] of urls.entries()) {
    const source = await find({}, write(`urls-${index}.json`, json));
    expect(await problemOf(source())).toMatchObject({ cause: expect.stringMatching(/which is no URL$/) });
  }
  answers = { '/token': { status: 200, body: null } };
  expect(await problemOf(refused())).toMatchObject({ cause: expect.stringContaining('is not JSON') });
  const nobody = await find({ GCE_METADATA_HOST: new URL(url).host });
  expect(await problemOf(nobody())).toMatchObject({
    code: 'bucket-credentials',
    message: 'There are no credentials for Google Cloud Storage',
  });
});
