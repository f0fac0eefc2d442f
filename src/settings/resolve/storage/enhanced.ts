import type { StorageKind } from '../../../types.ts';

export const PACKAGE = 'django_manifeststaticfiles_enhanced';

const classes = (kinds: Readonly<Record<string, StorageKind>>): readonly (readonly [string, StorageKind])[] =>
  Object.entries(kinds).flatMap(([name, kind]) => [
    [`${PACKAGE}.storage.${name}`, kind] as const,
    [`${PACKAGE}.${name}`, kind] as const,
  ]);

export const ENHANCED_KINDS: ReadonlyMap<string, StorageKind> = new Map(
  classes({
    EnhancedManifestStaticFilesStorage: 'manifest',
    // It only makes folders in a way that several threads may use at once.
    ThreadSafeStaticFilesStorage: 'plain',
    // It only looks harder at what a page asks for.
    TestingManifestStaticFilesStorage: 'plain',
  }),
);

export const ENHANCED_MIXINS: ReadonlyMap<string, StorageKind> = new Map(
  classes({
    EnhancedManifestFilesMixin: 'manifest',
    EnhancedHashedFilesMixin: 'manifest',
    ThreadSafeStorageMixin: 'plain',
    DebugValidationMixin: 'plain',
  }),
);

/** Whether references are rewritten by the rules of that package. `known`: known classes, the nearest first. */
export function isEnhanced(known: readonly string[]): boolean {
  return known.some((name) => {
    const kind = ENHANCED_KINDS.get(name) ?? ENHANCED_MIXINS.get(name);
    return kind === 'manifest';
  });
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** What `EnhancedManifestStaticFilesStorage` takes beside what FileSystemStorage does, and keeps as attributes. */
export const ENHANCED_OPTIONS: readonly string[] = words(
  `support_js_module_import_aggregation manifest_name manifest_strict keep_original_files ignore_errors use_lexer
  sourcemap_strict prehashed`,
);

/** What `TestingManifestStaticFilesStorage` takes, and passes over. */
export const TESTING_OPTIONS: readonly string[] = ENHANCED_OPTIONS.slice(0, 5);

/** Names of those classes that Django's do not have. */
export const ENHANCED_NAMES: readonly string[] = words(
  `_COMMENTS_AND_SPACE _JS_DYNAMIC_IMPORT_GUARD _JS_MODULE_STATEMENT_GUARD _adjust_url _calculate_combined_hash
  _find_substitutions _get_base_target_name _get_target_name _get_url_finders _glob_to_regex
  _is_midline_comment_on_long_line _post_process_warnings _prehashed _prehashed_checker _process_circular_dependencies
  _process_css_urls _process_file _process_file_content _process_js_modules _process_sourcemap _should_adjust_url
  _should_ignore_url _test_url_substitutions _topological_sort _validate_url ignore_errors import_export_pattern
  is_prehashed keep_original_files post_process_workers prehashed source_map_patterns sourcemap_strict url_finders
  use_lexer`,
);

/** Those of them that check what pages ask for, rehearse, or say how many threads there are. */
export const HARMLESS_ENHANCED_NAMES: readonly string[] = words(
  '_post_process_warnings _test_url_substitutions _validate_url post_process_workers',
);

/** Those of them that are read as the class gives them. */
export const READ_ENHANCED_NAMES: readonly string[] = words(
  'ignore_errors keep_original_files prehashed sourcemap_strict use_lexer',
);
