import { createServer, type IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type CollectstaticError, errnoOf, errnoWords, fail } from '../../errors.ts';
import { sendText } from './text.ts';

/** Where a server is to listen. Port 0 stands for any free one. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** What a server does with what comes in. */
export interface Behaviour {
  readonly answer: (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;
  /** Takes over the connection of a websocket. */
  readonly connect: (req: IncomingMessage, socket: Socket, head: Buffer) => void;
  /** Told of an error that is ours; the client gets a 500. */
  readonly onError: (error: unknown) => void;
}

export interface Listening {
  readonly port: number;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

/** Bytes. Cookies of development sites pile up. */
const HEADER_LIMIT = 64 * 1024;

/** Starts a server. Throws CollectstaticError if the place can't be had. */
export async function listen({ host, port }: Place, behaviour: Behaviour): Promise<Listening> {
  const server = createServer({ maxHeaderSize: HEADER_LIMIT }, (req, res) => respond(behaviour, req, res));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (req.headers.upgrade?.toLowerCase() === 'websocket') behaviour.connect(req, socket, head);
    else respondTo(behaviour, req, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(refused(error, host, port)));
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function respond(behaviour: Behaviour, req: IncomingMessage, res: ServerResponse): void {
  // A client that goes away is no error.
  res.on('error', destroy);
  req.on('error', destroy);
  const failed = (error: unknown): void => {
    behaviour.onError(error);
    sendText(req, res, 500, 'collectstatic failed to answer: see its terminal.\n');
  };
  try {
    behaviour.answer(req, res)?.catch(failed);
  } catch (error) {
    failed(error);
  }
}

function destroy(this: IncomingMessage | ServerResponse): void {
  this.destroy();
}

/** Answers a request for another protocol (`Upgrade: h2c`) in this one, once. */
function respondTo(behaviour: Behaviour, req: IncomingMessage, socket: Socket): void {
  const res = new ServerResponse(req);
  res.shouldKeepAlive = false;
  res.assignSocket(socket);
  res.on('finish', () => socket.end());
  respond(behaviour, req, res);
}

const NO_ADDRESS: ReadonlySet<string | undefined> = new Set(['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN']);

function refused(error: Error, host: string, port: number): CollectstaticError {
  const code = errnoOf(error);
  if (code === 'EADDRINUSE')
    return fail(
      {
        code: 'port-in-use',
        message: `Port ${port} of ${host} is in use by another process`,
        hint: 'End that process, or take another port: --port 8081; --port 0 takes any free one.',
      },
      { cause: error },
    );
  if (code === 'EACCES')
    return fail(
      {
        code: 'port-refused',
        message: `Port ${port} of ${host} may not be used`,
        cause: errnoWords(error),
        hint: 'Ports below 1024 are for the administrator: take another one, such as --port 8080.',
      },
      { cause: error },
    );
  if (NO_ADDRESS.has(code))
    return fail(
      {
        code: 'host-unknown',
        message: `${host} is no address of this machine`,
        cause: errnoWords(error),
        hint: 'Leave out --host for this machine alone, or say --host 0.0.0.0 for the network.',
      },
      { cause: error },
    );
  return fail(
    {
      code: 'listen-failed',
      message: `Port ${port} of ${host} can't be listened on`,
      cause: errnoWords(error),
    },
    { cause: error },
  );
}
