import { createServer } from 'node:net';

// Where the system gives numbers to whoever asks for any, also to the near end of each connection, they begin higher: a port of
// these stays free until a test listens there, and nobody who tries to connect to it in vain meets himself.
const [FIRST, COUNT] = [10_000, 20_000];
/** Processes that run side by side begin at some distance from each other. */
let last = (process.pid * 101) % COUNT;

/** A port of the loopback that nobody listens on. No two calls give the same one. */
export async function freePort(): Promise<number> {
  for (;;) {
    last = (last + 1) % COUNT;
    const port = FIRST + last;
    if (await isFree(port)) return port;
  }
}

export async function freePorts(count: number): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: count }, freePort));
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
