import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendText } from '../http/text.ts';
import type { Channel } from './channel.ts';
import { LIVE_SCRIPT } from './script.ts';

/** What lies below this path is neither a static file nor a page of the application. */
export const LIVE_BASE = '/__collectstatic__/';

/** Returns the tag that makes a page follow changes after `since`. `nonce`: of the page's Content-Security-Policy. */
export function liveTag(since: string, nonce: string | null): string {
  const allowed = nonce === null ? '' : ` nonce="${nonce}"`;
  return `<script src="${LIVE_BASE}live.js?since=${since}"${allowed} defer></script>`;
}

/** Finds the nonce that a policy lets scripts through by; `null` if it names none. */
export function nonceIn(policies: readonly string[]): string | null {
  const directives = policies.flatMap((policy) => policy.split(/[;,]/).map((text) => text.trim()));
  const of = (name: string): string | undefined =>
    directives.find((text) => text.toLowerCase().startsWith(`${name} `));
  const sources = of('script-src-elem') ?? of('script-src') ?? of('default-src') ?? '';
  return /'nonce-([A-Za-z0-9+/_=-]+)'/.exec(sources)?.[1] ?? null;
}

/** Answers for a path below `LIVE_BASE`. `isOwn` says whether the request is from a page of this server. */
export function answerLive(
  req: IncomingMessage,
  res: ServerResponse,
  { channel, path, isOwn }: { readonly channel: Channel; readonly path: string; readonly isOwn: boolean },
): void {
  const url = new URL(req.url ?? '', 'http://localhost');
  if (req.method !== 'GET') sendText(req, res, 405, 'Only GET.\n', ['Allow', 'GET']);
  // Names of files are not for pages of other sites, also not if their name leads to this machine.
  else if (!isOwn) sendText(req, res, 403, `This is for pages of this machine: ${WAYS}.\n`);
  else if (path === `${LIVE_BASE}events`) channel.listen(req, res, url.searchParams.get('since') ?? '');
  else if (path === `${LIVE_BASE}live.js`) sendScript(res);
  else sendText(req, res, 404, 'There is nothing here.\n');
}

function sendScript(res: ServerResponse): void {
  res.writeHead(200, {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Content-Length': Buffer.byteLength(LIVE_SCRIPT),
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(LIVE_SCRIPT);
}

const WAYS = 'ask for it under localhost or its address, or name the host with --host';
