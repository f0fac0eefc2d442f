/** Keys that have a meaning in a config file only. */
export const CONFIG_FILE_SETTINGS = {
  $schema: {
    shape: 'string',
    default: null,
    description: 'Where an editor finds the schema of this file.',
  },
  EXTENDS: {
    shape: 'string',
    default: null,
    description:
      'Settings to start from: a settings module (mysite.settings) or a file. Keys written beside it replace its values.',
  },
} as const;

/** Django's settings, as far as static files depend on them. */
export const DJANGO_SETTINGS = {
  STATIC_ROOT: {
    shape: { either: ['path', 'null'] },
    default: null,
    description: 'The folder to collect into.',
    flag: { words: '--static-root <dir>', help: 'collect into this folder', commands: 'root' },
  },
  STATIC_URL: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The URL under which the files are served; ends with a slash.',
  },
  STATICFILES_DIRS: {
    shape: {
      list: {
        either: [
          'path',
          { pair: ['string', 'path'] },
          {
            object: {
              dir: 'path',
              prefix: 'string',
              include: { list: 'string' },
              exclude: { list: 'string' },
            },
            required: ['dir'],
          },
        ],
      },
    },
    default: [],
    description:
      'Folders to collect from, in order of precedence: a folder, a pair [prefix, folder], or an object {dir, prefix, include, exclude}. Folders may be globs.',
  },
  STATICFILES_FINDERS: {
    shape: { list: 'string' },
    default: [
      'django.contrib.staticfiles.finders.FileSystemFinder',
      'django.contrib.staticfiles.finders.AppDirectoriesFinder',
    ],
    description: 'The finders to ask, in order of precedence, by the names of their classes.',
  },
  INSTALLED_APPS: {
    shape: { list: 'string' },
    default: [],
    description: 'The apps whose static/ folders are collected: packages or AppConfig classes.',
  },
  MIDDLEWARE: {
    shape: { list: 'string' },
    default: [],
    description: "The middleware; a run looks only whether WhiteNoise's is in it.",
  },
  STORAGES: {
    shape: { map: { object: { BACKEND: 'string', OPTIONS: { map: 'any' } }, required: ['BACKEND'] } },
    default: { staticfiles: { BACKEND: 'django.contrib.staticfiles.storage.StaticFilesStorage' } },
    description: 'Storage backends by alias; `staticfiles` is the one that counts.',
  },
  STATICFILES_STORAGE: {
    shape: 'string',
    default: null,
    description: 'The staticfiles storage as it was written before Django 4.2.',
  },
  MEDIA_ROOT: {
    shape: 'path',
    default: '',
    description: 'The folder of uploaded files; collected only when its finder is listed.',
  },
  MEDIA_URL: {
    shape: 'string',
    default: '',
    description: 'The URL under which uploaded files are served.',
  },
  WSGI_APPLICATION: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'The application that a WSGI server starts; `server-config apache --wsgi` looks at it.',
  },
  DEBUG: {
    shape: 'boolean',
    default: false,
    description: 'Whether the project runs in debug mode; only checks look at it.',
  },
  TEMPLATES: {
    shape: {
      list: {
        object: {
          BACKEND: 'string',
          NAME: 'string',
          DIRS: { list: 'path' },
          APP_DIRS: 'boolean',
          OPTIONS: { map: 'any' },
        },
        required: ['BACKEND'],
      },
    },
    default: [],
    description:
      'The template engines: where templates lie, and which tags they know; only checks look at it.',
  },
  FORM_RENDERER: {
    shape: 'string',
    default: 'django.forms.renderers.DjangoTemplates',
    description: 'The class that renders forms: where the templates of widgets lie; only checks look at it.',
  },
  BASE_DIR: {
    shape: 'path',
    default: null,
    description: 'The folder of the project. In a config file: where its apps are looked for.',
  },
  FORCE_SCRIPT_NAME: {
    shape: { either: ['string', 'null'] },
    default: null,
    description: 'Put in front of a relative STATIC_URL instead of "/".',
  },
  FILE_UPLOAD_PERMISSIONS: {
    shape: { either: ['integer', 'null'] },
    default: 0o644,
    description: 'Mode bits of collected files.',
  },
  FILE_UPLOAD_DIRECTORY_PERMISSIONS: {
    shape: { either: ['integer', 'null'] },
    default: null,
    description: 'Mode bits of folders made for them.',
  },
} as const;
