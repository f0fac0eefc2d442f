import { browserReferencesInCss } from '../../processors/references/browser-css.ts';
import { resolve } from '../../processors/resolve.ts';
import type { AssetPath } from '../../types.ts';

/** Added to the URL of what a page loads anew. Its value means nothing to the server. */
export const STAMP = 'collectstatic';

/**
 * Counts how often each file has changed. A browser that swaps a style sheet would take what the sheet reaches from its
 * memory, if the URL were the same.
 */
export interface Stamps {
  note(paths: readonly string[]): void;
  /** Returns a style sheet in which the URL of each file that has changed is a new one. */
  rewrite(sheet: AssetPath, text: string): string;
}

export interface StampSettings {
  readonly staticUrl: string;
  readonly isFile: (path: string) => boolean;
}

export function makeStamps({ staticUrl, isFile }: StampSettings): Stamps {
  const changes = new Map<string, number>();
  const paths = { has: isFile, isFolder: () => false };
  return {
    note(changed) {
      for (const path of changed) changes.set(path, (changes.get(path) ?? 0) + 1);
    },
    rewrite(sheet, text) {
      let written = '';
      let end = 0;
      for (const { url, at, urlEnd, syntax } of browserReferencesInCss(text)) {
        const found = resolve(url, sheet, staticUrl, paths, syntax);
        const count = found.kind === 'file' ? changes.get(found.path) : undefined;
        if (count === undefined) continue;
        written += text.slice(end, at) + stamped(text.slice(at, urlEnd), count);
        end = urlEnd;
      }
      return written + text.slice(end);
    },
  };
}

/** Adds the stamp to a URL as it is written: before its fragment, after its query. */
function stamped(url: string, count: number): string {
  const hash = url.indexOf('#');
  const [path, fragment] = hash < 0 ? [url, ''] : [url.slice(0, hash), url.slice(hash)];
  return `${path}${path.includes('?') ? '&' : '?'}${STAMP}=${count}${fragment}`;
}
