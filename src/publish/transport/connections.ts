import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { answerReader, type ReadAnswer } from './answer.ts';
import type { HttpAnswer, HttpQuestion } from './http-request.ts';

/** Which certificates count. */
export interface Trust {
  readonly rejectUnauthorized?: boolean;
  readonly ca?: Buffer;
}

/** Milliseconds until a connection has to stand, and without a byte on it. */
export const CONNECTION_TIMEOUT: number = 10_000;
export const SOCKET_TIMEOUT: number = 120_000;

/** A question whose body is in memory. */
export type WholeQuestion = Omit<HttpQuestion, 'body'> & { readonly body: readonly Buffer[] };

/** Connections that are kept, by the origin they lead to; each carries one request at a time. */
export interface Connections {
  /**
   * Makes one GET or PUT and reads the answer. Rejects with the error of the connection, with `TooLong`, or with `UnknownAnswer`:
   * nobody knows then whether the request was carried out. As many are open as there are requests at once.
   */
  ask(question: WholeQuestion): Promise<HttpAnswer>;
  /** Opens connections until so many to an origin carry no request. What fails, the request that needs one is told. */
  open(origin: string, count: number): void;
  close(): void;
}

interface Waiting {
  readonly take: (data: Buffer) => ReadAnswer | undefined;
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (error: Error) => void;
}

interface Connection {
  readonly socket: Socket;
  waiting: Waiting | undefined;
}

/**
 * Opens connections of HTTP/1.1 without node:http, whose streams and parsers take three times the processor time of such a
 * request. It sends whole requests and reads whole answers of the plain kind, nothing else.
 */
export function openConnections(trust: Trust): Connections {
  const idle = new Map<string, Connection[]>();
  const open = new Set<Socket>();
  /** The last session of each origin: the next handshake is then a short one. */
  const sessions = new Map<string, Buffer>();

  function connectTo(url: URL): Socket {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (url.protocol === 'http:') return connectTcp({ host, port: Number(url.port || 80) });
    const session = sessions.get(url.origin);
    const socket = connectTls({
      host,
      port: Number(url.port || 443),
      ...(isIP(host) === 0 && { servername: host }),
      ...(session !== undefined && { session }),
      ...trust,
    });
    return socket.on('session', (next: Buffer) => sessions.set(url.origin, next));
  }

  function newConnection(url: URL): Connection {
    const { origin } = url;
    const socket = connectTo(url);
    const connection: Connection = { socket, waiting: undefined };
    const fail = (error: Error): void => {
      open.delete(socket);
      const list = idle.get(origin) ?? [];
      const at = list.indexOf(connection);
      if (at >= 0) list.splice(at, 1);
      const { waiting } = connection;
      connection.waiting = undefined;
      waiting?.reject(error);
      socket.destroy();
    };
    open.add(socket);
    socket.setNoDelay(true);
    socket.setTimeout(CONNECTION_TIMEOUT, () =>
      fail(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })),
    );
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () =>
      socket.setTimeout(SOCKET_TIMEOUT),
    );
    socket.on('error', fail);
    socket.once('close', () => fail(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })));
    socket.on('data', (data: Buffer) => {
      const { waiting } = connection;
      if (waiting === undefined) return fail(new Error('an answer to no question'));
      try {
        const read = waiting.take(data);
        if (read === undefined) return;
        connection.waiting = undefined;
        if (read.isKept) listOf(origin).push(connection);
        else socket.destroy();
        waiting.resolve(read.answer);
      } catch (error) {
        fail(error as Error);
      }
    });
    return connection;
  }

  function listOf(origin: string): Connection[] {
    const known = idle.get(origin);
    if (known !== undefined) return known;
    const list: Connection[] = [];
    idle.set(origin, list);
    return list;
  }

  return {
    ask(question) {
      const { url, maxBytes = Number.POSITIVE_INFINITY } = question;
      return new Promise((resolve, reject) => {
        // The one that was used last has had the least time to be closed by the other side.
        const connection = listOf(url.origin).pop() ?? newConnection(url);
        connection.waiting = { take: answerReader(maxBytes), resolve, reject };
        connection.socket.write(bytesOf(question));
      });
    },
    open(origin, count) {
      const list = listOf(origin);
      // Those that stand already are taken first.
      while (list.length < count) list.unshift(newConnection(new URL(origin)));
    },
    close() {
      for (const socket of open) socket.destroy();
    },
  };
}

/** The request in one piece, so that it leaves in one. Names and values of headers are the caller's, and have no line ends. */
function bytesOf({ url, method, headers, body }: WholeQuestion): Buffer {
  let head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  head += '\r\n';
  const size = body.reduce((sum, { length }) => sum + length, head.length);
  const bytes = Buffer.allocUnsafe(size);
  let at = bytes.write(head, 'latin1');
  for (const piece of body) at += piece.copy(bytes, at);
  return bytes;
}
