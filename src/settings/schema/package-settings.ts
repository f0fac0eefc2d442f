/** WhiteNoise's list of file name extensions that are compressed already. */
const INCOMPRESSIBLE: readonly string[] = [
  ...['jpg', 'jpeg', 'png', 'gif', 'webp'],
  ...['zip', 'gz', 'tgz', 'bz2', 'tbz', 'xz', 'br'],
  ...['swf', 'flv', 'woff', 'woff2'],
  ...['3gp', '3gpp', 'asf', 'avi', 'm4v', 'mov', 'mp4', 'mpeg', 'mpg', 'webm', 'wmv'],
];

/** WhiteNoise's settings that have an effect on its storages. */
export const WHITENOISE_SETTINGS = {
  WHITENOISE_MANIFEST_STRICT: {
    shape: { either: ['boolean', 'null'] },
    default: null,
    description: 'Whether a reference to a missing file is an error; null leaves it to the storage class.',
  },
  WHITENOISE_KEEP_ONLY_HASHED_FILES: {
    shape: 'boolean',
    default: false,
    description: 'Whether to drop the copies without a hash in their names.',
  },
  WHITENOISE_SKIP_COMPRESS_EXTENSIONS: {
    shape: { either: [{ list: 'string' }, 'null'] },
    default: INCOMPRESSIBLE as readonly string[],
    description: 'File name extensions that are never compressed.',
  },
} as const;

/** The settings of django-npm. */
export const NPM_SETTINGS = {
  NPM_ROOT_PATH: {
    shape: 'path',
    default: null,
    description: 'The folder that holds node_modules, for NpmFinder.',
  },
  NPM_STATIC_FILES_PREFIX: {
    shape: 'string',
    default: '',
    description: 'Put in front of every path of NpmFinder.',
  },
  NPM_FILE_PATTERNS: {
    shape: { either: [{ map: { list: 'string' } }, 'null'] },
    default: null,
    description: 'Which files of which packages NpmFinder offers.',
  },
} as const;
