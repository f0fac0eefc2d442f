/** The parts of Django that settings modules import. */

import { expectStr } from '../../../native/expect.ts';
import { native } from '../../../native/native.ts';
import {
  allHarmless,
  allUnknowable,
  exceptionClass,
  identity,
  opaqueClass,
} from '../../../native/stand-ins.ts';
import type { NativeModule, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, NotModelled, orElse, tuple, type Value } from '../../../values/values.ts';
import { distributions, normalName } from '../../stdlib/dist-info.ts';
import { DJANGO_APPS } from './apps.ts';
import { lazySettings } from './conf.ts';
import { ENHANCED_STORAGES } from './enhanced-storages.ts';
import { FINDERS } from './finders.ts';
import { globalSettings } from './global-settings.ts';
import { management } from './management.ts';
import { STORAGES } from './storages.ts';

function part(name: string, names: (runtime: Runtime) => Readonly<Record<string, Value>>): NativeModule {
  return { name, from: 'package', names };
}

const nothing = (): Readonly<Record<string, Value>> => ({});

const STAGES: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', rc: 'rc' };

/** `django.get_version()`: as its package says it, for a release. */
function versionText(runtime: Runtime): Value {
  const installed = distributions(runtime).find((each) => normalName(each.name) === 'django');
  return installed !== undefined && /^\d+\.\d+(?:\.[1-9]\d*)?$/.test(installed.version)
    ? installed.version
    : runtime.unknown('the version of Django is not known as text');
}

/** `django.VERSION` of the Django on the search path: `(5, 2, 1, 'final', 0)`. */
function version(runtime: Runtime): Value {
  const installed = distributions(runtime).find((each) => normalName(each.name) === 'django');
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?(?:(a|b|rc)(\d+))?$/.exec(installed?.version ?? '');
  if (match === null) return runtime.unknown('the version of Django is not known');
  const [, major = '0', minor = '0', patch = '0', stage = '', serial = '0'] = match;
  return tuple([BigInt(major), BigInt(minor), BigInt(patch), STAGES[stage] ?? 'final', BigInt(serial)]);
}

const EXCEPTIONS: Readonly<Record<string, string>> = {
  AppRegistryNotReady: 'Exception',
  DisallowedHost: 'Exception',
  FieldDoesNotExist: 'Exception',
  ImproperlyConfigured: 'Exception',
  MiddlewareNotUsed: 'Exception',
  ObjectDoesNotExist: 'Exception',
  PermissionDenied: 'Exception',
  SuspiciousOperation: 'Exception',
  ValidationError: 'Exception',
};

const TEXTS = ['gettext', 'gettext_lazy', 'gettext_noop', 'ugettext', 'ugettext_lazy', 'ugettext_noop'];

/** Texts are taken untranslated: what they say never decides what is collected. */
function translation(): Readonly<Record<string, Value>> {
  const second = (name: string): Value =>
    native(`${name}(runtime, message)`, (_, { message = null }) => message);
  return {
    ...Object.fromEntries(TEXTS.map((name) => [name, identity(name)])),
    pgettext: second('pgettext'),
    pgettext_lazy: second('pgettext_lazy'),
    ...allHarmless(['activate', 'deactivate', 'override']),
    ...allUnknowable(
      ['get_language', 'ngettext', 'ngettext_lazy', 'get_language_info'],
      'it depends on the language',
    ),
  };
}

/** `import_string('package.module.Name')`. */
function importString(runtime: Runtime, path: string): Value {
  const at = path.lastIndexOf('.');
  if (at < 0) return runtime.raise('ImportError', `${path} doesn't look like a module path`);
  const found = runtime.getAttribute(runtime.importModule(path.slice(0, at)), path.slice(at + 1));
  return orElse(found, () =>
    runtime.raise('ImportError', `Module "${path.slice(0, at)}" does not define "${path.slice(at + 1)}"`),
  );
}

const LEVELS: Readonly<Record<string, Value>> = {
  DEBUG: 10n,
  INFO: 20n,
  SUCCESS: 25n,
  WARNING: 30n,
  ERROR: 40n,
};

function exceptions(runtime: Runtime): Readonly<Record<string, ClassValue>> {
  const module = 'django.core.exceptions';
  const made = Object.entries(EXCEPTIONS).map(([name, base]) => [
    name,
    exceptionClass(runtime, name, module, base),
  ]);
  return Object.fromEntries(made);
}

export const DJANGO: readonly NativeModule[] = [
  part('django', (runtime) => ({
    VERSION: version(runtime),
    __version__: versionText(runtime),
    get_version: native('get_version(version=None)', (call, { version: given = null }) =>
      given === null ? versionText(call) : call.unknown('such a version is not modelled as text'),
    ),
    setup: native('setup(set_prefix=True)', () => {
      throw new NotModelled('the apps are not set up');
    }),
  })),
  part('django.conf', (runtime) => ({
    settings: lazySettings(),
    global_settings: runtime.importModule('django.conf.global_settings'),
    ENVIRONMENT_VARIABLE: 'DJANGO_SETTINGS_MODULE',
  })),
  part('django.conf.global_settings', globalSettings),
  part('django.core', nothing),
  part('django.core.exceptions', exceptions),
  part('django.core.management', management),
  part('django.core.management.utils', () => allUnknowable(['get_random_secret_key'], 'it is random')),
  part('django.urls', () =>
    allUnknowable(['reverse', 'reverse_lazy', 'resolve', 'get_resolver'], 'URLs are not resolved'),
  ),
  part('django.utils', nothing),
  part('django.utils.translation', translation),
  part('django.utils.log', () => ({
    RequireDebugFalse: opaqueClass('RequireDebugFalse', 'django.utils.log'),
    RequireDebugTrue: opaqueClass('RequireDebugTrue', 'django.utils.log'),
    ...allHarmless(['configure_logging']),
  })),
  part('django.utils.crypto', () => allUnknowable(['get_random_string', 'salted_hmac'], 'it is random')),
  part('django.utils.encoding', () => ({
    force_str: identity('force_str'),
    force_text: identity('force_text'),
  })),
  part('django.utils.module_loading', () => ({
    import_string: native('import_string(dotted_path)', (runtime, { dotted_path: path }) =>
      importString(runtime, expectStr(path)),
    ),
  })),
  part('django.contrib', nothing),
  ...DJANGO_APPS,
  ...STORAGES,
  ...ENHANCED_STORAGES,
  FINDERS,
  part('django.contrib.messages', (runtime) => ({
    constants: runtime.importModule('django.contrib.messages.constants'),
  })),
  part('django.contrib.messages.constants', () => ({ ...LEVELS })),
];
