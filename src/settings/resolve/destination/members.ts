const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Names of the storage classes of django-storages 1.14 that Django's do not have, but for its options. */
export const STORE_NAMES: readonly string[] = words(
  `_compress_content _create_session _expire_at _get_blob _get_content_settings_parameters _get_iam_sign_blob_params
  _get_service_client _get_valid_path _get_write_parameters _normalize_name _signers azure_protocol bucket client connection
  cloudfront_signer get_cloudfront_signer get_default_settings get_object_parameters get_user_delegation_key list_all
  service_client unsigned_connection`,
);

/**
 * Those of them, and of Django's, that change nothing of what is published: URLs and their signatures, what a file is asked
 * for once it is there, and whether it is there, which is compared by its bytes here.
 */
export const HARMLESS_STORE_NAMES: readonly string[] = words(
  `_expire_at _get_blob _get_iam_sign_blob_params _open _signers base_url cloudfront_signer directory_permissions_mode exists
  file_permissions_mode get_cloudfront_signer get_user_delegation_key list_all listdir open path unsigned_connection`,
);
