import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../serve/free-port.ts';
import { request as ask } from './request.ts';
import { missing, startServer, startWith, type WebServer } from './servers.ts';
import { makeSite, type Site } from './site.ts';

// What people add themselves: TLS with HTTP/2, and variants by Zstandard, which Node 20 can't make.

const OPENSSL = '/usr/bin/openssl';
const ZSTD = Buffer.from('these bytes stand for compressed ones');

let site: Site;

beforeAll(async () => {
  site = await makeSite();
  writeFileSync(join(site.staticRoot, 'css/base.css.zst'), ZSTD);
});
afterAll(() => site.remove());

interface Secured {
  readonly part: string;
  readonly port: number;
  readonly key: string;
  readonly certificate: string;
}

const AROUND: Readonly<Record<'nginx' | 'caddy', (secured: Secured) => string>> = {
  nginx: ({ part, port, key, certificate }) => `
load_module modules/ngx_http_brotli_static_module.so;
events { }
http {
  server {
    listen 127.0.0.1:${port} ssl http2;
    ssl_certificate ${certificate};
    ssl_certificate_key ${key};
    include "${part}";
  }
}`,
  caddy: ({ part, port, key, certificate }) => `
{
	auto_https off
}
https://localhost:${port} {
	bind 127.0.0.1
	tls ${certificate} ${key}
	import ${part}
}
`,
};

test.for(['nginx', 'caddy'] as const)('%s with TLS', async (server, { skip }) => {
  const reason = missing(server) ?? (existsSync(OPENSSL) ? null : 'openssl makes the certificate');
  if (reason !== null) skip(reason);
  const [key, certificate] = [join(site.folder, 'key.pem'), join(site.folder, 'certificate.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const kind = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  execFileSync(OPENSSL, [...kind, ...names, '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  const part = join(site.folder, `${server}-tls.conf`);
  writeFileSync(part, await site.config(server, ...(server === 'nginx' ? ['--brotli'] : [])));
  const port = await freePort();
  const running = await startWith(server, site, AROUND[server]({ part, port, key, certificate }), port);
  try {
    const ca = readFileSync(certificate);
    const headersOf = (path: string): Promise<readonly unknown[]> =>
      new Promise((resolve, reject) => {
        const headers = { 'Accept-Encoding': 'br', Host: `localhost:${port}` };
        request({ host: '127.0.0.1', servername: 'localhost', port, path, ca, headers }, (answer) => {
          answer.resume();
          const { 'content-encoding': encoding, 'cache-control': cache, vary } = answer.headers;
          resolve([answer.statusCode, encoding, cache, vary]);
        })
          .on('error', reject)
          .end();
      });
    expect(await headersOf(`/static/${site.hashed.get('css/base.css')}`)).toEqual([
      200,
      'br',
      'public, max-age=31536000, immutable',
      'Accept-Encoding',
    ]);
    expect((await headersOf('/static/.env'))[0]).toBe(404);
  } finally {
    await running.stop();
  }
});

test.for<WebServer>(['apache', 'caddy'])('%s sends Zstandard to who takes it', async (server, { skip }) => {
  const reason = missing(server);
  if (reason !== null) skip(reason);
  const running = await startServer(server, site, []);
  const send = (target: string, accepted: string) =>
    ask(running.port, { target, headers: { 'Accept-Encoding': accepted } });
  try {
    const { status, headers, body } = await send('/static/css/base.css', 'zstd');
    expect([status, headers['content-encoding'], headers.vary]).toEqual([200, 'zstd', 'Accept-Encoding']);
    expect(headers['content-type']).toMatch(/^text\/css; ?charset=utf-8$/);
    expect(body.equals(ZSTD)).toBe(true);
    for (const [accepted, wanted] of [
      ['zstd, br', 'br'],
      ['zstd;q=0, gzip', 'gzip'],
      ['zstd;q=0', undefined],
      ['x-zstd', undefined],
    ] as const) {
      const answer = await send('/static/css/base.css', accepted);
      expect.soft([accepted, answer.headers['content-encoding']]).toEqual([accepted, wanted]);
    }
    expect((await send('/static/css/base.css.zst', 'zstd')).status).toBe(404);
    expect((await send('/static/js/app.js', 'zstd')).headers['content-encoding']).toBeUndefined();
  } finally {
    await running.stop();
  }
});
