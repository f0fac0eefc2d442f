import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers with a line or two for people. `headers`: names and values in turn. */
export function sendText(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  text: string,
  headers: readonly string[] = [],
): void {
  sendBody(req, res, status, 'text/plain; charset=utf-8', text, headers);
}

/** Answers with a whole page, which no cache keeps. */
export function sendPage(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  page: { readonly title: string; readonly body: string; readonly head?: string },
  headers: readonly string[] = [],
): void {
  const { title, body, head = '' } = page;
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>${head}
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 3rem auto; padding: 0 1rem; color: #222; background: #fff }
h1 { font-size: 1.4rem } code { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
table { border-collapse: collapse } td, th { text-align: left; vertical-align: top; padding: .3rem 1.5rem .3rem 0; border-bottom: 1px solid #ddd }
.faint { color: #666 }
</style></head>
<body>
${body}
</body></html>
`;
  sendBody(req, res, status, 'text/html; charset=utf-8', html, headers);
}

function sendBody(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: readonly string[],
): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const bytes = Buffer.from(text);
  res.writeHead(status, [
    ...['Content-Type', type, 'Content-Length', String(bytes.length)],
    ...['X-Content-Type-Options', 'nosniff', 'Cache-Control', 'no-store'],
    ...headers,
  ]);
  res.end(req.method === 'HEAD' ? undefined : bytes);
}

/** True if the client is a browser that would show a page. */
export function wantsPage({ headers }: IncomingMessage): boolean {
  return headers.accept?.includes('text/html') ?? false;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
