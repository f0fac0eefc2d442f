import type { IncomingMessage, ServerResponse } from 'node:http';
import { fail } from '../errors.ts';
import type { Address } from './application/address.ts';
import { sendBadGateway } from './application/bad-gateway.ts';
import { forward, type Treatment } from './application/forward.ts';
import { joinSockets } from './application/websocket.ts';
import { isLoopback } from './http/origin.ts';
import { type Listening, listen, type Place } from './http/server.ts';
import { escapeHtml, sendPage, sendText, wantsPage } from './http/text.ts';

/** The application behind a server. */
export interface Application {
  readonly address: Address;
  /** The command it was started with; `null` if somebody else started it. */
  readonly command: readonly string[] | null;
}

/** A request that was answered. */
export interface Answered {
  readonly method: string;
  /** As it was asked for, without the query: that may hold secrets. */
  readonly path: string;
  readonly status: number;
  /** Milliseconds. */
  readonly took: number;
  /** False if the client or the application ended the connection before all was sent. */
  readonly complete: boolean;
}

export interface SiteOptions extends Place {
  /** `null`: there are only files. */
  readonly application: Application | null;
  /** Attempts to reach the application. Default: 40 (10 s), or 240 (a minute) if its command is started here. */
  readonly attempts?: number;
  readonly onAnswered?: (answered: Answered) => void;
  /** Told of an error that is a bug of this tool. */
  readonly onError: (error: unknown) => void;
}

/** A server that runs. */
export interface Site {
  /** `http://127.0.0.1:8080/` */
  readonly url: string;
  /** Ends every connection and the server. */
  close(): Promise<void>;
}

/** What a site does before it asks its application. Returns false for a request that it leaves to it. */
export type Answer = (req: IncomingMessage, res: ServerResponse) => Promise<boolean> | boolean;

const ATTEMPTS = 40;
const ATTEMPTS_AT_START = 240;

/** Starts a server that answers what it can and leaves the rest to the application. */
export async function startSite(
  options: SiteOptions,
  answer: Answer,
  treatmentOf: (req: IncomingMessage) => Treatment | undefined = () => undefined,
): Promise<Site> {
  const { application, onAnswered, onError } = options;
  const { attempts = application?.command ? ATTEMPTS_AT_START : ATTEMPTS } = options;
  const listening = await listen(options, {
    onError,
    async answer(req, res) {
      if (onAnswered !== undefined) report(req, res, onAnswered);
      if (await answer(req, res)) return;
      if (application === null) return sendNoApplication(req, res);
      const treatment = treatmentOf(req);
      try {
        await forward(application.address, req, res, { attempts, ...(treatment && { treatment }) });
      } catch (error) {
        sendBadGateway(req, res, application, error);
      }
    },
    connect(req, socket, head) {
      if (application === null)
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      else joinSockets(application.address, req, socket, head, attempts).catch(onError);
    },
  });
  const url = urlOf(options.host, listening);
  if (application !== null && isItself(application.address, options.host, listening)) {
    await listening.close();
    throw proxyToItself(url);
  }
  return { url, close: listening.close };
}

function urlOf(host: string, { port }: Listening): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}

/** True if requests for the application would come back to the server that sends them. */
function isItself({ host, port }: Address, listensOn: string, listening: Listening): boolean {
  return port === listening.port && (host === listensOn || (isLoopback(host) && isLoopback(listensOn)));
}

function proxyToItself(url: string): Error {
  return fail({
    code: 'proxy-to-itself',
    message: `--proxy names this server itself: ${url}`,
    hint: 'Say the port of the application with --proxy, and another one for this server with --port.',
  });
}

function report(req: IncomingMessage, res: ServerResponse, onAnswered: (answered: Answered) => void): void {
  const began = performance.now();
  res.once('close', () => {
    onAnswered({
      method: req.method ?? '',
      path: (req.url ?? '').split('?', 1)[0] as string,
      status: res.statusCode,
      took: performance.now() - began,
      complete: res.writableFinished,
    });
  });
}

function sendNoApplication(req: IncomingMessage, res: ServerResponse): void {
  const title = 'There is no application behind this server';
  const hint =
    'It has static files only. Say where the application listens (--proxy 8000), or start it after -- .';
  if (!wantsPage(req)) sendText(req, res, 404, `${title}.\n${hint}\n`);
  else sendPage(req, res, 404, { title, body: `<h1>${title}</h1>\n<p>${escapeHtml(hint)}</p>` });
}
