import { createSign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { errnoOf, errnoWords, fail } from '../../errors.ts';
import { isRecord } from '../../text/json.ts';
import type { GcsSpec } from '../../types/destination.ts';
import type { BucketAccess } from '../transport/access.ts';
import { type Agents, askHttp, type HttpAnswer } from '../transport/http-request.ts';

const SCOPE = 'https://www.googleapis.com/auth/devstorage.full_control';
const TOKEN_URL = 'https://oauth2.googleapis.com/token';

/** A token is asked for anew so many seconds before it runs out. */
const EARLY = 300;

/** Resolves with a token that opens the store; it is asked for once an hour. */
export type TokenSource = () => Promise<string>;

interface Token {
  readonly access_token: string;
  readonly expires_in?: number;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Finds out who we are, as Google's libraries do: the service account of the settings, GOOGLE_APPLICATION_CREDENTIALS, what
 * `gcloud auth application-default login` left, and the machine's own account.
 */
export async function findCredentials(
  spec: GcsSpec,
  access: BucketAccess,
  agents: Agents,
): Promise<TokenSource> {
  const { env, from } = access;
  const named = spec.credentialsFile ?? (env.GOOGLE_APPLICATION_CREDENTIALS || null);
  const setting =
    spec.credentialsFile === null
      ? 'GOOGLE_APPLICATION_CREDENTIALS'
      : `credentials (GS_CREDENTIALS) in ${from}`;
  if (named !== null) return remembered(await credentialsOf(await readJson(named, setting), setting, agents));
  const folder = env.CLOUDSDK_CONFIG || join(env.HOME || homedir(), '.config/gcloud');
  const file = join(folder, 'application_default_credentials.json');
  const found = await readFile(file, 'utf8').catch(() => undefined);
  if (found !== undefined) return remembered(await credentialsOf(parse(found, file, file), file, agents));
  return remembered(() => askMachine(env.GCE_METADATA_HOST || 'metadata.google.internal', from, agents));
}

function remembered(ask: () => Promise<Token>): TokenSource {
  let known: { readonly token: Promise<Token>; readonly until: number } | undefined;
  return async () => {
    if (known === undefined || Date.now() > known.until) {
      const token = ask();
      // Until it is there, everybody waits for the same one.
      known = { token, until: Number.POSITIVE_INFINITY };
      const { expires_in = 3600 } = await token.catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      known = { token, until: Date.now() + Math.max(0, expires_in - EARLY) * 1000 };
    }
    return (await known.token).access_token;
  };
}

async function readJson(file: string, setting: string): Promise<Json> {
  return parse(await readText(file, setting), file, setting);
}

async function readText(file: string, setting: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw fail({
      code: 'bucket-credentials',
      message: `The file with the credentials for Google Cloud Storage can't be read: ${file}`,
      hint: `Check ${setting}.`,
      cause: errnoOf(error) === undefined ? 'unreadable' : errnoWords(error),
    });
  });
}

/** A URL that stands in the credentials. */
function urlOf(text: string, setting: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw unusable(setting, setting, `they name ${JSON.stringify(text)}, which is no URL`);
}

function parse(text: string, file: string, setting: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Json;
  } catch {
    // The parser's words quote the file, where the key is.
  }
  throw unusable(file, setting, 'it is not JSON');
}

function unusable(file: string, setting: string, cause: string): Error {
  return fail({
    code: 'bucket-credentials',
    message: `The credentials for Google Cloud Storage can't be used: ${file}`,
    hint: `Check ${setting}: the key file of a service account, or what gcloud auth application-default login writes.`,
    cause,
  });
}

async function credentialsOf(json: Json, setting: string, agents: Agents): Promise<() => Promise<Token>> {
  const text = (name: string): string => (typeof json[name] === 'string' ? (json[name] as string) : '');
  const tokenUrl = text('token_uri') || TOKEN_URL;
  switch (json.type) {
    case 'service_account':
      return () =>
        askForToken(
          tokenUrl,
          { ...JWT_BEARER, assertion: signJwt(json, tokenUrl, setting) },
          setting,
          agents,
        );
    case 'authorized_user':
      return () =>
        askForToken(
          tokenUrl,
          {
            grant_type: 'refresh_token',
            client_id: text('client_id'),
            client_secret: text('client_secret'),
            refresh_token: text('refresh_token'),
          },
          setting,
          agents,
        );
    case 'external_account':
      return () => askFederation(json, setting, agents);
    default:
      throw unusable(setting, setting, `their type is ${JSON.stringify(json.type ?? null)}`);
  }
}

const JWT_BEARER = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' };

