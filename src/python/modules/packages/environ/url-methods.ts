import { native } from '../../../native/native.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { isUnknown, NotModelled, type Value } from '../../../values/values.ts';
import { databaseSettings } from './database-url.ts';
import { emailSettings } from './email-url.ts';
import { type EnvParts, getValue, requestOf } from './value.ts';

/** `env.cache()`, `env.channels()`, ...: the variable counts, while what a URL comes to is nothing that collecting needs. */
function urlMethod(parts: EnvParts, name: string, variable: string): Value {
  return native(
    `${name}(self, var='${variable}', default=..., *args, **keywords)`,
    (runtime, args) => {
      const value = getValue(runtime, parts, requestOf(parts, args, null));
      return isUnknown(value) ? value : runtime.unknown(`what env.${name}() makes of a URL is not modelled`);
    },
    { takesUnknown: true },
  );
}

function databaseMethod(parts: EnvParts, name: string): Value {
  return native(
    `${name}(self, var='DATABASE_URL', default=..., engine=None)`,
    (runtime, args) => {
      const url = getValue(runtime, parts, requestOf(parts, args, null));
      return isUnknown(url) ? url : databaseSettings(runtime, url, args.engine ?? null);
    },
    { takesUnknown: true },
  );
}

const URL_METHODS: Readonly<Record<string, string>> = {
  cache: 'CACHE_URL',
  cache_url: 'CACHE_URL',
  search_url: 'SEARCH_URL',
  channels: 'CHANNELS_URL',
  channels_url: 'CHANNELS_URL',
};

function emailMethod(parts: EnvParts, name: string): Value {
  return native(`${name}(self, var='EMAIL_URL', default=..., backend=None)`, (runtime, args) => {
    const parse = moduleFunction(runtime, 'urllib.parse', 'urlparse');
    const url = getValue(runtime, parts, requestOf(parts, args, parse, true));
    return isUnknown(url)
      ? url
      : emailSettings(runtime, url, args.backend ?? null, parts.improperlyConfigured);
  });
}

/** A function of a modelled module. */
export function moduleFunction(runtime: Runtime, module: string, name: string): Value {
  const found = runtime.getAttribute(runtime.importModule(module), name);
  if (found === undefined) throw new NotModelled(`${module}.${name} is not modelled`);
  return found;
}

/** `env.db()`, `env.email()`, `env.url()`, ...: the variable as a URL, and what settings make of one. */
export function urlMethods(parts: EnvParts): Readonly<Record<string, Value>> {
  const unread = Object.entries(URL_METHODS).map(([name, variable]) => [
    name,
    urlMethod(parts, name, variable),
  ]);
  return {
    ...Object.fromEntries(unread),
    db: databaseMethod(parts, 'db'),
    db_url: databaseMethod(parts, 'db_url'),
    db_url_config: {
      kind: 'classmethod',
      function: native('db_url_config(cls, url, engine=None)', (runtime, { url = null, engine = null }) =>
        databaseSettings(runtime, url, engine),
      ),
    },
    email: emailMethod(parts, 'email'),
    email_url: emailMethod(parts, 'email_url'),
    url: native('url(self, var, default=...)', (runtime, args) => {
      return getValue(
        runtime,
        parts,
        requestOf(parts, args, moduleFunction(runtime, 'urllib.parse', 'urlparse'), true),
      );
    }),
  };
}
