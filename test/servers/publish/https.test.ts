import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CollectstaticError } from '../../../src/errors.ts';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { S3Spec } from '../../../src/types.ts';
import { request } from '../../publish/contract.ts';
import { s3Spec } from '../stores/keys.ts';

const OPENSSL = '/usr/bin/openssl';
const PAGE =
  '<?xml version="1.0"?><ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated></ListBucketResult>';

describe.skipIf(!existsSync(OPENSSL))(
  'a store by https (skipped without openssl, which makes its certificate)',
  () => {
    let server: Server;
    let folder: string;
    let certificate: string;
    let port: number;
    let seen: { readonly sender: string; readonly name: string }[] = [];
    let handshakes: boolean[] = [];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'publish-https-'));
      certificate = join(folder, 'store.pem');
      const key = join(folder, 'store.key');
      execFileSync(
        OPENSSL,
        [
          ...[
            'req',
            '-x509',
            '-newkey',
            'ec',
            '-pkeyopt',
            'ec_paramgen_curve:prime256v1',
            '-nodes',
            '-days',
            '2',
          ],
          ...['-keyout', key, '-out', certificate, '-subj', '/CN=localhost'],
          ...['-addext', 'subjectAltName=DNS:localhost,DNS:static.localhost'],
        ],
        { stdio: 'ignore' },
      );
      const options = { key: readFileSync(key), cert: readFileSync(certificate) };
      server = createServer(options, async (incoming, response) => {
        for await (const _chunk of incoming);
        const { servername } = incoming.socket as TLSSocket & { readonly servername: string };
        seen.push({
          sender: incoming.headers['user-agent'] === undefined ? 'plain' : 'sdk',
          name: servername,
        });
        if (incoming.method === 'PUT') response.writeHead(200, { etag: '"abc"' }).end();
        else response.writeHead(200, { 'content-type': 'application/xml' }).end(PAGE);
      });
      server.on('secureConnection', (socket) => handshakes.push(socket.isSessionReused()));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      port = (server.address() as { port: number }).port;
    });

    beforeEach(() => {
      seen = [];
      handshakes = [];
    });

    afterAll(() => {
      server?.closeAllConnections();
      server?.close();
      rmSync(folder, { recursive: true });
    });

    async function use(
      changes: Partial<S3Spec>,
      env: Record<string, string> = {},
      host = 'localhost',
    ): Promise<void> {
      const spec = s3Spec(`https://${host}:${port}`, 'static', { maxAttempts: 1, ...changes });
      const bucket = await openBucket(spec, { env, project: '/', from: 'STORAGES' });
      try {
        for await (const _page of bucket.list(''));
        const keys = Array.from({ length: 40 }, (_, number) => `${number}.css`);
        await Promise.all(keys.map((key) => bucket.put(request(key, Buffer.from(key)))));
      } finally {
        bucket.close();
      }
    }

    test('is spoken to without the SDK, by the name of its host, and handshakes are short after the first', async () => {
      await use({ verify: certificate });
      expect(seen).toEqual(Array.from({ length: 41 }, () => ({ sender: 'plain', name: 'localhost' })));
      expect(handshakes[0]).toBe(false);
      expect(handshakes.slice(1).every((isReused) => isReused)).toBe(true);
    });

    test('AWS_CA_BUNDLE names the authorities too, and verify False asks none', async () => {
      await use({}, { AWS_CA_BUNDLE: certificate });
      await use({ verify: false });
      expect(seen).toHaveLength(82);
    });

    test.each([
      ['an authority that nobody trusts', true, 'localhost'],
      ['a certificate of another host', 'its own', '127.0.0.1'],
    ])('nothing is sent on %s', async (_name, verify, host) => {
      const trusted = verify === true ? true : certificate;
      const error = await use({ verify: trusted }, {}, host).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(CollectstaticError);
      expect((error as CollectstaticError).problems).toMatchObject([
        { code: 'bucket-unreachable', message: expect.stringContaining('is not trusted') },
      ]);
      expect(seen).toEqual([]);
    });
  },
);
