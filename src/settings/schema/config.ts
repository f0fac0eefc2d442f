import type { CompressionFormat, RewriteFormat } from '../../types.ts';

/** An entry of STATICFILES_DIRS in a config file. */
export type DirectoryConfig =
  | string
  | readonly [prefix: string, dir: string]
  | {
      readonly dir: string;
      readonly prefix?: string;
      readonly include?: readonly string[];
      readonly exclude?: readonly string[];
    };

export interface StorageConfig {
  readonly BACKEND: string;
  readonly OPTIONS?: Readonly<Record<string, unknown>>;
}

/** This tool's own keys: in a settings module they stand in a dict called COLLECTSTATIC. */
export interface OwnConfig {
  readonly STORAGE?: 'plain' | 'manifest' | 'compressed' | 'compressed-manifest';
  readonly APP_DIRS?: readonly string[];
  readonly PRECEDENCE?: readonly (readonly [glob: string, source: string])[];
  readonly ALLOW_CONFLICTS?: readonly string[];
  readonly FAIL_ON_CONFLICT?: boolean;
  readonly IGNORE?: readonly string[];
  readonly DEFAULT_IGNORE?: boolean;
  readonly SKIP_MISSING_APPS?: boolean;
  readonly SKIP_UNKNOWN_FINDERS?: boolean;
  readonly ASSUME_PLAIN_STORAGE?: boolean;
  readonly MISSING_REFERENCES?: 'error' | 'warn' | 'ignore';
  readonly ALLOW_MISSING?: readonly string[];
  readonly PREHASHED?: readonly string[] | 'auto';
  readonly REWRITE?: readonly RewriteFormat[];
  readonly KEEP_ONLY_HASHED_FILES?: boolean;
  readonly INTEGRITY?: boolean | string;
  readonly IMPORT_MAP?: boolean | string;
  readonly COMPRESS_FORMATS?: readonly CompressionFormat[];
  readonly COMPRESS_LEVELS?: Readonly<Partial<Record<CompressionFormat, number>>>;
  readonly COMPRESS_SKIP_EXTENSIONS?: readonly string[];
  readonly COMPRESS_MIN_SIZE?: number;
  readonly DJANGO_VERSION?: string;
}

/**
 * What a person may write in a `collectstatic.config` file. Relative paths are relative to that file.
 * schema.ts says what each key means; the compiler keeps the two lists of keys the same.
 */
export interface Config extends OwnConfig {
  readonly $schema?: string;
  readonly EXTENDS?: string;
  readonly STATIC_ROOT?: string | null;
  readonly STATIC_URL?: string | null;
  readonly STATICFILES_DIRS?: readonly DirectoryConfig[];
  readonly STATICFILES_FINDERS?: readonly string[];
  readonly INSTALLED_APPS?: readonly string[];
  readonly STORAGES?: Readonly<Record<string, StorageConfig>>;
  readonly STATICFILES_STORAGE?: string;
  readonly MEDIA_ROOT?: string;
  readonly MEDIA_URL?: string;
  readonly DEBUG?: boolean;
  readonly BASE_DIR?: string;
  readonly FORCE_SCRIPT_NAME?: string | null;
  readonly FILE_UPLOAD_PERMISSIONS?: number | null;
  readonly FILE_UPLOAD_DIRECTORY_PERMISSIONS?: number | null;
  readonly WHITENOISE_MANIFEST_STRICT?: boolean | null;
  readonly WHITENOISE_KEEP_ONLY_HASHED_FILES?: boolean;
  readonly WHITENOISE_SKIP_COMPRESS_EXTENSIONS?: readonly string[] | null;
  readonly NPM_ROOT_PATH?: string;
  readonly NPM_STATIC_FILES_PREFIX?: string;
  readonly NPM_FILE_PATTERNS?: Readonly<Record<string, readonly string[]>> | null;
}

/** Returns its argument: lets an editor check and complete a config file written in JavaScript or TypeScript. */
export function defineConfig(config: Config): Config {
  return config;
}
