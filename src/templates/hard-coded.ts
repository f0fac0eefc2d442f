import { htmlUrls } from './html-urls.ts';
import type { Place } from './place.ts';
import type { Reference } from './reference.ts';

/** Finds the URLs below `staticUrl` that a template writes out. `masked` gives its text without tags. */
export function hardCoded(
  text: string,
  masked: () => string,
  staticUrl: string | null,
  placeOf: (start: number, end: number) => Place,
  loadsAt: (offset: number) => number,
): readonly Reference[] {
  // A site that serves static files from its root has no URL that gives them away.
  if (staticUrl === null || staticUrl === '/' || !text.includes(staticUrl)) return [];
  return htmlUrls(masked())
    .filter(({ url }) => url.startsWith(staticUrl) && url.length > staticUrl.length)
    .map(({ url, at, where }) => ({
      kind: 'url',
      name: url.slice(staticUrl.length),
      place: placeOf(at, at + url.length),
      written: url,
      by: where,
      isPrefix: false,
      condition: null,
      isCommented: false,
      blocks: [],
      loads: loadsAt(at),
    }));
}
