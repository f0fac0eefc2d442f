import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** One request. Only methods that change nothing are asked with. */
export interface Question {
  readonly method: 'GET' | 'HEAD';
  /** The path as it is sent, encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  /** By name in lower case; values of a header that came twice, with commas between them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Bytes; of a longer answer the rest is not read. */
const LONGEST_BODY = 8_000_000;

/** Milliseconds without a byte, after which a server counts as not answering. */
const PATIENCE = 20_000;

/** Asks one question. Nothing is followed, nothing is unpacked. Rejects with the system's error if there is no answer. */
export function ask(origin: URL, { method, target, headers }: Question): Promise<Answer> {
  const request = origin.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const { hostname, port } = origin;
    const options = {
      method,
      // Node would resolve dots in a URL: the path goes as it is.
      path: target,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      headers: { 'User-Agent': 'collectstatic', ...headers },
      agent: false as const,
      timeout: PATIENCE,
    };
    const asked = request(options, (answer) => {
      const parts: Buffer[] = [];
      let size = 0;
      const finish = (): void => {
        const fields = Object.entries(answer.headersDistinct).map(([name, values = []]) => [
          name,
          values.join(', '),
        ]);
        resolve({
          status: answer.statusCode ?? 0,
          headers: Object.fromEntries(fields) as Record<string, string>,
          body: Buffer.concat(parts),
        });
      };
      answer.on('data', (part: Buffer) => {
        parts.push(part);
        size += part.length;
        if (size <= LONGEST_BODY) return;
        finish();
        asked.destroy();
      });
      answer.on('end', finish);
      answer.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error('it does not answer')));
    asked.on('error', reject);
    asked.end();
  });
}
