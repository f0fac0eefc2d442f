import { fail } from '../errors.ts';

/** Where the application listens: what the server hands everything else to. */
export type Application =
  | { readonly kind: 'http'; readonly address: string }
  | { readonly kind: 'unix'; readonly socket: string };

/**
 * Reads `--app`: `http://127.0.0.1:8000`, or `unix:/run/shop.sock` (also `http://unix:/run/shop.sock`, as nginx has it). No
 * path: the application sees the URLs as they come.
 */
export function readApplication(text: string): Application {
  const [, socket] = /^(?:http:\/\/)?unix:(?:\/\/)?(\/[\w./@-]+?):?$/.exec(text) ?? [];
  if (socket !== undefined) return { kind: 'unix', socket };
  const [, address] = /^http:\/\/([\w.-]+(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?)\/?$/i.exec(text) ?? [];
  if (address !== undefined) return { kind: 'http', address };
  throw fail({
    code: 'app-invalid',
    message: `--app ${JSON.stringify(text)} is no address of an application`,
    hint: 'Say --app http://127.0.0.1:8000 or --app unix:/run/shop.sock, without a path.',
  });
}

/** What mod_wsgi starts. All absolute. */
export interface WsgiModule {
  readonly file: string;
  /** What the file calls the application. */
  readonly callable: string;
  /** Folders for sys.path. */
  readonly path: readonly string[];
  /** The virtual environment; `null` if none is known. */
  readonly home: string | null;
}

/** Where a whole server listens: `80`, `127.0.0.1:8080`. */
export function readListen(text: string): { readonly host: string | null; readonly port: number } {
  const [, host, port] = /^(?:([\w.-]+|\[[0-9a-f:]+\]):)?(\d{1,5})$/i.exec(text) ?? [];
  const number = Number(port);
  if (port !== undefined && number > 0 && number < 65_536) return { host: host ?? null, port: number };
  throw fail({
    code: 'listen-invalid',
    message: `--listen ${JSON.stringify(text)} is no address to listen at`,
    hint: 'Say a port, or an address and a port: --listen 127.0.0.1:8080.',
  });
}
