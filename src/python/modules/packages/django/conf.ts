import { expectStr } from '../../../native/expect.ts';
import { computed, instance, native, nativeClass } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { Dict } from '../../../values/dict.ts';
import { isUppercase } from '../../../values/names.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { type Instance, isUnknown, MetUnknown, NotModelled, type Value } from '../../../values/values.ts';

const KEPT = '_wrapped';

// Django looks at them as soon as it takes over the settings.
const SEQUENCES = [
  'ALLOWED_HOSTS',
  'INSTALLED_APPS',
  'TEMPLATE_DIRS',
  'LOCALE_PATHS',
  'SECRET_KEY_FALLBACKS',
];

/**
 * `django.conf.settings` as code sees it that is called while the settings module runs, or after that. The first question makes
 * Django take over what is bound so far; whatever is bound later is not seen. Before that time it is Unknown.
 */
export function lazySettings(): Instance {
  const type = nativeClass({
    name: 'LazySettings',
    module: 'django.conf',
    members: {
      configured: computed((runtime, self) => {
        if ((self as Instance).attributes.has(KEPT)) return true;
        settingsModule(runtime);
        return false;
      }),
      is_overridden: native('is_overridden(self, setting)', (runtime, { self, setting = null }) =>
        takenOver(runtime, self as Instance).has(setting),
      ),
      __getattr__: native('__getattr__(self, name)', (runtime, { self, name = null }) =>
        settingOf(runtime, self as Instance, expectStr(name)),
      ),
      __setattr__: native(
        '__setattr__(self, name, value)',
        (runtime, { self, name, value = null }) => {
          takenOver(runtime, self as Instance).set(expectStr(name), value);
          return null;
        },
        { takesUnknown: true },
      ),
    },
  });
  return instance(type);
}

/** The settings module, while it runs, and after that for code that it did not import. */
function settingsModule(runtime: Runtime): Dict {
  const name = runtime.environment.get('DJANGO_SETTINGS_MODULE');
  const isOfClass = runtime.environment.get('DJANGO_CONFIGURATION') != null;
  const module =
    typeof name === 'string'
      ? (runtime.unfinishedModule(name) ?? (isOfClass ? null : runtime.finishedModule(name)))
      : null;
  if (module === null)
    throw new NotModelled("Django's settings are asked for outside of the settings module");
  if (isUnknown(module)) throw new MetUnknown(module);
  return module.namespace;
}

/** What Django has taken over: a copy of the names, made at the first question. */
function takenOver(runtime: Runtime, self: Instance): Dict {
  const known = self.attributes.get(KEPT);
  if (known instanceof Dict) return known;
  const namespace = settingsModule(runtime);
  if (namespace.taint !== undefined) throw new MetUnknown(namespace.taint);
  const taken = new Dict(
    [...namespace.entries()]
      .filter(({ key }) => typeof key === 'string' && isUppercase(key))
      .map(({ key, value }) => [key, value]),
    'names',
  );
  for (const name of SEQUENCES) checkSequence(runtime, name, taken.get(name));
  self.attributes.set(KEPT, taken);
  return taken;
}

function improper(runtime: Runtime, message: string): never {
  const type = runtime.getAttribute(runtime.importModule('django.core.exceptions'), 'ImproperlyConfigured');
  if (typeof type !== 'object' || type?.kind !== 'class')
    throw new NotModelled('Django refuses the settings');
  return raiseFrom(runtime, type, message);
}

function checkSequence(runtime: Runtime, name: string, value: Value | undefined): void {
  if (value === undefined || isUnknown(value)) return;
  if (['list', 'tuple'].some((type) => runtime.isInstance(value, runtime.builtin(type)))) return;
  improper(runtime, `The ${name} setting must be a list or a tuple.`);
}

// What the object has besides settings, and what some version of Django computes.
const OTHERS = /^(?:_.*|configure|SETTINGS_MODULE|USE_L10N|DEFAULT_FILE_STORAGE|STATICFILES_STORAGE)$/;

function settingOf(runtime: Runtime, self: Instance, name: string): Value {
  if (OTHERS.test(name)) throw new NotModelled(`settings.${name} is not modelled`);
  const own = takenOver(runtime, self).get(name);
  const value = own ?? (isUppercase(name) ? defaultOf(runtime, name) : undefined);
  if (value === undefined)
    return runtime.raise('AttributeError', `'Settings' object has no attribute '${name}'`);
  if (name === 'SECRET_KEY' && value === '')
    return improper(runtime, 'The SECRET_KEY setting must not be empty.');
  // Django puts the prefix of the script before a relative one, in some of its versions.
  if (
    (name === 'STATIC_URL' || name === 'MEDIA_URL') &&
    typeof value === 'string' &&
    !/^(?:https?:\/)?\//.test(value)
  )
    return runtime.unknown(`${name} is relative`);
  return value;
}

/** Django's own value; `undefined` where its text shows that it has none. */
function defaultOf(runtime: Runtime, name: string): Value | undefined {
  const defaults = 'django.conf.global_settings';
  const found = runtime.findModule(defaults);
  const file = found?.kind === 'spec' ? found.file : null;
  const bytes = typeof file === 'string' ? runtime.files.read(file) : null;
  const names = bytes === null ? null : new TextDecoder().decode(bytes).matchAll(/^(\w+)\s*[:=]/gm);
  if (names !== null && ![...names].some(([, bound]) => bound === name)) return undefined;
  return runtime.getAttribute(runtime.importModule(defaults), name);
}
