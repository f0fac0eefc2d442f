import { type Datum, isOpaque, isTable, type Table } from '../../../datum.ts';
import { noteKeywords, readMade } from '../made.ts';
import { S3_CONFIG } from '../options.ts';
import type { Options } from '../read-options.ts';

/** What botocore's Config and its defaults say of requests. */
export interface ClientConfig {
  readonly addressingStyle: string | null;
  readonly signature: Datum;
  readonly proxies: Table;
  readonly region: string | null;
  readonly maxAttempts: number | null;
  readonly checksums: string | null;
  readonly ignoresEndpointVariables: boolean;
}

/** botocore's constant, and the class it is of. */
export const UNSIGNED = 'botocore.UNSIGNED';

const CONFIG = 'botocore.config.Config';
const BUILT: readonly string[] =
  `signature_version s3 proxies region_name retries request_checksum_calculation ignore_configured_endpoint_urls`.split(
    ' ',
  );
/** How fast, how patiently and under which name requests are sent; what is checked of an answer. */
const HARMLESS: readonly string[] =
  `account_id_endpoint_mode auth_scheme_preference connect_timeout defaults_mode disable_request_compression
  endpoint_discovery_enabled inject_host_prefix max_pool_connections parameter_validation read_timeout
  request_min_compression_size_bytes response_checksum_validation s3_disable_express_session_auth tcp_keepalive user_agent
  user_agent_appid user_agent_extra`.split(/\s+/);
const S3_BUILT: readonly string[] = ['addressing_style'];
const S3_HARMLESS: readonly string[] = ['payload_signing_enabled', 'us_east_1_regional_endpoint'];

/**
 * Reads `client_config`, which goes before the options for its parts, as in django-storages; without one, those options.
 */
export function readClientConfig(options: Options): ClientConfig {
  const config = readMade(options, 'client_config', CONFIG);
  if (config === null) {
    return {
      addressingStyle: options.text('addressing_style'),
      signature: options.said('signature_version').datum,
      proxies: options.table('proxies'),
      region: null,
      maxAttempts: null,
      checksums: null,
      ignoresEndpointVariables: false,
    };
  }
  notePassedOver(options, config);
  noteKeywords(options, 'client_config', config, BUILT, HARMLESS);
  const s3 = tableOf(config.get('s3'));
  noteKeywords(options, 'client_config', s3, S3_BUILT, S3_HARMLESS);
  return {
    addressingStyle: textOf(s3.get('addressing_style')),
    signature: config.get('signature_version') ?? null,
    proxies: tableOf(config.get('proxies')),
    region: textOf(config.get('region_name')),
    maxAttempts: attemptsOf(tableOf(config.get('retries'))),
    checksums: textOf(config.get('request_checksum_calculation')),
    ignoresEndpointVariables: config.get('ignore_configured_endpoint_urls') === true,
  };
}

/** True for botocore's UNSIGNED, and its name in a config file. */
export function isUnsigned(signature: Datum): boolean {
  return signature === 'UNSIGNED' || (isOpaque(signature) && signature.made?.className === UNSIGNED);
}

/** A trap of django-storages: what stands beside a `client_config` is not looked at. */
function notePassedOver(options: Options, config: Table): void {
  const beside = ['addressing_style', 'signature_version', 'proxies'].filter((name) => {
    const { datum, isDefault } = options.said(name);
    if (isDefault || datum === null) return false;
    const inside = name === 'addressing_style' ? tableOf(config.get('s3')).get(name) : config.get(name);
    return inside !== datum;
  });
  for (const name of beside) {
    options.warn(name, {
      code: 'option-idle',
      message: `${options.said(name).label} changes nothing: ${options.said('client_config').label} is set, and says it alone`,
      hint:
        name === 'addressing_style'
          ? 'Write it into that: Config(s3={"addressing_style": ...}).'
          : `Write it into that: Config(${name}=...).`,
    });
  }
}

/** botocore counts retries, or with `total_max_attempts` the first try as well. */
function attemptsOf(retries: Table): number | null {
  const total = retries.get('total_max_attempts');
  const again = retries.get('max_attempts');
  if (typeof total === 'number') return total;
  return typeof again === 'number' ? again + 1 : null;
}

function tableOf(datum: Datum | undefined): Table {
  return isTable(datum) ? datum : new Map();
}

function textOf(datum: Datum | undefined): string | null {
  return typeof datum === 'string' && datum !== '' ? datum : null;
}

/** The attribute of a class that django-storages takes in place of `client_config`. */
export function withOldConfig(attributes: Table): Table {
  const config = attributes.get(S3_CONFIG) ?? null;
  return config === null ? attributes : new Map([...attributes, ['client_config', config]]);
}
