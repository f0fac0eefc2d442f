import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writtenTextIfAny } from '../../regular-file.ts';
import type { ReadSettings } from '../sources/read-settings.ts';

/** The version that is assumed if neither a Django package nor an option says one. */
export const NEWEST_DJANGO: string = '6.1';

/** Returns the version that an option, Django itself or its package says; `undefined` if none does. */
export function versionOf({ reader, searchPath, sources }: ReadSettings): string | undefined {
  const asked = reader.need('DJANGO_VERSION');
  return typeof asked === 'string'
    ? majorMinor(asked)
    : (sources.answer?.version ?? installedDjango(searchPath));
}

/**
 * Returns the version (`5.2`) of the django package that the first folder of the search path holds: from
 * `django/__init__.py`, else from the metadata beside it. `undefined` if there is none.
 */
function installedDjango(searchPath: readonly string[]): string | undefined {
  for (const folder of searchPath) {
    const init = join(folder, 'django', '__init__.py');
    if (!existsSync(init)) continue;
    return fromInit(writtenTextIfAny(init)) ?? fromMetadata(folder);
  }
  return undefined;
}

function fromInit(source: string): string | undefined {
  const match = /^VERSION\s*=\s*\(\s*(\d+)\s*,\s*(\d+)/m.exec(source);
  return match === null ? undefined : `${match[1]}.${match[2]}`;
}

function fromMetadata(folder: string): string | undefined {
  const info = readdirSync(folder).find((name) => /^django-[^-]+\.dist-info$/i.test(name));
  return info === undefined ? undefined : majorMinor(info.slice('django-'.length));
}

/** Shortens a version, `5.2.17` to `5.2`; `undefined` for text that is no version. */
function majorMinor(version: string): string | undefined {
  return /^\s*(\d+\.\d+)/.exec(version)?.[1];
}

/** Whether `version` is `least` or newer; both `major.minor`. */
export function atLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number);
  return major === leastMajor ? minor >= leastMinor : major > leastMajor;
}
