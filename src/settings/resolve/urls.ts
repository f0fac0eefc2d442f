import { isUnresolved } from '../datum.ts';
import type { Reader } from '../reader.ts';
import type { ReadSettings } from '../sources/read-settings.ts';
import type { ResolvedStorage } from './storage/index.ts';

/** Returns STATIC_URL, or the URL in the storage's OPTIONS; `null` if there is none. `needed`: whether the run can't do without. */
export function resolveStaticUrl(
  reader: Reader,
  needed: boolean,
  storage: ResolvedStorage | undefined,
): string | null {
  if (storage?.baseUrl && reader.rank('STATIC_URL') >= storage.rank) return storage.baseUrl;
  // Only fingerprints depend on the URL: without them it may stay unknown.
  const isUnknown = isUnresolved(reader.entry('STATIC_URL').datum);
  const hasFingerprints = storage === undefined || storage.spec.kind.endsWith('manifest');
  const datum =
    needed && (hasFingerprints || !isUnknown) ? reader.need('STATIC_URL') : reader.peek('STATIC_URL');
  return typeof datum === 'string' && datum !== '' ? withScriptName(datum, reader) : null;
}

/** Puts the script name in front of a relative URL (Django ticket 25598). */
function withScriptName(url: string, reader: Reader): string {
  if (/^(?:https?:\/\/|\/)/.test(url)) return url;
  const script = reader.peek('FORCE_SCRIPT_NAME');
  const prefix = typeof script === 'string' && script !== '' ? script : '/';
  return `${prefix.endsWith('/') ? prefix : `${prefix}/`}${url}`;
}

/** Adds the slash that is missing, as Django's storage does. */
export function endingWithSlash(url: string | null): string | null {
  return url === null || url.endsWith('/') ? url : `${url}/`;
}

/** Returns MEDIA_URL. If it is not set, Django takes the script name; a config file that does not set it has none. */
export function resolveMediaUrl(reader: Reader): string | null {
  const isSet = Number.isFinite(reader.rank('MEDIA_URL'));
  if (!isSet && reader.entry('STATIC_URL').origin.kind !== 'settings') return null;
  return withScriptName(reader.peek('MEDIA_URL'), reader);
}

/** True if STATIC_URL has to be set: Django's own storages want it; without Django, only a manifest depends on it. */
export function needsUrl({ sources }: ReadSettings, storage: ResolvedStorage | undefined): boolean {
  const isLocal = storage === undefined || storage.bucket === null;
  const django = isLocal && sources.layers.some((layer) => layer.kind === 'settings');
  return django || storage?.spec.kind.endsWith('manifest') === true;
}
