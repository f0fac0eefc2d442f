/** Attributes of a storage that are taken as its class, or the object that Django makes, says them. */
export const READ_ATTRIBUTES: ReadonlySet<string> = new Set(
  `base_url directory_permissions_mode file_permissions_mode keep_intermediate_files keep_only_hashed_files location
  manifest_name manifest_strict manifest_version support_js_module_import_aggregation`.split(/\s+/),
);
