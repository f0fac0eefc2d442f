import { unquote } from '../text/percent-encoding.ts';
import { splitUrl } from '../text/url.ts';

/** Returns the path of STATIC_URL as a server compares it: without scheme and host, decoded, with slashes at both ends. */
export function urlPath(staticUrl: string): string {
  const path = unquote(splitUrl(staticUrl)?.path ?? '');
  return `/${path.replace(/^\/+|\/+$/g, '')}/`.replace(/^\/\/$/, '/');
}

/** Returns the host of STATIC_URL, with its port; `null` if it has none. */
export function urlHost(staticUrl: string): string | null {
  return splitUrl(staticUrl)?.netloc || null;
}
