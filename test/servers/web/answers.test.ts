import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from './limits.ts';
import { probe } from './probes.ts';
import { missing, startServer, type WebServer } from './servers.ts';
import { makeSite, type Site, startApplication } from './site.ts';

const LEAST_PROBES = 150;

describe.each(['plain', 'swapped'] as const)('a %s STATIC_ROOT', (kind) => {
  let site: Site;
  let application: Awaited<ReturnType<typeof startApplication>>;

  beforeAll(async () => {
    site = await makeSite(kind === 'swapped' ? ['--swap'] : []);
    application = await startApplication();
  });

  afterAll(() => {
    site.remove();
    application.stop();
  });

  test.for<WebServer>(['nginx', 'apache', 'caddy'])(
    '%s answers as it should, but for what it can not',
    async (server, { skip }) => {
      const reason = missing(server);
      if (reason !== null) skip(reason);
      const running = await startServer(server, site, ['--app', `http://127.0.0.1:${application.port}`]);
      try {
        const { count, wrong } = await probe(running.port, site);
        expect(count).toBeGreaterThan(LEAST_PROBES);
        const limits = Object.keys(LIMITS[server]).sort();
        expect(Object.fromEntries(Object.entries(wrong).filter(([name]) => !limits.includes(name)))).toEqual(
          {},
        );
        // What a server has learnt since does not stay in the table.
        expect(Object.keys(wrong).sort()).toEqual(limits);
      } finally {
        await running.stop();
      }
    },
  );
});
