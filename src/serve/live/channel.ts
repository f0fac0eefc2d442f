import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What pages are told of a change. Paths are those of URLs, decoded. */
export interface Change {
  /** True if nothing less than the whole page will do. */
  readonly reload: boolean;
  /** Style sheets to load anew. */
  readonly styles: readonly string[];
  /** Files that a style sheet reaches, which a page may show by itself too. */
  readonly others: readonly string[];
}

/** Tells pages of changes by server-sent events. */
export interface Channel {
  /** Names the last change, for a page that is being made: it is told of all that come after. */
  now(): string;
  /** Tells a page of all changes after `since`, those that it missed too. */
  listen(req: IncomingMessage, res: ServerResponse, since: string): void;
  tell(change: Change): void;
}

/** Changes that are remembered for pages that did not listen. */
const REMEMBERED = 200;

const RELOAD: Change = { reload: true, styles: [], others: [] };

export function makeChannel(): Channel {
  // A page of another run of the server knows nothing of this one.
  const run = randomBytes(6).toString('hex');
  const changes: Change[] = [];
  let forgotten = 0;
  const pages = new Set<ServerResponse>();
  const now = (): string => `${run}-${forgotten + changes.length}`;
  const missed = (since: string): readonly Change[] => {
    const [, ofRun, number] = /^([0-9a-f]+)-(\d+)$/.exec(since) ?? [];
    if (ofRun === undefined) return [];
    const seen = Number(number) - forgotten;
    return ofRun !== run || seen < 0 ? [RELOAD] : changes.slice(seen);
  };
  return {
    now,
    listen(req, res, since) {
      res.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      });
      res.write('retry: 500\n\n');
      for (const change of missed(lastSeen(req, since))) res.write(message(now(), change));
      pages.add(res);
      res.on('close', () => pages.delete(res));
    },
    tell(change) {
      changes.push(change);
      if (changes.length > REMEMBERED) {
        changes.shift();
        forgotten += 1;
      }
      for (const page of pages) page.write(message(now(), change));
    },
  };
}

/** The browser's own word, when it connects again, is newer than that of the URL. */
function lastSeen({ headers }: IncomingMessage, since: string): string {
  const last = headers['last-event-id'];
  return typeof last === 'string' && last !== '' ? last : since;
}

function message(id: string, change: Change): string {
  return `id: ${id}\ndata: ${JSON.stringify(change)}\n\n`;
}