/** Signs who we are with the key of the service account. */
function signJwt(account: Json, tokenUrl: string, setting: string): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const head = { alg: 'RS256', typ: 'JWT', kid: account.private_key_id };
  const claims = { iss: account.client_email, scope: SCOPE, aud: tokenUrl, iat: now, exp: now + 3600 };
  const unsigned = `${encode(head)}.${encode(claims)}`;
  try {
    return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(String(account.private_key), 'base64url')}`;
  } catch {
    throw unusable(setting, setting, 'private_key is not a private key');
  }
}

/** Workload identity federation: a token of the CI's or cloud's own is exchanged for one of Google's. */
async function askFederation(json: Json, setting: string, agents: Agents): Promise<Token> {
  const source = (json.credential_source ?? {}) as {
    readonly file?: string;
    readonly url?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly format?: { readonly type?: string; readonly subject_token_field_name?: string };
  };
  let subject: string;
  if (source.file !== undefined) subject = (await readText(source.file, setting)).trim();
  else if (source.url !== undefined) {
    const url = urlOf(source.url, setting);
    const answer = await askHttp({ url, method: 'GET', headers: source.headers ?? {}, body: [] }, agents);
    subject = answer.body.toString();
  } else throw unusable(setting, setting, 'credential_source is neither a file nor a URL');
  if (source.format?.type === 'json')
    subject = String(parse(subject, setting, setting)[source.format.subject_token_field_name ?? ''] ?? '');
  const exchanged = await askForToken(
    String(json.token_url),
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience: String(json.audience),
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      subject_token_type: String(json.subject_token_type),
      subject_token: subject,
    },
    setting,
    agents,
  );
  if (typeof json.service_account_impersonation_url !== 'string') return exchanged;
  const body = Buffer.from(JSON.stringify({ scope: [SCOPE] }));
  const headers = {
    authorization: `Bearer ${exchanged.access_token}`,
    'content-type': 'application/json',
    'content-length': String(body.length),
  };
  const url = urlOf(json.service_account_impersonation_url, setting);
  const answer = await askHttp({ url, method: 'POST', headers, body: [body] }, agents);
  const { accessToken } = tokenJson(answer, setting) as { readonly accessToken?: string };
  if (accessToken === undefined) throw refusal(answer, setting);
  return { access_token: accessToken };
}

async function askForToken(
  tokenUrl: string,
  form: Readonly<Record<string, string>>,
  setting: string,
  agents: Agents,
): Promise<Token> {
  const body = Buffer.from(new URLSearchParams(form).toString());
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(body.length),
  };
  const url = urlOf(tokenUrl, setting);
  const answer = await askHttp({ url, method: 'POST', headers, body: [body] }, agents);
  const token = tokenJson(answer, setting) as Partial<Token>;
  if (typeof token.access_token !== 'string') throw refusal(answer, setting);
  return token as Token;
}

/** The account of the machine that we run on, if it is one of Google's. */
async function askMachine(host: string, from: string, agents: Agents): Promise<Token> {
  const url = new URL(`http://${host}/computeMetadata/v1/instance/service-accounts/default/token`);
  const headers = { 'metadata-flavor': 'Google' };
  const answer = await askHttp({ url, method: 'GET', headers, body: [] }, agents).catch(() => undefined);
  const token = answer === undefined ? {} : (tokenJson(answer, from) as Partial<Token>);
  if (typeof token.access_token === 'string') return token as Token;
  throw fail({
    code: 'bucket-credentials',
    message: 'There are no credentials for Google Cloud Storage',
    hint: `Set GOOGLE_APPLICATION_CREDENTIALS, run gcloud auth application-default login, give the machine a service account, or set credentials in ${from}.`,
  });
}

function tokenJson({ body }: HttpAnswer, setting: string): Json {
  try {
    const json: unknown = JSON.parse(body.toString());
    if (isRecord(json)) return json;
  } catch {
    // A page of something else; it is not quoted, for it may hold a token.
  }
  throw unusable(setting, setting, 'the answer to the question for a token is not JSON');
}

function refusal({ status, body }: HttpAnswer, setting: string): Error {
  const { error, error_description: words } = JSON.parse(body.toString()) as Json;
  const said = typeof error === 'string' ? error : ((error as Json | undefined)?.message ?? '');
  return fail({
    code: 'bucket-credentials',
    message: 'Google does not take the credentials',
    hint: `Check ${setting}, and the clock of this machine.`,
    cause: `HTTP ${status}: ${[said, words].filter((part) => typeof part === 'string' && part !== '').join(': ')}`,
  });
}
