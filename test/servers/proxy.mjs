// A proxy before a server on the loopback that counts requests, delays them, cuts them off or answers in the server's
// place. As a program: `node proxy.mjs URL MILLISECONDS`; it writes its URL, and for each line it reads what passed since.
import { Agent, createServer, request as sendRequest } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The answer of a store that is asked for too much. */
export const SLOW_DOWN = {
  status: 503,
  headers: { 'content-type': 'application/xml' },
  body: '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>',
};

export async function startProxy(upstream, { latency = 0, decide = () => 'pass' } = {}) {
  const { hostname, port } = new URL(upstream);
  const agent = new Agent({ keepAlive: true });
  const passed = [];
  let number = 0;
  let running = 0;
  let peak = 0;

  const server = createServer(async (request, response) => {
    const { method, url: path, headers } = request;
    const seen = { number: ++number, method, path, headers, body: 0 };
    passed.push(seen);
    peak = Math.max(peak, ++running);
    response.once('close', () => running--);
    request.on('data', (chunk) => {
      seen.body += chunk.length;
    });
    request.pause();
    const action = await decide(seen);
    if (latency > 0) await wait(latency);
    if (action === 'cut') return void request.socket.destroy();
    if (typeof action === 'object') {
      request.resume();
      // Of one without a body, the end has passed.
      if (!request.complete) await new Promise((resolve) => request.once('end', resolve));
      response.writeHead(action.status, action.headers);
      return void response.end(action.body);
    }
    const onward = sendRequest({ hostname, port, method, path, headers, agent }, (answer) => {
      if (action === 'cut-answer') {
        answer.resume();
        answer.once('end', () => request.socket.destroy());
        return;
      }
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
      answer.once('error', () => request.socket.destroy());
    });
    onward.once('error', () => request.socket.destroy());
    request.once('close', () => {
      if (!request.complete) onward.destroy();
    });
    request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    passed,
    get peak() {
      return peak;
    },
    reset() {
      passed.length = 0;
      number = 0;
      peak = 0;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}

/** How many requests of each method passed, and in all. */
export function countRequests(passed) {
  const counts = { all: passed.length, bytes: 0 };
  for (const { method, body } of passed) {
    counts[method] = (counts[method] ?? 0) + 1;
    counts.bytes += body;
  }
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , upstream, latency] = process.argv;
  const proxy = await startProxy(upstream, { latency: Number(latency) });
  console.log(proxy.url);
  for await (const _line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify({ ...countRequests(proxy.passed), peak: proxy.peak }));
    proxy.reset();
  }
  await proxy.stop();
}
