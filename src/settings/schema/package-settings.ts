/** WhiteNoise's list of file name extensions that are compressed already. */
const INCOMPRESSIBLE: readonly string[] = [
  ...['jpg', 'jpeg', 'png', 'gif', 'webp'],
  ...['zip', 'gz', 'tgz', 'bz2', 'tbz', 'xz', 'br'],
  ...['swf', 'flv', 'woff', 'woff2'],
  ...['3gp', '3gpp', 'asf', 'avi', 'm4v', 'mov', 'mp4', 'mpeg', 'mpg', 'webm', 'wmv'],
];

/** WhiteNoise's settings: of its storages, then of what it serves. */
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
  WHITENOISE_ROOT: {
    shape: { either: ['path', 'null'] },
    default: null,
    description: 'A folder whose files are served at the root of the site: robots.txt, favicon.ico.',
  },
  WHITENOISE_INDEX_FILE: {
    shape: { either: ['boolean', 'string', 'null'] },
    default: null,
    description: 'The file that answers for its folder: true for index.html, or a name.',
  },
  WHITENOISE_MIMETYPES: {
    shape: { either: [{ map: 'string' }, 'null'] },
    default: null,
    description: 'Media types by extension (".foo") or by the whole name of a file.',
  },
  WHITENOISE_CHARSET: {
    shape: 'string',
    default: 'utf-8',
    description: 'The charset of text files.',
  },
  WHITENOISE_MAX_AGE: {
    shape: { either: [{ integer: { least: 0 } }, 'null'] },
    default: 60,
    description:
      'Seconds for which a file without a hash in its name may be kept; null sends no Cache-Control.',
  },
  WHITENOISE_ALLOW_ALL_ORIGINS: {
    shape: 'boolean',
    default: true,
    description: 'Whether pages of other origins may use the files: fonts need it behind a CDN.',
  },
  WHITENOISE_IMMUTABLE_FILE_TEST: {
    shape: 'any',
    default: null,
    description:
      'A regular expression for the URLs of files that never change; it is asked instead of the manifest. A function is not run.',
  },
  WHITENOISE_ADD_HEADERS_FUNCTION: {
    shape: 'any',
    default: null,
    description: 'A function that adds headers. It is not run.',
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
