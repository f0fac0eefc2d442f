import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the tests install stays here for the next run. */
const CACHE = join(tmpdir(), 'collectstatic-servers');

/**
 * Returns the folder `name` (with its version: `azurite-3.35.0`) of the cache. If it is not there, `install` fills it; runs
 * side by side don't get in each other's way, and half an installation is never seen.
 */
export function installed(name: string, install: (folder: string) => void): string {
  const home = join(CACHE, name);
  if (existsSync(home)) return home;
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, `.${name}-`));
  try {
    install(folder);
    renameSync(folder, home);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
  return home;
}
