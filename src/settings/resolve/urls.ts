import type { Reader } from '../reader.ts';
import type { ResolvedStorage } from './storage/index.ts';

/** STATIC_URL, or what the storage's OPTIONS say instead; `null` where there is none. `needed`: whether the run can't do without. */
export function resolveStaticUrl(
  reader: Reader,
  needed: boolean,
  storage: ResolvedStorage | undefined,
): string | null {
  if (storage?.baseUrl && reader.rank('STATIC_URL') >= storage.rank) return storage.baseUrl;
  const datum = needed ? reader.need('STATIC_URL') : reader.peek('STATIC_URL');
  return typeof datum === 'string' && datum !== '' ? withScriptName(datum, reader) : null;
}

/** A relative URL gets the script name in front (Django ticket 25598). */
function withScriptName(url: string, reader: Reader): string {
  if (/^(?:https?:\/\/|\/)/.test(url)) return url;
  const script = reader.peek('FORCE_SCRIPT_NAME');
  const prefix = typeof script === 'string' && script !== '' ? script : '/';
  return `${prefix.endsWith('/') ? prefix : `${prefix}/`}${url}`;
}

/** Django's storage adds the slash that is missing. */
export function endingWithSlash(url: string | null): string | null {
  return url === null || url.endsWith('/') ? url : `${url}/`;
}

/** Unset, it is the script name in Django; a config file that says nothing of media has none. */
export function resolveMediaUrl(reader: Reader): string | null {
  const isSet = Number.isFinite(reader.rank('MEDIA_URL'));
  if (!isSet && reader.entry('STATIC_URL').origin.kind !== 'settings') return null;
  return withScriptName(reader.peek('MEDIA_URL'), reader);
}
