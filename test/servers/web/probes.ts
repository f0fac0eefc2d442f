import type { HttpAnswer } from '../../serve/http-answer.ts';
import { type Asked, decoded, request } from './request.ts';
import { SECRET, type Site, SOURCES } from './site.ts';

/** One request, and what is wrong with the answer. */
export interface Probe {
  readonly name: string;
  readonly asked: Asked;
  /** Returns complaints. */
  readonly judge: (answer: HttpAnswer) => readonly string[];
}

/** Written down here by hand, so that no table of the tool judges itself. */
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  cjs: 'text/javascript; charset=utf-8',
  map: 'application/json',
  json: 'application/json',
  gz: 'application/gzip',
  csv: 'text/csv; charset=utf-8',
  webmanifest: 'application/manifest+json',
  wasm: 'application/wasm',
  woff2: 'font/woff2',
  otf: 'font/otf',
  ttf: 'font/ttf',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/vnd.microsoft.icon',
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  vtt: 'text/vtt; charset=utf-8',
  php: 'application/x-httpd-php',
};

export const FOREVER = 'public, max-age=31536000, immutable';
export const SHORTLY = 'public, max-age=60';

/** A path in a request line, as browsers write it. */
export function encoded(path: string): string {
  return `/static/${path.split('/').map(encodeURIComponent).join('/')}`;
}

function typeOf(path: string): string {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return TYPES[extension] ?? 'application/octet-stream';
}

/** Whether there is a variant at all: then the answer depends on what the client takes. */
function varies(site: Site, path: string): boolean {
  return site.has(`${path}.br`) || site.has(`${path}.gz`);
}

interface Whole {
  readonly site: Site;
  readonly path: string;
  readonly cache: string;
  /** The codings that may be chosen; `identity` is none. */
  readonly codings: readonly string[];
}

/** Judges an answer that has to be a whole file. */
function judgeWhole(
  { site, path, cache, codings }: Whole,
  answer: HttpAnswer,
  isHead = false,
): readonly string[] {
  const { status, headers } = answer;
  const complaints: string[] = [];
  const want = (what: string, found: unknown, right: unknown): void => {
    if (found !== right) complaints.push(`${what} ${JSON.stringify(found)}, not ${JSON.stringify(right)}`);
  };
  want('status', status, 200);
  if (status !== 200) return complaints;
  const coding = headers['content-encoding'] ?? 'identity';
  if (!codings.includes(coding)) complaints.push(`encoding ${coding}, not ${codings.join(' or ')}`);
  want(
    'type',
    headers['content-type']?.replace(/;(?=\S)/, '; '),
    typeOf(path.replace(/\.[0-9a-f]{12}(?=\.[^.]*$)/, '')),
  );
  want('Cache-Control', headers['cache-control'], cache);
  want('Access-Control-Allow-Origin', headers['access-control-allow-origin'], '*');
  want('X-Content-Type-Options', headers['x-content-type-options'], 'nosniff');
  want('Vary', headers.vary, varies(site, path) ? 'Accept-Encoding' : undefined);
  if (!/^(?:W\/)?"[^"]+"$/.test(headers.etag ?? '')) complaints.push(`ETag ${headers.etag}`);
  const sent = coding === 'identity' ? path : `${path}${coding === 'br' ? '.br' : '.gz'}`;
  if (headers['content-length'] !== undefined)
    want('Content-Length', headers['content-length'], String(site.bytes(sent).length));
  if (isHead) want('length of the body', answer.body.length, 0);
  else {
    want('bytes as they are stored', answer.body.equals(site.bytes(sent)), true);
    want('content', decoded(answer).equals(site.bytes(path)), true);
  }
  return complaints;
}

/** Judges an answer that must not be a file, whatever it is. */
function judgeNothing(answer: HttpAnswer, statuses: readonly number[]): readonly string[] {
  const complaints: string[] = [];
  if (!statuses.includes(answer.status))
    complaints.push(`status ${answer.status}, not ${statuses.join(' or ')}`);
  if (answer.headers['cache-control'] !== undefined)
    complaints.push(`Cache-Control ${answer.headers['cache-control']}`);
  const text = answer.body.toString('latin1');
  if (text.includes(SECRET)) complaints.push('the secret');
  if (/Index of|"paths"/.test(text)) complaints.push('a list of what is there');
  return complaints;
}

const LOOKALIKES = ['data/backup.202511281631.json', 'js/chunk.deadbeefcafe.js'];

