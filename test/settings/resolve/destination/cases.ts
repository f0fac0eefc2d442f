import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Projects whose static files go into a bucket: `shop/settings.py`, and what it has to come to in `expected.json`. */
export const DESTINATIONS: string = new URL('../../../../fixtures/destinations', import.meta.url).pathname;

/** What `case.json` says. */
export interface DestinationCase {
  readonly about: string;
  readonly env?: Readonly<Record<string, string>>;
  /** True if the real django-storages has to agree; a reason why it can not; false for what it would refuse or never tell. */
  readonly django: boolean | string;
}

export const CASES: readonly string[] = readdirSync(DESTINATIONS)
  .filter((name) => existsSync(join(DESTINATIONS, name, 'case.json')))
  .sort();

export function readCase(name: string): DestinationCase {
  return JSON.parse(readFileSync(join(DESTINATIONS, name, 'case.json'), 'utf8')) as DestinationCase;
}
