import type { IncomingMessage, ServerResponse } from 'node:http';
import { errnoOf, errnoWords } from '../../errors.ts';
import { escapeHtml, sendPage, sendText, wantsPage } from '../http/text.ts';
import { type Address, addressText } from './address.ts';

/** Answers that the application does not: which it is, what happened, and what to do. A browser looks again by itself. */
export function sendBadGateway(
  req: IncomingMessage,
  res: ServerResponse,
  { address, command }: { readonly address: Address; readonly command: readonly string[] | null },
  error: unknown,
): void {
  const place = addressText(address);
  const { what, hint } = explain(error, place, command);
  if (!wantsPage(req) || req.method !== 'GET') {
    sendText(req, res, 502, `${what}\n${hint}\n`);
    return;
  }
  sendPage(req, res, 502, {
    title: 'The application does not answer',
    head: '<meta http-equiv="refresh" content="2">',
    body: `<h1>${escapeHtml(what)}</h1>
<p>${escapeHtml(hint)}</p>
<p class="faint">collectstatic looks again every two seconds.</p>`,
  });
}

function explain(
  error: unknown,
  place: string,
  command: readonly string[] | null,
): { readonly what: string; readonly hint: string } {
  const started = command === null ? null : command.join(' ');
  switch (errnoOf(error)) {
    case 'ECONNREFUSED':
      return {
        what: `Nothing listens on ${place}.`,
        hint:
          started === null
            ? 'Start the application there, or say with --proxy where it listens.'
            : `It was started with: ${started}. See its messages in the terminal; it may listen on another port.`,
      };
    case 'ECONNRESET':
    case 'EPIPE':
      return {
        what: `The application on ${place} closed the connection before it answered.`,
        hint: 'It may have crashed or be reloading: see its messages in the terminal.',
      };
    default:
      return {
        what: `The application on ${place} can't be reached, or what it answers is not HTTP: ${errnoWords(error)}.`,
        hint: 'See its messages in the terminal, and whether --proxy names the right port.',
      };
  }
}
