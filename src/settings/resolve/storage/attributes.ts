import { S3_CONFIG, STORE_OPTIONS } from '../destination/options.ts';
import type { Service } from '../destination/stores.ts';
import { READ_ENHANCED_NAMES } from './enhanced.ts';

/** Attributes of Django's and WhiteNoise's storages that are taken as its class, or the object that Django makes, says them. */
const READ_ATTRIBUTES: ReadonlySet<string> = new Set(
  `base_url directory_permissions_mode file_permissions_mode keep_intermediate_files keep_only_hashed_files location
  manifest_name manifest_strict manifest_version patterns support_js_module_import_aggregation`.split(/\s+/),
);

/** The same, with those of django-manifeststaticfiles-enhanced, whose `patterns` are its own. */
const OF_ENHANCED: ReadonlySet<string> = new Set(
  [...READ_ATTRIBUTES, ...READ_ENHANCED_NAMES].filter((name) => name !== 'patterns'),
);

/** Everything that Django itself is asked for. */
export const ASKED_ATTRIBUTES: readonly string[] = [...READ_ATTRIBUTES, ...READ_ENHANCED_NAMES];

/** Names of the attributes that are taken so; `service`: of a storage that puts files into a bucket. */
export function readAttributes(enhanced: boolean, service?: Service): ReadonlySet<string> {
  const names = enhanced ? OF_ENHANCED : READ_ATTRIBUTES;
  return service === undefined
    ? names
    : new Set([...names, ...Object.keys(STORE_OPTIONS[service]), S3_CONFIG]);
}
