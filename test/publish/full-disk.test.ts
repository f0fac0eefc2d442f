import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../fake-process.ts';
import { put, temporaryFolder } from '../storages/folder.ts';

/** Mounts a file system of its own over a folder; `false` where only an administrator may. */
function mountSmall(folder: string, size: string): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return false;
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder]);
  });
  return true;
}

/** A store that counts what it is asked. */
async function countingStore(): Promise<{ readonly url: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, asked };
}

test('a full disk where the files of a bucket are built: one error, and the bucket is not asked', async (context) => {
  const cwd = temporaryFolder();
  if (!mountSmall(join(cwd, '.collectstatic'), '100k'))
    return context.skip('needs leave to mount a file system');
  const { url, asked } = await countingStore();
  put(
    cwd,
    'settings.py',
    `STATIC_URL = "static/"
STATICFILES_DIRS = ["assets"]
STORAGES = {"staticfiles": {"BACKEND": "storages.backends.s3.S3ManifestStaticStorage", "OPTIONS": {
    "bucket_name": "b", "endpoint_url": "${url}", "access_key": "k", "secret_key": "s", "location": "x"}}}
`,
  );
  for (let index = 0; index < 10; index++) put(cwd, `assets/${index}.txt`, 'x'.repeat(30_000));
  const { code, stdout } = await runCli(
    ['--no-input', '--settings', 'settings', '--pythonpath', '.', '--format', 'json'],
    { cwd, env: {} },
  );
  const { problems } = JSON.parse(stdout) as { problems: readonly Record<string, unknown>[] };
  expect(code).toBe(1);
  expect(problems).toMatchObject([
    {
      severity: 'error',
      cause: 'no space left on the device (ENOSPC)',
      hint: expect.stringContaining('room'),
    },
  ]);
  expect(asked).toEqual([]);
});
