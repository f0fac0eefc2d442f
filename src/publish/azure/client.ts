import { fail } from '../../errors.ts';
import type { AzureSpec } from '../../types/destination.ts';
import type { BucketAccess } from '../transport/access.ts';
import { type BlobSdk, type BlobServiceClient, type IdentitySdk, loadAzure } from './sdk.ts';

export interface AzureAccess {
  readonly service: BlobServiceClient;
  readonly endpoint: URL;
  readonly secrets: readonly string[];
}

/** Milliseconds for one attempt, however short the settings' timeout is: large bodies share the line. */
const SHORTEST_TIMEOUT = 600_000;

/** Makes a client for the account of `spec`, with the way in that django-storages would take; nothing is sent yet. */
export function openAccount(spec: AzureSpec, access: BucketAccess): AzureAccess {
  const { kind } = spec.access;
  const wanted =
    kind === 'token'
      ? (['@azure/storage-blob', '@azure/identity'] as const)
      : (['@azure/storage-blob'] as const);
  const sdk = loadAzure('@azure/storage-blob', wanted, access) as BlobSdk;
  const options = {
    // We try again ourselves, with bodies that can be read again.
    retryOptions: {
      maxTries: 1,
      tryTimeoutInMs: Math.max(SHORTEST_TIMEOUT, (spec.timeoutSeconds ?? 0) * 1000),
    },
  };
  const service = connect();
  return { service, endpoint: new URL(service.url), secrets: secretsOf(spec) };

  function connect(): BlobServiceClient {
    const way = spec.access;
    switch (way.kind) {
      case 'connection-string':
        try {
          return sdk.BlobServiceClient.fromConnectionString(way.secret.reveal(), options);
        } catch {
          // What the SDK says quotes the string.
          throw fail({
            code: 'bucket-credentials',
            message: 'The connection string of the Azure account is not one',
            hint: `Check connection_string (AZURE_CONNECTION_STRING) in ${access.from}: it is copied whole from the account's access keys.`,
          });
        }
      case 'account-key':
        return new sdk.BlobServiceClient(accountUrl(), sharedKey(way.secret.reveal()), options);
      case 'sas':
        return new sdk.BlobServiceClient(
          `${accountUrl()}?${way.secret.reveal().replace(/^\?/, '')}`,
          undefined,
          options,
        );
      case 'token': {
        const identity = loadAzure('@azure/identity', wanted, access) as IdentitySdk;
        return new sdk.BlobServiceClient(accountUrl(), tokenCredential(identity, way), options);
      }
      case 'anonymous':
        return new sdk.BlobServiceClient(accountUrl(), undefined, options);
    }
  }

  function sharedKey(key: string): unknown {
    if (/^[A-Za-z0-9+/]+={0,2}$/.test(key))
      return new sdk.StorageSharedKeyCredential(spec.accountName ?? '', key);
    throw fail({
      code: 'bucket-credentials',
      message: 'The key of the Azure account is not base64',
      hint: `Check account_key (AZURE_ACCOUNT_KEY) in ${access.from}.`,
    });
  }

  function accountUrl(): string {
    if (spec.accountName === null)
      throw fail({
        code: 'bucket-credentials',
        message: 'The name of the Azure account is missing',
        hint: `Set account_name (AZURE_ACCOUNT_NAME), or a connection_string, in ${access.from}.`,
      });
    return `${spec.useSsl ? 'https' : 'http'}://${spec.accountName}.blob.${spec.endpointSuffix}`;
  }
}

/** The credential object that the settings make, made by the class of the same name here. */
function tokenCredential(
  identity: IdentitySdk,
  { className, clientId }: { readonly className: string; readonly clientId: string | null },
): unknown {
  const Named = identity[className];
  if (Named === undefined || !className.endsWith('Credential') || className === 'DefaultAzureCredential') {
    const Default = identity.DefaultAzureCredential as IdentitySdk[string];
    return new Default(clientId === null ? {} : { managedIdentityClientId: clientId });
  }
  return new Named(clientId === null ? {} : { clientId });
}

function secretsOf({ access }: AzureSpec): readonly string[] {
  if (!('secret' in access)) return [];
  const secret = access.secret.reveal();
  const parts = [...secret.matchAll(/(?:AccountKey|SharedAccessSignature)=([^;]+)/g)].map(
    ([, part = '']) => part,
  );
  const signature = /[?&]?sig=([^&;]+)/.exec(secret)?.[1] ?? '';
  return [secret, ...parts, signature, decodeURIComponent(signature)];
}