/** Each file by its plain and by its hashed name, with and without codings. */
function fileProbes(site: Site): readonly Probe[] {
  const names = Object.keys(SOURCES).flatMap((path) => {
    const hashed = site.hashed.get(path) as string;
    const isPlainlyHashed = /\.[0-9a-f]{12}(?:\.[^./]+)?$/.test(hashed);
    return [
      { path, cache: SHORTLY },
      // Django's own odd names, in which the hash does not end the name: they are kept shortly, which is safe.
      { path: hashed, cache: isPlainlyHashed ? FOREVER : SHORTLY },
    ];
  });
  return names.flatMap(({ path, cache }) =>
    [undefined, 'gzip, deflate, br'].map((accepted): Probe => {
      const codings =
        accepted === undefined || !varies(site, path)
          ? ['identity']
          : site.has(`${path}.br`)
            ? ['br']
            : ['gzip'];
      return {
        name: `${path} ${accepted === undefined ? '' : 'compressed'}`.trim(),
        asked: {
          target: encoded(path),
          headers: accepted === undefined ? {} : { 'Accept-Encoding': accepted },
        },
        judge: (answer) => judgeWhole({ site, path, cache, codings }, answer),
      };
    }),
  );
}

const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  gzip: ['gzip'],
  br: ['br'],
  'br, gzip': ['br'],
  'gzip;q=1.0, br;q=0.9': ['br', 'gzip'],
  'br;q=0, gzip': ['gzip'],
  'gzip;q=0, br': ['br'],
  'br;q=0,gzip;q=0': ['identity'],
  'gzip;q=0': ['identity'],
  'br;q=0.000': ['identity'],
  'br; q=0': ['identity'],
  'br;q=0.5': ['br'],
  'gzip;q=0.001': ['gzip'],
  GZIP: ['gzip', 'identity'],
  'x-gzip': ['gzip', 'identity'],
  'x-br': ['identity'],
  brotli: ['identity'],
  xgzip: ['identity'],
  identity: ['identity'],
  deflate: ['identity'],
  'zstd, compress': ['identity'],
  '*': ['identity', 'gzip', 'br'],
  '': ['identity'],
  'gzip,br,zstd,deflate': ['br'],
};

function codingProbes(site: Site): readonly Probe[] {
  const path = site.hashed.get('css/site.css') as string;
  return Object.entries(ACCEPTED).map(([accepted, codings]) => ({
    name: `Accept-Encoding: ${accepted}`,
    asked: { target: encoded(path), headers: { 'Accept-Encoding': accepted } },
    judge: (answer) => judgeWhole({ site, path, cache: FOREVER, codings }, answer),
  }));
}

/** What an answer to the same URL said before: its tags and its date. */
interface Known {
  readonly plain: HttpAnswer;
  readonly brotli: HttpAnswer;
}

function validatorProbes(site: Site, path: string, { plain, brotli }: Known): readonly Probe[] {
  const tag = plain.headers.etag as string;
  const date = plain.headers['last-modified'] as string;
  const whole: Whole = { site, path, cache: FOREVER, codings: ['identity'] };
  const fresh = (answer: HttpAnswer): readonly string[] => {
    const complaints = answer.status === 304 ? [] : [`status ${answer.status}, not 304`];
    if (answer.body.length > 0) complaints.push('a body');
    if (answer.headers.etag === undefined) complaints.push('no ETag');
    if (answer.headers['cache-control'] !== FOREVER)
      complaints.push(`Cache-Control ${answer.headers['cache-control']}`);
    if (answer.headers.vary !== 'Accept-Encoding') complaints.push(`Vary ${answer.headers.vary}`);
    return complaints;
  };
  const stale = (answer: HttpAnswer): readonly string[] => judgeWhole(whole, answer);
  const with_ = (name: string, headers: Readonly<Record<string, string>>, judge: Probe['judge']): Probe => ({
    name,
    asked: { target: encoded(path), headers },
    judge,
  });
  const earlier = new Date(Date.parse(date) - 86_400_000).toUTCString();
  return [
    with_('If-None-Match', { 'If-None-Match': tag }, fresh),
    with_('If-None-Match weak', { 'If-None-Match': `W/${tag.replace(/^W\//, '')}` }, fresh),
    with_('If-None-Match in a list', { 'If-None-Match': `"x", ${tag}` }, fresh),
    with_('If-None-Match any', { 'If-None-Match': '*' }, fresh),
    with_('If-None-Match another', { 'If-None-Match': '"another"' }, stale),
    with_('If-None-Match without quotes', { 'If-None-Match': 'another' }, stale),
    with_('If-None-Match of the other coding', { 'If-None-Match': brotli.headers.etag as string }, stale),
    with_(
      'If-None-Match of Brotli',
      { 'If-None-Match': brotli.headers.etag as string, 'Accept-Encoding': 'br' },
      fresh,
    ),
    with_('If-Modified-Since', { 'If-Modified-Since': date }, fresh),
    with_('If-Modified-Since earlier', { 'If-Modified-Since': earlier }, stale),
    with_('If-Modified-Since nonsense', { 'If-Modified-Since': 'yesterday' }, stale),
    with_(
      'a tag is stronger than a date',
      { 'If-None-Match': '"another"', 'If-Modified-Since': date },
      stale,
    ),
    {
      name: 'tags of two codings differ',
      asked: { target: encoded(path) },
      judge: ({ headers }) => (headers.etag === brotli.headers.etag ? ['one tag for other bytes'] : []),
    },
  ];
}

