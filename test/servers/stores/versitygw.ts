import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installed } from '../../installs/installed.ts';
import { freePort } from '../../serve/free-port.ts';
import { type Server, startServer } from '../server.ts';
import { KEYS } from './keys.ts';

const VERSION = 'v1.8.0';
const MODULE = 'github.com/versity/versitygw';

/** Why versitygw can't be had here; `undefined` if it can. Building it takes minutes, so it must have been built before. */
export function versitygwMissing(): string | undefined {
  const go = spawnSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' });
  if (go.status !== 0) return 'Go is not installed';
  const source = join(go.stdout.trim(), 'cache/download', MODULE, '@v', `${VERSION}.zip`);
  return existsSync(source) ? undefined : `${MODULE}@${VERSION} is not in Go's cache of modules`;
}

function installVersitygw(): string {
  const home = installed(`versitygw-${VERSION}`, (folder) => {
    execFileSync('go', ['install', `${MODULE}/cmd/versitygw@${VERSION}`], {
      env: { ...process.env, GOTOOLCHAIN: 'local', GOBIN: folder },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  });
  return join(home, 'versitygw');
}

/** Starts the S3 gateway of Versity before a folder. `KEYS` may do everything. */
export async function startVersitygw(): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return startServer({
    program: installVersitygw(),
    url,
    args: (folder) => ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', folder],
    env: { ROOT_ACCESS_KEY: KEYS.accessKey, ROOT_SECRET_KEY: KEYS.secretKey },
    isReady: async () => (await fetch(url)).status === 403,
  });
}
