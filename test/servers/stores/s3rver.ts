import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installed } from '../../installs/installed.ts';
import { freePort } from '../../serve/free-port.ts';
import { type Server, startServer } from '../server.ts';

/** Starts s3rver, a store that takes every PUT whatever its condition, and any secret key for its one access key `S3RVER`. */
export async function startS3rver(): Promise<Server> {
  const home = installed('s3rver-3.7.1', (folder) => {
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', 's3rver@3.7.1'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return startServer({
    program: process.execPath,
    url,
    args: (folder) => [
      join(home, 'node_modules/s3rver/bin/s3rver.js'),
      '--directory',
      folder,
      '--address',
      '127.0.0.1',
      '--port',
      String(port),
      '--silent',
      '--configure-bucket',
      'contract',
    ],
    isReady: async () => (await fetch(url)).status < 500,
  });
}