function rangeProbes(site: Site, path: string, { plain }: Known): readonly Probe[] {
  const bytes = site.bytes(path);
  const whole: Whole = { site, path, cache: FOREVER, codings: ['identity', 'br'] };
  const part =
    (from: number, to: number) =>
    (answer: HttpAnswer): readonly string[] => {
      const complaints = answer.status === 206 ? [] : [`status ${answer.status}, not 206`];
      if (!answer.body.equals(bytes.subarray(from, to + 1))) complaints.push('other bytes');
      const range = `bytes ${from}-${to}/${bytes.length}`;
      if (answer.headers['content-range'] !== range)
        complaints.push(`Content-Range ${answer.headers['content-range']}`);
      return complaints;
    };
  const last = bytes.length - 1;
  const tag = plain.headers.etag as string;
  const cases: readonly [string, Readonly<Record<string, string>>, Probe['judge']][] = [
    ['bytes=0-0', {}, part(0, 0)],
    ['bytes=3-9', {}, part(3, 9)],
    ['bytes=5-', {}, part(5, last)],
    ['bytes=-5', {}, part(bytes.length - 5, last)],
    ['bytes=0-999999', {}, part(0, last)],
    ['bytes=999999-', {}, (answer) => (answer.status === 416 ? [] : [`status ${answer.status}, not 416`])],
    ['bytes=0-1,4-5', {}, ({ status }) => ([200, 206].includes(status) ? [] : [`status ${status}`])],
    ['bytes=9-2', {}, (answer) => judgeWhole(whole, answer)],
    ['chars=0-1', {}, (answer) => judgeWhole(whole, answer)],
    ['bytes=x', {}, (answer) => judgeWhole(whole, answer)],
    [
      'bytes=0-3',
      { 'If-Range': tag },
      tag.startsWith('W/') ? (answer) => judgeWhole(whole, answer) : part(0, 3),
    ],
    ['bytes=0-3', { 'If-Range': '"another"' }, (answer) => judgeWhole(whole, answer)],
    [
      'bytes=0-3',
      { 'Accept-Encoding': 'br' },
      // All of it, or a part of the compressed bytes: never compressed and cut from the original.
      (answer) =>
        answer.status === 206
          ? answer.headers['content-encoding'] === 'br' &&
            answer.body.equals(site.bytes(`${path}.br`).subarray(0, 4))
            ? []
            : ['other bytes']
          : judgeWhole(whole, answer),
    ],
  ];
  return cases.map(([range, headers, judge]) => ({
    name: `Range: ${range} ${Object.entries(headers).flat().join(' ')}`.trim().replace(tag, 'its tag'),
    asked: { target: encoded(path), headers: { Range: range, ...headers } },
    judge,
  }));
}

function absenceProbes(site: Site): readonly Probe[] {
  const css = site.hashed.get('css/site.css') as string;
  const absent = [
    'none.css',
    'css/none.0123456789ab.css',
    'css/site.css/',
    'css/site.css/more',
    'css',
    'css/',
    '',
    'odd',
    '.env',
    '.git/config',
    '.git/',
    'css/.env',
    'staticfiles.json',
    '.collectstatic/ledger.json',
    '.collectstatic.json',
    `${css}.br`,
    `${css}.gz`,
    'css/base.css.gz',
    'CSS/SITE.CSS',
  ].map((path) => `/static/${path}`);
  const escapes = [
    '/static/../settings.py',
    '/static/%2e%2e/settings.py',
    '/static/..%2fsettings.py',
    '/static/%2e%2e%2fsettings.py',
    '/static/css/../../settings.py',
    '/static/..\\settings.py',
    '/static/..%5csettings.py',
    '/static../settings.py',
    '/static..%2fsettings.py',
    '/static/%252e%252e/settings.py',
    '/static//../settings.py',
    '/static/css/site.css%00.png',
    '/static/%00',
    '/static/css%00/../site.css',
    '/static/%c0%ae%c0%ae/settings.py',
    '/static/%ff.css',
    '/static/%',
    '/static/%zz.css',
  ];
  return [
    ...absent.map(
      (target): Probe => ({
        name: `absent ${target}`,
        asked: { target, headers: { 'Accept-Encoding': 'br' } },
        judge: (answer) => judgeNothing(answer, [404]),
      }),
    ),
    ...escapes.map(
      (target): Probe => ({
        name: `escape ${target}`,
        asked: { target },
        judge: (answer) =>
          answer.status === 200 && answer.body.toString().startsWith('APPLICATION')
            ? []
            : judgeNothing(answer, [400, 403, 404]),
      }),
    ),
    // What only begins alike is the application's.
    ...['/staticmap', '/static', '/', '/stati', '/static.css'].map(
      (target): Probe => ({
        name: `application ${target}`,
        asked: { target },
        judge: ({ status, body }) =>
          status === 200 && body.toString() === `APPLICATION ${target}`
            ? []
            : [`${status} ${body.toString().slice(0, 40)}`],
      }),
    ),
  ];
}

