import type { AzureSpec } from '../../../../types.ts';
import { describeDatum, isOpaque, isTable, isUnresolved } from '../../../datum.ts';
import { type Parameters, readParameters } from '../headers.ts';
import { AZURE_PARAMETERS } from '../parameter-names.ts';
import { readPrefix } from '../prefix.ts';
import type { Options } from '../read-options.ts';
import type { StoreReading } from '../reading.ts';
import { refuseDomainWithScheme, refuseMissing, warnOfSignedUrls } from '../rules.ts';
import { secret } from '../secret.ts';
import { rfc3986 } from '../url-path.ts';
import { type ConnectionString, readConnectionString } from './connection-string.ts';

/** Reads where django-storages' AzureStorage puts blobs, and how. `null` after a problem that leaves nowhere. */
export function readAzure(options: Options): StoreReading | null {
  const container = options.text('azure_container');
  if (container === null) {
    refuseMissing(
      options,
      'azure_container',
      'container',
      `Set AZURE_CONTAINER, or azure_container in ${options.optionsName}.`,
    );
  }
  const connection = connectionOf(options);
  const prefix = readPrefix(options);
  const parameters = withCacheControl(options, readParameters(options, AZURE_PARAMETERS));
  noteOptions(options);
  const accountName = options.text('account_name') ?? connection?.accountName ?? null;
  if (connection === null && accountName === null) {
    refuseMissing(options, 'account_name', 'account', 'Set AZURE_ACCOUNT_NAME or AZURE_CONNECTION_STRING.');
  }
  const access = readAccess(options, connection);
  if (container === null || prefix === null || connection === undefined || access === undefined) return null;
  if (connection === null && accountName === null) return null;
  const useSsl = options.isOn('azure_ssl');
  const endpointSuffix = options.text('endpoint_suffix') ?? 'core.windows.net';
  const timeout = options.said('timeout').datum;
  const store: AzureSpec = {
    kind: 'azure',
    container,
    accountName,
    endpointSuffix,
    useSsl,
    access,
    timeoutSeconds: typeof timeout === 'number' ? timeout : null,
  };
  const own = `${useSsl ? 'https' : 'http'}://${accountName}.blob.${endpointSuffix}`;
  const server = connection === null ? own : connection.endpoint;
  return {
    store,
    prefix,
    url: `${withDomain(server, options.text('custom_domain'))}/${rfc3986(container)}/${rfc3986(prefix)}`,
    ...parameters,
    gzipTypes: null,
  };
}

/** `undefined` after a problem. An empty text is none to Azure's client, which ends with an error for it. */
function connectionOf(options: Options): ConnectionString | null | undefined {
  const { datum, label } = options.said('connection_string');
  if (typeof datum !== 'string') return null;
  const read = readConnectionString(datum);
  if (read !== undefined) return read;
  options.refuse('connection_string', {
    code: 'connection-string-invalid',
    message: `${label} is ${datum.trim() === '' ? 'empty' : 'no connection string'}`,
    hint: 'It looks like AccountName=...;AccountKey=...;EndpointSuffix=core.windows.net. Make it None for an account with a key of its own.',
  });
  return undefined;
}

/** Whoever comes first in django-storages' order. `undefined` after a problem. */
function readAccess(
  options: Options,
  connection: ConnectionString | null | undefined,
): AzureSpec['access'] | undefined {
  if (connection === undefined) return undefined;
  if (connection !== null) {
    return { kind: 'connection-string', secret: secret(options.text('connection_string') ?? '') };
  }
  const key = options.text('account_key');
  if (key !== null) return { kind: 'account-key', secret: secret(key) };
  const sas = options.text('sas_token');
  if (sas !== null) return { kind: 'sas', secret: secret(sas) };
  const { datum, label, language } = options.said('token_credential');
  if (datum === null) return { kind: 'anonymous' };
  // A config file has no objects: it names the class.
  const named = typeof datum === 'string' && language === 'json' ? datum : undefined;
  const [className, keywords] =
    named !== undefined
      ? [named, undefined]
      : isOpaque(datum) && datum.made?.className.startsWith('azure.identity.')
        ? [datum.made.className.slice('azure.identity.'.length), datum.made.keywords]
        : [undefined, undefined];
  if (className === undefined || !/^\w+Credential$/.test(className)) {
    options.refuse('token_credential', {
      code: 'storage-option-unbuilt',
      message: `${label} is ${describeDatum(datum, language)}, which can't be followed here`,
      hint: 'It is read if it is DefaultAzureCredential() or another class of azure.identity itself.',
    });
    return undefined;
  }
  const clientId = keywords?.get('client_id') ?? keywords?.get('managed_identity_client_id');
  if (isUnresolved(clientId)) options.lacks('token_credential', clientId);
  return { kind: 'token', className, clientId: typeof clientId === 'string' ? clientId : null };
}

/** `object_parameters` goes before `cache_control`. */
function withCacheControl(options: Options, { headers, traits }: Parameters): Parameters {
  const cacheControl = options.text('cache_control');
  return { headers: { ...(cacheControl !== null && { cacheControl }), ...headers }, traits };
}

function noteOptions(options: Options): void {
  refuseDomainWithScheme(options);
  const overwrite = options.said('overwrite_files');
  if (!overwrite.isDefault && !options.isOn('overwrite_files')) {
    options.warn('overwrite_files', {
      code: 'option-idle',
      message: `${overwrite.label} is False, and is not followed: a static file always replaces the one of its name`,
      hint: 'Set it for the storage of uploads alone, and True here: Django can not write hashed files otherwise.',
    });
  }
  const { datum: seconds } = options.said('expiration_secs');
  if (seconds !== null && seconds !== 0) warnOfSignedUrls(options, 'expiration_secs');
  if (options.said('default_content_type').datum !== 'application/octet-stream') {
    options.warn('default_content_type', {
      code: 'storage-option-unbuilt',
      message: `${options.said('default_content_type').label} is not followed here`,
      hint: 'CONTENT_TYPES says media types by extension.',
    });
  }
  const client = options.said('client_options');
  if (isTable(client.datum) && client.datum.size > 0) {
    options.warn('client_options', {
      code: 'storage-option-unbuilt',
      message: `${client.label} says ${[...client.datum.keys()].join(', ')}, which is not followed here`,
      hint: 'Files are published without it.',
    });
  }
}

/** The host is another then; path and scheme stay. */
function withDomain(server: string, domain: string | null): string {
  return domain === null
    ? server
    : server.replace(/^([a-z]+:\/\/)[^/]*/i, (_, scheme) => `${scheme}${domain}`);
}
