import { cpSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../fake-process.ts';
import { freePort } from '../../serve/free-port.ts';
import { missing, startWith, type WebServer } from './servers.ts';
import { makeSite, type Site } from './site.ts';

// `collectstatic check-server` finds what people do wrong, each mistake planted in a configuration that was right, and nothing
// in the right ones.

let site: Site;
let swapped: Site;
/** What the application answers with. */
let page: string;
let application: Server;
let behind: number;

beforeAll(async () => {
  site = await makeSite();
  swapped = await makeSite(['--swap']);
  application = createServer((_asked, answer) => {
    answer.setHeader('Content-Type', 'text/html');
    answer.end(page);
  });
  behind = await new Promise((resolve) => {
    application.listen(0, '127.0.0.1', () => resolve((application.address() as AddressInfo).port));
  });
  page = `<link href="/static/${site.hashed.get('css/site.css')}"><script src="/static/${site.hashed.get('js/app.js')}"></script>`;
});

afterAll(() => {
  site.remove();
  swapped.remove();
  application.close();
});

interface Found {
  readonly code: number;
  readonly problems: readonly { readonly code: string; readonly hint: string }[];
  readonly requests: number;
}

/** The servers write it in ways of their own, with the address or apart from it. */
const SOME_PORT = '65535';
const texts = new Map<string, Promise<string>>();

/** The configuration of a site, which listens at `SOME_PORT`. */
function written(server: WebServer, of: Site): Promise<string> {
  const key = `${server} ${of.folder}`;
  const words = ['--full', '--listen', `127.0.0.1:${SOME_PORT}`, '--app', `http://127.0.0.1:${behind}`];
  const text = texts.get(key) ?? of.config(server, ...words, ...(server === 'nginx' ? ['--brotli'] : []));
  texts.set(key, text);
  return text;
}

/** Serves a site by a changed configuration, and checks it. */
async function check(server: WebServer, of: Site, change: (text: string) => string): Promise<Found> {
  const port = await freePort();
  const changed = change((await written(server, of)).replaceAll(SOME_PORT, String(port)));
  const running = await startWith(server, of, changed, port);
  try {
    const asked = ['check-server', `http://127.0.0.1:${port}`, '--format', 'json'];
    const { code, stdout } = await runCli(asked, { cwd: of.folder });
    return { code, ...JSON.parse(stdout) };
  } finally {
    await running.stop();
  }
}

const SERVERS: readonly WebServer[] = ['nginx', 'apache', 'caddy'];

describe.each(SERVERS)('%s as it is written', (server) => {
  test.skipIf(missing(server) !== null)(`has nothing wrong ${missing(server) ?? ''}`.trim(), async () => {
    for (const of of [site, swapped]) {
      const { code, problems, requests } = await check(server, of, (text) => text);
      expect(problems).toEqual([]);
      expect(code).toBe(0);
      expect(requests).toBeLessThan(90);
    }
  });
});

interface Mistake {
  readonly name: string;
  readonly server?: WebServer;
  /** What stands there is replaced. */
  readonly change: readonly (readonly [RegExp | string, string])[];
  readonly codes: readonly string[];
}

const MISTAKES: readonly Mistake[] = [
  {
    name: 'alias to another folder',
    change: [[/alias "(.*)\/static\/"/, 'alias "$1/run/"']],
    codes: ['server-alias'],
  },
  { name: 'root for alias', change: [[/alias "/, 'root "']], codes: ['server-alias'] },
  {
    name: 'a location without a slash',
    change: [['location ^~ "/static/" {', 'location ^~ "/static" {']],
    codes: ['server-leaks-parent'],
  },
  {
    name: 'everything is forbidden',
    change: [['expires off;', 'expires off; deny all;']],
    codes: ['server-forbidden'],
  },
  {
    name: 'everything is redirected',
    change: [['expires off;', 'expires off; return 301 https://localhost$request_uri;']],
    codes: ['server-redirects'],
  },
  { name: 'modules have no type', change: [['cjs js mjs;', 'cjs js;']], codes: ['server-type'] },
  { name: 'text has no charset', change: [['charset utf-8;', 'charset off;']], codes: ['server-charset'] },
  {
    name: 'nothing is kept',
    change: [[/if \(\$uri ~ ".*\{12\}.*\n/, '\n']],
    codes: ['server-immutable-missing'],
  },
  {
    name: 'everything is kept for a year',
    change: [
      ['expires off;', 'expires 1y;'],
      ['add_header Cache-Control $collectstatic_cache;', ''],
    ],
    codes: ['server-immutable-plain'],
  },
  {
    name: 'names that only look hashed',
    change: [[/if \(\$uri ~ ".*backup.*\n/, '\n']],
    codes: ['server-immutable-plain'],
  },
  {
    name: 'Cache-Control is always sent',
    change: [['Cache-Control $collectstatic_cache;', 'Cache-Control $collectstatic_cache always;']],
    codes: ['server-cache-on-404'],
  },
  {
    name: 'no Cache-Control',
    change: [['add_header Cache-Control $collectstatic_cache;', '']],
    codes: ['server-cache-missing', 'server-immutable-missing'],
  },
  {
    name: 'Cache-Control twice',
    change: [['expires off;', 'expires 60s;']],
    codes: ['server-cache-twice'],
  },
  { name: 'no Vary', change: [['gzip_vary on;', 'gzip_vary off;']], codes: ['server-vary'] },
  {
    name: 'variants lie there in vain',
    change: [
      ['gzip_static on;', ''],
      ['brotli_static on;', ''],
    ],
    codes: ['server-variant-unused'],
  },
  { name: 'nothing for proxies', change: [['gzip_proxied any;', '']], codes: ['server-variant-proxy'] },
  {
    name: 'variants have addresses',
    change: [[/location ~ ".*collectstatic_original.*\{[^}]*\}[^}]*\}/, '']],
    codes: ['server-variant-address'],
  },
  {
    name: 'hidden files',
    change: [[/location ~ "\^\/static\/\(\?:\.\*\/\)\?\\\." \{ return 404; \}/, '']],
    codes: ['server-leaks-hidden'],
  },
  {
    name: 'the manifest',
    change: [[/location ~ ".*staticfiles.*\n/, '\n']],
    codes: ['server-leaks-manifest'],
  },
  {
    name: 'folders are listed',
    change: [['try_files $uri =404;', 'autoindex on;']],
    codes: ['server-lists-folders'],
  },
  { name: 'no ranges', change: [['expires off;', 'expires off; max_ranges 0;']], codes: ['server-ranges'] },
  { name: 'no tags', change: [['expires off;', 'expires off; etag off;']], codes: ['server-validators'] },
  {
    name: 'fonts for one origin',
    change: [['add_header Access-Control-Allow-Origin "*";', '']],
    codes: ['server-cors'],
  },
  {
    name: 'an encoding that is none',
    change: [['expires off;', 'expires off; gunzip off; add_header Content-Encoding gzip;']],
    codes: ['server-variant-broken', 'server-archive-unpacked'],
  },
  {
    name: 'an archive as an encoding',
    server: 'apache',
    change: [['RemoveEncoding .gz', 'AddEncoding x-gzip .gz\nRemoveEncoding .x']],
    codes: ['server-archive-unpacked'],
  },
  {
    name: 'q=0 is passed over',
    server: 'apache',
    change: [[/(RewriteCond %\{HTTP:Accept-Encoding\}) ".*?br\\s.*"/, '$1 "br"']],
    codes: ['server-encoding-refused'],
  },
  {
    name: 'Content-Encoding is left out',
    server: 'apache',
    change: [[/Header set Content-Encoding .*/g, '']],
    codes: ['server-encoding-missing'],
  },
  {
    name: 'compressed for everybody',
    server: 'apache',
    change: [[/RewriteCond %\{HTTP:Accept-Encoding\} .*/g, '']],
    codes: ['server-encoding-unasked'],
  },
  {
    name: 'one tag for all',
    change: [['expires off;', 'expires off; etag off; add_header ETag \'"same"\';']],
    codes: ['server-tags-alike', 'server-validators'],
  },
  {
    name: 'Require is missing',
    server: 'apache',
    change: [['Require all granted', '']],
    codes: ['server-forbidden'],
  },
  {
    name: 'no Vary where nothing is compressed',
    server: 'caddy',
    change: [[/header @collectstatic_varied \{[^}]*\}/, '']],
    codes: ['server-vary'],
  },
  {
    name: 'types by guessing',
    server: 'caddy',
    change: [[/header @collectstatic_type_\d+ .*/g, '']],
    codes: ['server-type'],
  },
];

test.for(MISTAKES)('$name', async ({ server = 'nginx', change, codes }, { skip }) => {
  const reason = missing(server);
  if (reason !== null) skip(reason);
  const found = await check(server, site, (text) => {
    const changed = change.reduce((each, [what, by]) => each.replace(what, by), text);
    expect(changed).not.toBe(text);
    return changed;
  });
  expect(found.problems.map(({ code }) => code).sort()).toEqual([...codes].sort());
  for (const { hint } of found.problems) expect(hint).not.toMatch(/\bURL\/|\bROOT\b/);
});

test('a server with the files of another release, and an application that was not reloaded', async ({
  skip,
}) => {
  const reason = missing('nginx');
  if (reason !== null) skip(reason);
  const other = join(site.folder, 'other');
  cpSync(site.staticRoot, other, { recursive: true });
  writeFileSync(join(other, 'css/base.css'), 'another');
  const stale = await check('nginx', site, (text) =>
    text.replace(/alias ".*\/static\/"/, `alias "${other}/"`),
  );
  expect(stale.problems.map(({ code }) => code)).toEqual(['server-content']);
  const right = page;
  const codesOf = async (text: string): Promise<readonly string[]> => {
    page = text;
    const { problems } = await check('nginx', site, (each) => each);
    return problems.map(({ code }) => code);
  };
  expect(await codesOf('<link href="/static/css/site.0123456789ab.css">')).toEqual([
    'server-out-of-step',
    'server-page-broken',
  ]);
  // The file of a former release is still there.
  site.write('static/css/site.0123456789ab.css', 'former');
  expect(await codesOf("<link href='/static/css/site.0123456789ab.css'>")).toEqual(['server-out-of-step']);
  // As Django writes names with a blank and an ampersand.
  const odd = ['odd/a b.css', 'odd/se;mi&amp.css'].map((name) => site.hashed.get(name) as string);
  const links = odd.map((name) => `<link href="/static/${name.replaceAll('&', '&amp;')}">`);
  expect(await codesOf(links.join(''))).toEqual([]);
  page = right;
});
