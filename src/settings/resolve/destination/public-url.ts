import type { Problem } from '../../../types.ts';
import { pointing } from '../../problems/place.ts';
import type { Reader } from '../../reader.ts';
import type { NamedStore } from './backend-store.ts';
import type { Options } from './read-options.ts';
import type { StoreReading } from './reading.ts';

/** Everything that says at which URL browsers find what is published. */
export interface UrlQuestion {
  readonly options: Options;
  readonly reading: StoreReading;
  readonly named: NamedStore;
  readonly isStorage: boolean;
  /** STATIC_URL, with a slash at its end. */
  readonly staticUrl: string | null;
  readonly reader: Reader;
  readonly problems: Problem[];
}

/**
 * The URL that browsers ask for in place of the prefix, with a slash at its end. If the storage is the bucket, its `url()` makes
 * them; else they begin with STATIC_URL. `null` if code of the project makes them, or nothing says a host.
 */
export function publicUrl(question: UrlQuestion): string | null {
  const { options, reading, named, isStorage, staticUrl } = question;
  const own = named.store.hasOwnUrl ? null : reading.url;
  const isAbsolute = staticUrl !== null && /^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(staticUrl);
  const domain = options.service === 'gcs' ? 'custom_endpoint' : 'custom_domain';
  const isSaid = !options.said(domain).isDefault && options.text(domain) !== null;
  if (isStorage) {
    if (own !== null && isAbsolute) warnIfElsewhere(question, own, staticUrl);
    return own;
  }
  if (!isAbsolute) return isSaid ? own : null;
  if (own !== null && isSaid) warnIfElsewhere(question, own, staticUrl);
  return staticUrl;
}

function warnIfElsewhere(
  { isStorage, reader, reading, problems }: UrlQuestion,
  own: string,
  asked: string,
): void {
  const bare = (url: string): string => url.replace(/^(?:https?:)?\/\//i, '').replace(/\/+$/, '');
  if (bare(own) === bare(asked)) return;
  const { store } = reading;
  const bucket = store.kind === 'azure' ? store.container : store.bucket;
  const at = reader.entry('STATIC_URL').locate([]);
  problems.push({
    code: 'static-url-elsewhere',
    severity: 'warning',
    message: isStorage
      ? `STATIC_URL is ${asked}, and the storage's own URLs begin with ${own}: what is written with STATIC_URL is asked for elsewhere`
      : `STATIC_URL is ${asked}, and what goes to '${bucket}' is served at ${own}: browsers would ask elsewhere`,
    hint: `Set STATIC_URL to '${own}'.`,
    ...pointing(at),
  });
}
