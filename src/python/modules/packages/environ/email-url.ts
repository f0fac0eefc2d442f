import { parseQuery, unquote } from '../../../../text/percent-encoding.ts';
import { expectStr } from '../../../native/expect.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { Dict } from '../../../values/dict.ts';
import type { Runtime } from '../../../values/runtime.ts';
import type { ClassValue, Value } from '../../../values/values.ts';

const BACKENDS: Readonly<Record<string, string>> = {
  smtp: 'django.core.mail.backends.smtp.EmailBackend',
  smtps: 'django.core.mail.backends.smtp.EmailBackend',
  'smtp+tls': 'django.core.mail.backends.smtp.EmailBackend',
  'smtp+ssl': 'django.core.mail.backends.smtp.EmailBackend',
  consolemail: 'django.core.mail.backends.console.EmailBackend',
  filemail: 'django.core.mail.backends.filebased.EmailBackend',
  memorymail: 'django.core.mail.backends.locmem.EmailBackend',
  dummymail: 'django.core.mail.backends.dummy.EmailBackend',
};

function toNumber(text: string): Value {
  return /^\d+$/.test(text) ? BigInt(text) : text;
}

/** The EMAIL_* settings of a parsed URL. Projects put them among their settings, so its keys have to be known. */
export function emailSettings(runtime: Runtime, url: Value, backend: Value, error: ClassValue): Dict {
  const part = (name: string): Value => runtime.getAttribute(url, name) ?? null;
  const decoded = (name: string): Value => {
    const text = part(name);
    return typeof text === 'string' ? unquote(text) : text;
  };
  const scheme = expectStr(part('scheme'));
  const path = unquote(expectStr(part('path')).slice(1).split('?')[0]?.replaceAll('+', ' ') ?? '');
  const config = new Dict([
    ['EMAIL_FILE_PATH', path],
    ['EMAIL_HOST_USER', decoded('username')],
    ['EMAIL_HOST_PASSWORD', decoded('password')],
    ['EMAIL_HOST', part('hostname')],
    ['EMAIL_PORT', part('port')],
  ]);
  const known = backend === null ? BACKENDS[scheme] : expectStr(backend);
  if (known === undefined) return raiseFrom(runtime, error, `Invalid email schema ${scheme}`);
  config.set('EMAIL_BACKEND', known);
  if (scheme === 'smtps' || scheme === 'smtp+tls') config.set('EMAIL_USE_TLS', true);
  else if (scheme === 'smtp+ssl') config.set('EMAIL_USE_SSL', true);
  const query = expectStr(part('query'));
  if (query !== '') addQuery(config, query);
  return config;
}

function addQuery(config: Dict, query: string): void {
  const options = new Dict();
  for (const [name, value] of parseQuery(query, false)) {
    const key = name.toUpperCase();
    const target = ['EMAIL_USE_TLS', 'EMAIL_USE_SSL'].includes(key) ? config : options;
    // If a name comes twice, the first value counts.
    if (target === config || !target.has(key)) target.set(key, toNumber(value));
  }
  config.set('OPTIONS', options);
}
