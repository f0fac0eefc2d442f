/** Objects of the clients of buckets that settings are made of: they keep their arguments, and do nothing. */

import { instance, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import type { Made } from '../../../values/made.ts';
import type { NativeModule } from '../../../values/runtime.ts';
import type { ClassValue, Instance, Value } from '../../../values/values.ts';
import { importedClass } from '../django/imported-class.ts';
import { recordedClass, recording } from './recorded.ts';

function part(name: string, names: NativeModule['names']): NativeModule {
  return { name, from: 'package', names };
}

/** What botocore 1.44 takes. */
const CONFIG: ReadonlySet<string> = new Set(
  `account_id_endpoint_mode auth_scheme_preference client_cert client_context_params connect_timeout defaults_mode
  disable_request_compression endpoint_discovery_enabled ignore_configured_endpoint_urls inject_host_prefix
  max_pool_connections parameter_validation proxies proxies_config read_timeout region_name
  request_checksum_calculation request_min_compression_size_bytes response_checksum_validation retries s3
  s3_disable_express_session_auth signature_version sigv4a_signing_region_set tcp_keepalive use_dualstack_endpoint
  use_fips_endpoint user_agent user_agent_appid user_agent_extra`.split(/\s+/),
);

const TRANSFER =
  `multipart_threshold=..., max_concurrency=..., multipart_chunksize=..., num_download_attempts=..., max_io_queue=...,
  io_chunksize=..., use_threads=..., max_bandwidth=..., preferred_transfer_client=...`.replace(/\s+/g, ' ');

function unsigned(): Instance {
  const type = nativeClass({ name: 'UNSIGNED', module: 'botocore', members: { __new__: plainMaker() } });
  const state: Made = { kind: 'made', keywords: new Map() };
  return instance(type, state);
}

/** Classes of azure.identity that find out for themselves who signs in; the others are handed secrets. */
const CREDENTIALS: readonly string[] = [
  ...[
    'AzureCliCredential',
    'AzureDeveloperCliCredential',
    'AzurePowerShellCredential',
    'DefaultAzureCredential',
  ],
  ...['EnvironmentCredential', 'ManagedIdentityCredential', 'WorkloadIdentityCredential'],
];

function azureCredentials(): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    CREDENTIALS.map((name) => [name, recordedClass({ name, module: 'azure.identity', takes: '**keywords' })]),
  );
}

function serviceAccount(): Readonly<Record<string, Value>> {
  const module = 'google.oauth2.service_account';
  const from = (name: string, argument: string): Value => ({
    kind: 'classmethod',
    function: recording(`${name}(cls, ${argument}, **keywords)`, `${module}.Credentials.${name}`),
  });
  const Credentials: ClassValue = nativeClass({
    name: 'Credentials',
    module,
    members: {
      __new__: plainMaker(),
      from_service_account_file: from('from_service_account_file', 'filename'),
      from_service_account_info: from('from_service_account_info', 'info'),
    },
  });
  return { Credentials };
}

export const CLIENTS: readonly NativeModule[] = [
  part('botocore', () => ({ UNSIGNED: unsigned() })),
  part('botocore.config', () => ({
    Config: recordedClass({ name: 'Config', module: 'botocore.config', takes: '**keywords', names: CONFIG }),
  })),
  // Names it only imports, by which many know them.
  part('botocore.client', (runtime) => ({
    Config: importedClass(runtime, 'botocore.config', 'Config'),
    UNSIGNED: runtime.getAttribute(runtime.importModule('botocore'), 'UNSIGNED') ?? null,
  })),
  part('boto3.s3.transfer', () => ({
    TransferConfig: recordedClass({ name: 'TransferConfig', module: 'boto3.s3.transfer', takes: TRANSFER }),
  })),
  part('azure.identity', azureCredentials),
  part('google.oauth2', () => ({})),
  part('google.oauth2.service_account', serviceAccount),
];
