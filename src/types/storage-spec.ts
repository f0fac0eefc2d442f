export type StorageKind = 'plain' | 'manifest' | 'compressed' | 'compressed-manifest';

/** The staticfiles storage, with what its OPTIONS, its class attributes and WHITENOISE_* settings say. */
export interface StorageSpec {
  readonly kind: StorageKind;
  /** The backend the settings name, for messages. */
  readonly className: string;
  readonly manifestName: string;
  readonly manifestStrict: boolean;
  readonly moduleAggregation: boolean;
  readonly keepOnlyHashed: boolean;
  readonly compression: CompressionSpec;
  /** The file beside the manifest with the digest of each file; `null` for none. */
  readonly integrityName: string | null;
  /** The file beside the manifest with an import map; `null` for none. */
  readonly importMapName: string | null;
  /** Of the storages of django-manifeststaticfiles-enhanced. */
  readonly enhanced?: EnhancedSpec;
  /** Where references are rewritten, and how, if the storage's `patterns` are other ones than Django's. */
  readonly patterns?: readonly ReferencePattern[];
}

export type CompressionFormat = 'br' | 'gzip' | 'zstd';

/** Settings of the compressed storages. */
export interface CompressionSpec {
  /** In this order. */
  readonly formats: readonly CompressionFormat[];
  readonly levels: Readonly<Record<CompressionFormat, number>>;
  /** File name extensions, lower case and without the dot, that are left out. */
  readonly skipExtensions: readonly string[];
  /** Bytes; smaller files are left out. */
  readonly minSize: number;
}

/** An entry of `HashedFilesMixin.patterns`: how references are found in the files whose path matches an fnmatch pattern. */
export interface ReferencePattern {
  readonly glob: string;
  readonly rules: readonly ReferenceRule[];
}

export interface ReferenceRule {
  /** As Python's `re` takes it, regardless of letter case. */
  readonly regex: string;
  /** What a reference is written back as, for `%` of Python with the groups of the match. */
  readonly template: string;
  /** Whose comments and strings are left alone. */
  readonly ignores?: 'css' | 'js';
}

/** Options of django-manifeststaticfiles-enhanced that decide what is rewritten. */
export interface EnhancedSpec {
  /** Whether references are found by its lexers instead of its patterns. */
  readonly useLexer: boolean;
  /** Whether a source map that a style sheet names and no source offers is an error. */
  readonly sourcemapStrict: boolean;
  /** References that may lead nowhere: `file:url`, in which `*` stands for anything. */
  readonly ignoreErrors: readonly string[];
}
