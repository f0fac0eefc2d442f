import { native } from '../../../native/native.ts';
import type { Context } from '../../../values/context.ts';
import { isUnknown, NotModelled, type Value } from '../../../values/values.ts';
import { databaseSettings } from './database-url.ts';
import { emailSettings } from './email-url.ts';
import { type EnvParts, getValue, requestOf } from './value.ts';

/** `env.cache()`, `env.channels()`, ...: the variable counts, while what a URL comes to is nothing that collecting needs. */
function urlMethod(parts: EnvParts, name: string, variable: string): Value {
  return native(
    `${name}(self, var='${variable}', default=..., *args, **keywords)`,
    (context, args) => {
      const value = getValue(context, parts, requestOf(parts, args, null));
      return isUnknown(value) ? value : context.unknown(`what env.${name}() makes of a URL is not modelled`);
    },
    { takesUnknown: true },
  );
}

function databaseMethod(parts: EnvParts, name: string): Value {
  return native(
    `${name}(self, var='DATABASE_URL', default=..., engine=None)`,
    (context, args) => {
      const url = getValue(context, parts, requestOf(parts, args, null));
      return isUnknown(url) ? url : databaseSettings(context, url, args.engine ?? null);
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
  return native(`${name}(self, var='EMAIL_URL', default=..., backend=None)`, (context, args) => {
    const parse = moduleFunction(context, 'urllib.parse', 'urlparse');
    const url = getValue(context, parts, requestOf(parts, args, parse, true));
    return isUnknown(url)
      ? url
      : emailSettings(context, url, args.backend ?? null, parts.improperlyConfigured);
  });
}

/** A function of a modelled module. */
export function moduleFunction(context: Context, module: string, name: string): Value {
  const found = context.getAttribute(context.importModule(module), name);
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
      function: native('db_url_config(cls, url, engine=None)', (context, { url = null, engine = null }) =>
        databaseSettings(context, url, engine),
      ),
    },
    email: emailMethod(parts, 'email'),
    email_url: emailMethod(parts, 'email_url'),
    url: native('url(self, var, default=...)', (context, args) => {
      return getValue(
        context,
        parts,
        requestOf(parts, args, moduleFunction(context, 'urllib.parse', 'urlparse'), true),
      );
    }),
  };
}