function otherProbes(site: Site): readonly Probe[] {
  const path = site.hashed.get('css/site.css') as string;
  const whole: Whole = { site, path, cache: FOREVER, codings: ['identity'] };
  const target = encoded(path);
  const methods = ['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'];
  return [
    ...methods.map(
      (method): Probe => ({
        name: method,
        asked: { method, target, headers: { 'Content-Length': '0' } },
        judge: (answer) => judgeNothing(answer, [403, 405]),
      }),
    ),
    {
      name: 'OPTIONS',
      asked: { method: 'OPTIONS', target },
      judge: ({ status, body }) =>
        [200, 204, 403, 405].includes(status) && !body.includes('color') ? [] : [`${status} with a body`],
    },
    {
      name: 'HEAD',
      asked: { method: 'HEAD', target },
      judge: (answer) => judgeWhole(whole, answer, true),
    },
    {
      name: 'HEAD compressed',
      asked: { method: 'HEAD', target, headers: { 'Accept-Encoding': 'br' } },
      judge: (answer) => judgeWhole({ ...whole, codings: ['br'] }, answer, true),
    },
    {
      name: 'HEAD absent',
      asked: { method: 'HEAD', target: '/static/none.css' },
      judge: (answer) => judgeNothing(answer, [404]),
    },
    {
      name: 'a query',
      asked: { target: `${target}?v=1&x=%2e%2e` },
      judge: (answer) => judgeWhole(whole, answer),
    },
    {
      name: 'through a proxy',
      asked: { target, headers: { Via: '1.1 cache', 'Accept-Encoding': 'gzip' } },
      judge: (answer) => judgeWhole({ ...whole, codings: ['gzip'] }, answer),
    },
    ...[
      '/static//css/site.css',
      '/static/./css/site.css',
      '/static/js/../css/site.css',
      '//static/css/site.css',
    ].map(
      (odd): Probe => ({
        name: `another way ${odd}`,
        asked: { target: odd },
        judge: (answer) =>
          answer.status === 200 && !answer.body.toString().startsWith('APPLICATION')
            ? judgeWhole({ ...whole, path: 'css/site.css', cache: SHORTLY }, answer)
            : answer.status < 500
              ? []
              : [`status ${answer.status}`],
      }),
    ),
    ...LOOKALIKES.map(
      (plain): Probe => ({
        name: `looks hashed ${plain}`,
        asked: { target: encoded(plain) },
        judge: ({ headers }) => (headers['cache-control'] === SHORTLY ? [] : [`${headers['cache-control']}`]),
      }),
    ),
  ];
}

/** Sends all probes, and returns what is wrong, by the names of the probes. */
export async function probe(
  port: number,
  site: Site,
): Promise<{ readonly count: number; readonly wrong: Readonly<Record<string, readonly string[]>> }> {
  const path = site.hashed.get('css/site.css') as string;
  const known: Known = {
    plain: await request(port, { target: encoded(path) }),
    brotli: await request(port, { target: encoded(path), headers: { 'Accept-Encoding': 'br' } }),
  };
  const probes = [
    ...fileProbes(site),
    ...codingProbes(site),
    ...validatorProbes(site, path, known),
    ...rangeProbes(site, path, known),
    ...absenceProbes(site),
    ...otherProbes(site),
  ];
  const wrong: Record<string, readonly string[]> = {};
  for (const { name, asked, judge } of probes) {
    const complaints = await request(port, asked).then(judge, (error: unknown) => [String(error)]);
    if (complaints.length > 0) wrong[name] = complaints;
  }
  return { count: probes.length, wrong };
}
