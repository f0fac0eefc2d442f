import type { OwnConfig } from './config.ts';
import { type Setting, setting } from './setting.ts';
import { BOOLEAN, FILE_NAME, LEVELS, PATHS, STRING, STRINGS } from './shapes.ts';

/** This tool's own settings: the last part of the schema. */
export const OWN_SETTINGS: Readonly<Record<keyof OwnConfig, Setting>> = {
  STORAGE: setting(
    'collectstatic',
    { kind: 'choice', of: ['plain', 'manifest', 'compressed', 'compressed-manifest'] },
    null,
    'A short name for the staticfiles storage, instead of STORAGES.',
  ),
  APP_DIRS: setting(
    'collectstatic',
    PATHS,
    [],
    'Folders that may each hold a static/ folder to collect; globs are allowed.',
  ),
  PRECEDENCE: setting(
    'collectstatic',
    { kind: 'list', of: { kind: 'pair', first: STRING, second: STRING } },
    [],
    'Pairs [glob, source]: for paths that match, this source wins.',
  ),
  ALLOW_CONFLICTS: setting('collectstatic', STRINGS, [], 'Globs of paths that are overridden on purpose.'),
  FAIL_ON_CONFLICT: setting(
    'collectstatic',
    BOOLEAN,
    false,
    'Whether a conflict that no rule settles ends the run.',
  ),
  IGNORE: setting('collectstatic', STRINGS, [], 'Patterns of names to leave out, as -i takes them.'),
  DEFAULT_IGNORE: setting(
    'collectstatic',
    BOOLEAN,
    true,
    "Whether Django's own patterns (CVS, .*, *~) are left out.",
  ),
  SKIP_MISSING_APPS: setting(
    'collectstatic',
    BOOLEAN,
    false,
    'Whether to go on without apps that are not found.',
  ),
  SKIP_UNKNOWN_FINDERS: setting(
    'collectstatic',
    BOOLEAN,
    false,
    'Whether to go on without finders that are not known.',
  ),
  ASSUME_PLAIN_STORAGE: setting(
    'collectstatic',
    BOOLEAN,
    false,
    'Whether a storage class counts as the known class it is based on, whatever else it changes.',
  ),
  MISSING_REFERENCES: setting(
    'collectstatic',
    { kind: 'choice', of: ['error', 'warn', 'ignore'] },
    'error',
    'What a reference to a missing file is.',
  ),
  ALLOW_MISSING: setting('collectstatic', STRINGS, [], 'Globs of paths that may be referred to and missing.'),
  PREHASHED: setting(
    'collectstatic',
    { kind: 'either', of: [STRINGS, { kind: 'choice', of: ['auto'] }] },
    [],
    'Globs of files that carry a hash in their names already, or "auto".',
  ),
  REWRITE: setting(
    'collectstatic',
    { kind: 'list', of: { kind: 'choice', of: ['html', 'svg', 'webmanifest'] } },
    [],
    'What else than CSS and JavaScript has its references rewritten.',
  ),
  KEEP_ONLY_HASHED_FILES: setting(
    'collectstatic',
    BOOLEAN,
    null,
    'As WHITENOISE_KEEP_ONLY_HASHED_FILES, for any manifest storage.',
  ),
  INTEGRITY: setting(
    'collectstatic',
    FILE_NAME,
    false,
    'Whether to write staticfiles.integrity.json, the SHA-384 of each file for its integrity attribute; or another name for it.',
  ),
  IMPORT_MAP: setting(
    'collectstatic',
    FILE_NAME,
    false,
    'Whether to write importmap.json, from the URL of each script to that of its hashed copy; or another name for it.',
  ),
  COMPRESS_FORMATS: setting(
    'collectstatic',
    { kind: 'list', of: { kind: 'choice', of: ['br', 'gzip', 'zstd'] } },
    ['br', 'gzip'],
    'The formats of compressed variants; zstd needs Node 22.15 or newer.',
  ),
  COMPRESS_LEVELS: setting(
    'collectstatic',
    LEVELS,
    new Map([
      ['br', 11],
      ['gzip', 9],
      ['zstd', 19],
    ]),
    'How hard to compress, by format.',
  ),
  COMPRESS_SKIP_EXTENSIONS: setting(
    'collectstatic',
    STRINGS,
    null,
    'As WHITENOISE_SKIP_COMPRESS_EXTENSIONS, and stronger.',
  ),
  COMPRESS_MIN_SIZE: setting(
    'collectstatic',
    { kind: 'integer', least: 0 },
    0,
    'Smaller files are not compressed; bytes.',
  ),
  DJANGO_VERSION: setting(
    'collectstatic',
    STRING,
    null,
    'The Django version whose bytes and words to write, as in "5.2".',
  ),
};
