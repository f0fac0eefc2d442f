/** This tool's own settings. A settings module has them in a dict called COLLECTSTATIC. */
export const TOOL_SETTINGS = {
  STORAGE: {
    shape: { choice: ['plain', 'manifest', 'compressed', 'compressed-manifest'] },
    default: null,
    description: 'A short name for the staticfiles storage, instead of STORAGES.',
  },
  APP_DIRS: {
    shape: { list: 'path' },
    default: [],
    description: 'Folders that may each hold a static/ folder to collect; globs are allowed.',
  },
  PRECEDENCE: {
    shape: { list: { pair: ['string', 'string'] } },
    default: [],
    description: 'Pairs [glob, source]: for paths that match, this source wins.',
  },
  ALLOW_CONFLICTS: {
    shape: { list: 'string' },
    default: [],
    description: 'Globs of paths that are overridden on purpose.',
  },
  FAIL_ON_CONFLICT: {
    shape: 'boolean',
    default: false,
    description: 'Whether a conflict that no rule settles ends the run.',
    flag: {
      words: '--fail-on-conflict',
      help: 'exit 1 for a conflict that no rule settles',
      commands: 'collect',
    },
  },
  IGNORE: {
    shape: { list: 'string' },
    default: [],
    description: 'Patterns of names to leave out, as -i takes them.',
  },
  DEFAULT_IGNORE: {
    shape: 'boolean',
    default: true,
    description: "Whether Django's own patterns (CVS, .*, *~) are left out.",
    flag: {
      words: '--no-default-ignore',
      help: "don't leave out CVS, .* and *~",
      commands: 'listing',
      isRare: true,
    },
  },
  SKIP_MISSING_APPS: {
    shape: 'boolean',
    default: false,
    description: 'Whether to go on without apps that are not found.',
    flag: {
      words: '--skip-missing-apps',
      help: 'collect without the apps that are not found',
      commands: 'all',
      isRare: true,
    },
  },
  SKIP_UNKNOWN_FINDERS: {
    shape: 'boolean',
    default: false,
    description: 'Whether to go on without finders that are not known.',
    flag: {
      words: '--skip-unknown-finders',
      help: 'collect without the finders that are not known',
      commands: 'all',
      isRare: true,
    },
  },
  ASSUME_PLAIN_STORAGE: {
    shape: 'boolean',
    default: false,
    description:
      'Whether a storage class counts as the known class it is based on, whatever else it changes.',
    flag: {
      words: '--assume-plain-storage',
      help: 'take a storage class that is not known as the plain one',
      commands: 'collect',
      isRare: true,
    },
  },
  MISSING_REFERENCES: {
    shape: { choice: ['error', 'warn', 'ignore'] },
    default: 'error',
    description: 'What a reference to a missing file is.',
    flag: {
      words: '--missing-references <end>',
      help: 'error, warn or ignore',
      commands: 'collect',
      isRare: true,
    },
  },
  ALLOW_MISSING: {
    shape: { list: 'string' },
    default: [],
    description: 'Globs of paths that may be referred to and missing.',
  },
  PREHASHED: {
    shape: { either: [{ list: 'string' }, { choice: ['auto'] }] },
    default: [],
    description: 'Globs of files that carry a hash in their names already, or "auto".',
  },
  STATIC_TAGS: {
    shape: { list: 'string' },
    default: [],
    description:
      'Template tags of the project whose first argument is a static path, as that of {% static %}.',
  },
  BUDGETS: {
    shape: { map: 'string' },
    default: {},
    description:
      'Limits on the bytes of all files that match a glob, as in {"**/*.js": "300 kB gzip", "*": "+5 %"}; with a plus they are growth since the last release.',
  },
  REWRITE: {
    shape: { list: { choice: ['html', 'svg', 'webmanifest'] } },
    default: [],
    description: 'What else than CSS and JavaScript has its references rewritten.',
  },
  KEEP_ONLY_HASHED_FILES: {
    shape: 'boolean',
    default: null,
    description: 'As WHITENOISE_KEEP_ONLY_HASHED_FILES, for any manifest storage.',
  },
  INTEGRITY: {
    shape: { either: ['boolean', 'string'] },
    default: false,
    description:
      'Whether to write staticfiles.integrity.json, the SHA-384 of each file for its integrity attribute; or another name for it.',
    flag: {
      words: '--integrity',
      help: 'write the digest of each file beside the manifest',
      commands: 'collect',
      isRare: true,
    },
  },
  IMPORT_MAP: {
    shape: { either: ['boolean', 'string'] },
    default: false,
    description:
      'Whether to write importmap.json, from the URL of each script to that of its hashed copy; or another name for it.',
    flag: {
      words: '--import-map',
      help: 'write an import map beside the manifest',
      commands: 'collect',
      isRare: true,
    },
  },
  COMPRESS_FORMATS: {
    shape: { list: { choice: ['br', 'gzip', 'zstd'] } },
    default: ['br', 'gzip'],
    description: 'The formats of compressed variants; zstd needs Node 22.15 or newer.',
  },
  COMPRESS_LEVELS: {
    // The scales of Brotli, zlib and zstd.
    shape: {
      object: {
        br: { integer: { least: 0, most: 11 } },
        gzip: { integer: { least: 1, most: 9 } },
        zstd: { integer: { least: 1, most: 22 } },
      },
      required: [],
    },
    default: { br: 11, gzip: 9, zstd: 19 },
    description: 'How hard to compress, by format.',
  },
  COMPRESS_SKIP_EXTENSIONS: {
    shape: { list: 'string' },
    default: null,
    description: 'As WHITENOISE_SKIP_COMPRESS_EXTENSIONS, and stronger.',
  },
  COMPRESS_MIN_SIZE: {
    shape: { integer: { least: 0 } },
    default: 0,
    description: 'Smaller files are not compressed; bytes.',
  },
  JOBS: {
    shape: { integer: { least: 1, most: 256 } },
    default: null,
    description:
      'How many threads copy and compress; as many as there are cores, of which at most 4 copy. With 1, nothing is done at the same time as anything else.',
    flag: {
      words: '--jobs <n>',
      help: 'how many threads copy and compress; else one for each core',
      commands: 'collect',
      isRare: true,
    },
  },
  PUBLISH: {
    shape: { map: 'any' },
    default: null,
    description:
      'The bucket that `collectstatic publish` puts STATIC_ROOT into, where the storage is none: BACKEND, a storage class of django-storages or "s3", "azure" or "gcs", and beside it what its OPTIONS would have.',
  },
  PURGE: {
    shape: {
      object: {
        cloudfront: { object: { distribution: 'string' }, required: ['distribution'] },
        cloudflare: { object: { zone: 'string' }, required: ['zone'] },
        fastly: { object: { service: 'string', soft: 'boolean' }, required: [] },
        digitalocean: { object: { endpoint: 'string' }, required: ['endpoint'] },
        'azure-frontdoor': {
          object: {
            subscription: 'string',
            resource_group: 'string',
            profile: 'string',
            endpoint: 'string',
          },
          required: ['subscription', 'resource_group', 'profile', 'endpoint'],
        },
        bunny: { object: { pull_zone: 'string' }, required: [] },
        'url-list': { object: { file: 'path' }, required: ['file'] },
      },
      required: [],
    },
    default: null,
    description:
      'The CDNs before the bucket, which are told what changed. Their tokens come from the environment.',
  },
  CACHE_CONTROL: {
    shape: 'string',
    default: 'public, max-age=60',
    description:
      'The header Cache-Control of published files without a hash in their names, where the storage says none.',
  },
  CONTENT_TYPES: {
    shape: { map: 'string' },
    default: {},
    description:
      'Media types of published files by extension, as in {"glb": "model/gltf-binary"}; they go before this tool\'s own.',
  },
  CONTENT_CHARSET: {
    shape: 'boolean',
    default: false,
    description: 'Whether the media types of published texts say charset=utf-8.',
  },
  DJANGO_VERSION: {
    shape: 'version',
    default: null,
    description: 'The Django version whose bytes and words to write, as in "5.2".',
    flag: {
      words: '--django-version <x.y>',
      help: "write as this Django does; else the project's",
      commands: 'collect',
      isRare: true,
    },
  },
} as const;
