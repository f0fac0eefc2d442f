import { isUnresolved } from '../../datum.ts';
import type { Family } from '../classes/family.ts';
import { type Overridable, overridesOf } from '../classes/overrides.ts';
import { HARMLESS_STORE_NAMES, STORE_NAMES } from '../destination/members.ts';
import type { Service } from '../destination/stores.ts';
import { readAttributes } from './attributes.ts';
import { ENHANCED_NAMES, HARMLESS_ENHANCED_NAMES } from './enhanced.ts';

/** Every name of the storage classes of Django 4.2 to 6.1 and WhiteNoise 5 and 6, and those their callers look for. */
const NAMES: ReadonlySet<string> = new Set(
  `ERROR_MSG ERROR_MSG_RE OS_OPEN_FLAGS _allow_overwrite _base_url _clear_cached_properties _compress_path
  _datetime_from_timestamp _directory_permissions_mode _ensure_location_group_id _error_msg _error_msg_re
  _file_permissions_mode _js_module_import_aggregation_patterns _line_at_position _location _new_files _open _patterns
  _post_process _save _stored_name _url _value_or_setting base_location base_url clean_name compress_files compressor
  create_compressor default_template delete delete_files directory_permissions_mode exists fallback_post_process file_hash
  file_permissions_mode generate_filename get_accessed_time get_alternative_name get_available_name get_created_time
  get_ignored_blocks get_modified_time get_valid_name hash_key hashed_files hashed_name is_in_ignored_block
  is_name_available keep_intermediate_files keep_only_hashed_files listdir load_manifest location make_helpful_exception
  manifest_hash manifest_name manifest_storage manifest_strict manifest_version max_post_process_passes open path patterns
  post_process post_process_with_compression prefix read_manifest save save_manifest size start_tracking_new_files
  stop_tracking_new_files stored_name support_js_module_import_aggregation url url_converter`.split(/\s+/),
);

/**
 * What serves requests (`url`, `stored_name`, sizes and times), words an error, is read before anything is collected
 * (`load_manifest`), bounds the passes that are not needed here, or is set anew by Django's `__init__`.
 */
const HARMLESS: ReadonlySet<string> = new Set(
  `ERROR_MSG ERROR_MSG_RE _error_msg _error_msg_re _allow_overwrite _base_url _directory_permissions_mode
  _file_permissions_mode _location compressor get_accessed_time get_created_time load_manifest make_helpful_exception
  manifest_hash max_post_process_passes read_manifest size stored_name url`.split(/\s+/),
);

/** Attributes of which only one value is built. */
const FIXED: ReadonlyMap<string, string | boolean> = new Map<string, string | boolean>([
  ['keep_intermediate_files', false],
  ['manifest_version', '1.1'],
  ['default_content_type', 'application/octet-stream'],
]);

/** The names of classes based on django-manifeststaticfiles-enhanced as well, and of storages that put files into a bucket. */
function rulesFor(enhanced: boolean, service: Service | undefined): Overridable {
  const isStore = service !== undefined;
  return {
    names: new Set([...NAMES, ...(enhanced ? ENHANCED_NAMES : []), ...(isStore ? STORE_NAMES : [])]),
    harmless: new Set([
      ...HARMLESS,
      ...(enhanced ? HARMLESS_ENHANCED_NAMES : []),
      ...(isStore ? HARMLESS_STORE_NAMES : []),
    ]),
    read: readAttributes(enhanced, service),
  };
}

/** Whether an attribute of this name would change what is collected, in a way that is not built. */
export function isOverridable(name: string, enhanced: boolean, service?: Service): boolean {
  const { names, harmless, read } = rulesFor(enhanced, service);
  return names.has(name) && !harmless.has(name) && !read.has(name);
}

/** What a storage class of the project changes of what is collected, in a way that is not built. */
export function storageOverrides(family: Family, enhanced: boolean, service?: Service): readonly string[] {
  const fixed = [...family.members].filter(([name, { value }]) => {
    const usual = FIXED.get(name);
    return usual !== undefined && value !== undefined && !isUnresolved(value) && value !== usual;
  });
  // Django asks for a URL while it rewrites, by `super()`: only a class in front of all of Django's is left out then.
  const url = family.members.get('url');
  return [
    ...overridesOf(family, rulesFor(enhanced, service)),
    ...fixed.map(([name, { owner }]) => `${owner}.${name}`),
    ...(url?.isFirst === false ? [`${url.owner}.url()`] : []),
  ];
}
