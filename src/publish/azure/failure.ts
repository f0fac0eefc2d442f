import { CollectstaticError } from '../../errors.ts';
import type { BucketErrorCode } from '../../types/bucket.ts';
import type { Problem } from '../../types/problem.ts';
import { storeFailure } from '../transport/failure.ts';
import { isNetworkFailure, networkProblem } from '../transport/network-failure.ts';
import type { Doing, Store } from './store.ts';

interface RestError extends Error {
  readonly statusCode?: number;
  readonly code?: string;
  readonly details?: { readonly errorCode?: string; readonly Code?: string };
}

/** The store's own code of a failure (`BlobNotFound`); `''` where there is none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code, details } = error as RestError;
  return details?.errorCode ?? details?.Code ?? code ?? error.name;
}

export function statusOf(error: unknown): number | undefined {
  return error instanceof Error ? (error as RestError).statusCode : undefined;
}

/** Whether the same request may succeed a moment later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof CollectstaticError) return false;
  if (statusOf(error) === undefined) return isNetworkFailure(error) || codeOf(error) === 'REQUEST_SEND_ERROR';
  return [408, 429, 500, 502, 503, 504].includes(statusOf(error) ?? 0);
}

type Words = (
  doing: Doing,
  store: Store,
) => Omit<Problem, 'severity' | 'cause'> & { readonly code: BucketErrorCode };

const VERBS: Readonly<Record<Doing['verb'], string>> = {
  list: 'list',
  read: 'read',
  put: 'put',
  change: 'change the headers of',
  remove: 'remove',
};

/** The setting that the way in comes from. */
function accessSetting({ spec, from }: Store): string {
  switch (spec.access.kind) {
    case 'connection-string':
      return `connection_string (AZURE_CONNECTION_STRING) in ${from}`;
    case 'account-key':
      return `account_name and account_key (AZURE_ACCOUNT_NAME, AZURE_ACCOUNT_KEY) in ${from}`;
    case 'sas':
      return `sas_token (AZURE_SAS_TOKEN) in ${from}`;
    case 'token':
      return `token_credential (AZURE_TOKEN_CREDENTIAL) in ${from}`;
    case 'anonymous':
      return `the account in ${from}: it names no key, SAS, connection string or credential`;
  }
}

const credentials: Words = (_doing, store) => ({
  code: 'bucket-credentials',
  message: `${store.name} does not take the credentials`,
  hint: `Check ${accessSetting(store)}. If they are right, check the clock of this machine.`,
});

const denied: Words = ({ verb, key }, store) => ({
  code: 'bucket-denied',
  message: `The credentials may not ${VERBS[verb]} ${store.name}${key === '' ? '' : `/${key}`}`,
  hint: `Give them the role Storage Blob Data Contributor (a SAS must allow to read, write, list and delete), or check azure_container and location in ${store.from}.`,
});

const noContainer: Words = (_doing, { spec, endpoint, from }) => ({
  code: 'bucket-missing',
  message: `There is no container ${JSON.stringify(spec.container)} at ${endpoint.host}`,
  hint: `Check azure_container (AZURE_CONTAINER) in ${from}, or make the container.`,
});

const busy: Words = (_doing, { name }) => ({
  code: 'bucket-busy',
  message: `${name} asked again and again to slow down`,
  hint: 'Run again later: what has arrived is not sent a second time.',
});

const torn: Words = ({ key }, { name }) => ({
  code: 'bucket-torn',
  message: `${name}/${key} did not arrive as it was sent`,
  hint: 'Run again when nothing writes to the file any more, and without a proxy that changes what passes.',
});

const badName: Words = ({ key }, { name }) => ({
  code: 'bucket-key',
  message: `${name} takes no blob of this name: ${key}`,
  hint: 'A name has at most 1,024 characters and ends neither in a dot nor in a slash. Rename the file.',
});

const notAzure: Words = (_doing, { endpoint, from }) => ({
  code: 'bucket-endpoint',
  message: `What answers at ${endpoint.host} is not Azure's blob storage, or does not know our version of it`,
  hint: `Check account_name, endpoint_suffix and connection_string in ${from}; Azurite needs --skipApiVersionCheck.`,
});

const refused: Words = ({ verb, key }, { name, from }) => ({
  code: 'bucket-refused',
  message: `${name} refused to ${VERBS[verb]} ${key}`.trimEnd(),
  hint: `The store says why; its settings are ${from}.`,
});

const gone: Words = ({ verb, key }, { name }) => ({
  code: 'bucket-refused',
  message: `${name}/${key} is gone, so nobody can ${VERBS[verb]} it`,
  hint: 'Somebody else changes the container. Run again.',
});

const BY_CODE: Readonly<Record<string, Words>> = {
  AuthenticationFailed: credentials,
  InvalidAuthenticationInfo: credentials,
  NoAuthenticationInformation: credentials,
  KeyBasedAuthenticationNotPermitted: credentials,
  AuthorizationFailure: credentials,
  AccountIsDisabled: credentials,
  AuthorizationPermissionMismatch: denied,
  AuthorizationProtocolMismatch: denied,
  AuthorizationServiceMismatch: denied,
  AuthorizationResourceTypeMismatch: denied,
  AuthorizationSourceIPMismatch: denied,
  InsufficientAccountPermissions: denied,
  PublicAccessNotPermitted: credentials,
  ContainerNotFound: noContainer,
  BlobNotFound: gone,
  ContainerBeingDeleted: noContainer,
  InvalidResourceName: badName,
  ServerBusy: busy,
  Md5Mismatch: torn,
  InvalidMd5: torn,
  InvalidHeaderValue: refused,
  OutOfRangeInput: badName,
  ResourceNotFound: noContainer,
};

const BY_STATUS: Readonly<Record<number, Words>> = {
  401: credentials,
  403: denied,
  404: noContainer,
  429: busy,
  503: busy,
};

/** Turns what the SDK threw into one problem. */
export function azureFailure(error: unknown, doing: Doing, store: Store): unknown {
  return storeFailure(error, (thrown) => problemOf(thrown, doing, store), store.secrets);
}

function problemOf(error: Error, doing: Doing, store: Store): Omit<Problem, 'severity'> | undefined {
  const code = codeOf(error);
  const status = statusOf(error);
  const [firstLine = ''] = error.message.split('\n');
  if (
    /(CredentialUnavailable|AuthenticationRequired|AggregateAuthentication|Authentication)Error$/.test(
      error.name,
    )
  )
    return { ...credentials(doing, store), cause: firstLine };
  if (status === undefined) {
    const { name, endpoint, from } = store;
    return networkProblem(error, {
      name,
      host: endpoint.host,
      hint: `Check account_name, endpoint_suffix or connection_string in ${from}.`,
      verify: 'NODE_EXTRA_CA_CERTS in the environment',
    });
  }
  const cause = `${code} (HTTP ${status}): ${firstLine}`;
  if (/API version/.test(error.message) || code === 'PARSE_ERROR')
    return { ...notAzure(doing, store), cause };
  // Azurite has another code for it.
  if (status === 400 && /md5.*match/i.test(firstLine)) return { ...torn(doing, store), cause };
  const words = BY_CODE[code] ?? BY_STATUS[status] ?? refused;
  return { ...words(doing, store), cause };
}
