import { Dict, dictOf } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Value } from '../../../values/values.ts';

const apps = (...names: readonly string[]): List => new List(names);

/** A storage or cache backend under an alias. */
const backend = (dotted: string): Dict => dictOf({ BACKEND: dotted });

/** Defaults of Django 5.2 that settings modules start from. What is not listed is Unknown, never absent. */
export function globalSettings(): Readonly<Record<string, Value>> {
  return {
    ADMINS: new List(),
    ALLOWED_HOSTS: new List(),
    APPEND_SLASH: true,
    AUTHENTICATION_BACKENDS: apps('django.contrib.auth.backends.ModelBackend'),
    AUTH_PASSWORD_VALIDATORS: new List(),
    AUTH_USER_MODEL: 'auth.User',
    CACHES: dictOf({ default: backend('django.core.cache.backends.locmem.LocMemCache') }),
    CSRF_COOKIE_NAME: 'csrftoken',
    CSRF_TRUSTED_ORIGINS: new List(),
    DATABASES: new Dict(),
    DATABASE_ROUTERS: new List(),
    DEBUG: false,
    DEFAULT_CHARSET: 'utf-8',
    DEFAULT_FROM_EMAIL: 'webmaster@localhost',
    EMAIL_BACKEND: 'django.core.mail.backends.smtp.EmailBackend',
    EMAIL_HOST: 'localhost',
    EMAIL_HOST_PASSWORD: '',
    EMAIL_HOST_USER: '',
    EMAIL_PORT: 25n,
    EMAIL_SUBJECT_PREFIX: '[Django] ',
    EMAIL_USE_SSL: false,
    EMAIL_USE_TLS: false,
    FILE_UPLOAD_DIRECTORY_PERMISSIONS: null,
    FILE_UPLOAD_HANDLERS: apps(
      'django.core.files.uploadhandler.MemoryFileUploadHandler',
      'django.core.files.uploadhandler.TemporaryFileUploadHandler',
    ),
    FILE_UPLOAD_MAX_MEMORY_SIZE: 2_621_440n,
    FILE_UPLOAD_PERMISSIONS: 0o644n,
    FIXTURE_DIRS: new List(),
    FORCE_SCRIPT_NAME: null,
    INSTALLED_APPS: new List(),
    INTERNAL_IPS: new List(),
    LANGUAGE_CODE: 'en-us',
    LOCALE_PATHS: new List(),
    LOGGING: new Dict(),
    LOGGING_CONFIG: 'logging.config.dictConfig',
    LOGIN_REDIRECT_URL: '/accounts/profile/',
    LOGIN_URL: '/accounts/login/',
    LOGOUT_REDIRECT_URL: null,
    MANAGERS: new List(),
    MEDIA_ROOT: '',
    MEDIA_URL: '',
    MIDDLEWARE: new List(),
    MIGRATION_MODULES: new Dict(),
    PASSWORD_HASHERS: apps(
      'django.contrib.auth.hashers.PBKDF2PasswordHasher',
      'django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher',
      'django.contrib.auth.hashers.Argon2PasswordHasher',
      'django.contrib.auth.hashers.BCryptSHA256PasswordHasher',
      'django.contrib.auth.hashers.ScryptPasswordHasher',
    ),
    SECRET_KEY: '',
    SECRET_KEY_FALLBACKS: new List(),
    SESSION_COOKIE_NAME: 'sessionid',
    SESSION_ENGINE: 'django.contrib.sessions.backends.db',
    STATICFILES_DIRS: new List(),
    STATICFILES_FINDERS: apps(
      'django.contrib.staticfiles.finders.FileSystemFinder',
      'django.contrib.staticfiles.finders.AppDirectoriesFinder',
    ),
    STATIC_ROOT: null,
    STATIC_URL: null,
    STORAGES: dictOf({
      default: backend('django.core.files.storage.FileSystemStorage'),
      staticfiles: backend('django.contrib.staticfiles.storage.StaticFilesStorage'),
    }),
    TEMPLATES: new List(),
    TEST_RUNNER: 'django.test.runner.DiscoverRunner',
    TIME_ZONE: 'America/Chicago',
    USE_I18N: true,
    USE_TZ: true,
    WSGI_APPLICATION: null,
  };
}
