import { expect, test } from 'vitest';
import {
  contentType,
  entityTag,
  looksHashed,
  mediaType,
  type ServingFacts,
  servingRules,
  urlPath,
} from '../../src/serving/index.ts';
import type { ServingSpec } from '../../src/types.ts';
import { settingsOf } from '../finders/project.ts';

const SPEC: ServingSpec = {
  maxAge: 60,
  charset: 'utf-8',
  mimetypes: {},
  allowAllOrigins: true,
  indexFile: null,
  root: null,
  immutablePattern: null,
  wsgiApplication: null,
  notFollowed: [],
};

const NAMES = [
  'css/site.css',
  'css/site.55e7cbb9ba48.css',
  'css/site.55e7cbb9ba48.css.br',
  'css/site.55e7cbb9ba48.css.gz',
  'css/site.55e7cbb9ba48.css.zst',
  'data/backup.202511281631.json',
  'dump.tar.gz',
  'dist/app-a1b2c3d4.js',
  'staticfiles.json',
  'staticfiles.json.gz',
];

const HASHED = new Map([
  ['css/site.css', 'css/site.55e7cbb9ba48.css'],
  ['dist/app-a1b2c3d4.js', 'dist/app-a1b2c3d4.js'],
]);

function rules(serving: Partial<ServingSpec> = {}, more: Partial<ServingFacts['settings']> = {}) {
  const settings = settingsOf('/srv');
  const exists = (path: string) => NAMES.includes(path);
  return servingRules({
    settings: {
      ...settings,
      storage: { ...settings.storage, kind: 'manifest' },
      prehashed: [],
      ...more,
      serving: { ...SPEC, ...serving },
    },
    hashedNames: HASHED,
    exists,
  });
}

test('a type hangs on the name alone', () => {
  const names =
    'a.js a.MJS a.cjs a.map a.json a.webmanifest a.wasm a.otf a.ttf a.woff2 a.svg a.ico LICENSE .css';
  expect(names.split(' ').map((name) => mediaType(`x.y/${name}`))).toEqual([
    ...['text/javascript', 'text/javascript', 'text/javascript', 'application/json', 'application/json'],
    ...['application/manifest+json', 'application/wasm', 'font/otf', 'font/ttf', 'font/woff2'],
    ...['image/svg+xml', 'image/vnd.microsoft.icon', 'application/octet-stream', 'application/octet-stream'],
  ]);
  const own = {
    '.foo': 'application/x-foo',
    'crossdomain.xml': 'text/x-cross-domain-policy',
    '.css': 'text/own',
  };
  expect(mediaType('a/CrossDomain.xml', own)).toBe('text/x-cross-domain-policy');
  expect(mediaType('a.foo', own)).toBe('application/x-foo');
  expect(mediaType('a.css', own)).toBe('text/own');
  // No property of objects is a type.
  expect(mediaType('constructor')).toBe('application/octet-stream');
  expect(mediaType('a.constructor')).toBe('application/octet-stream');
});

test('text has a charset, JSON and pictures have none', () => {
  expect(contentType('text/css')).toBe('text/css; charset=utf-8');
  expect(contentType('text/javascript', 'latin-1')).toBe('text/javascript; charset=latin-1');
  expect(contentType('text/plain; charset=ascii')).toBe('text/plain; charset=ascii');
  expect(contentType('application/json')).toBe('application/json');
  expect(contentType('image/svg+xml')).toBe('image/svg+xml');
});

test('what the manifest names is immutable, and nothing else by its looks', () => {
  const { serve } = rules();
  expect(serve('css/site.55e7cbb9ba48.css')).toEqual({
    path: 'css/site.55e7cbb9ba48.css',
    contentType: 'text/css; charset=utf-8',
    contentEncoding: null,
    cacheControl: 'public, max-age=31536000, immutable',
    immutable: true,
    encodings: [
      { encoding: 'br', path: 'css/site.55e7cbb9ba48.css.br' },
      { encoding: 'zstd', path: 'css/site.55e7cbb9ba48.css.zst' },
      { encoding: 'gzip', path: 'css/site.55e7cbb9ba48.css.gz' },
    ],
    variantOf: null,
    hidden: false,
  });
  for (const path of ['css/site.css', 'data/backup.202511281631.json', 'dist/app-a1b2c3d4.js']) {
    expect(serve(path)).toMatchObject({ immutable: false, cacheControl: 'public, max-age=60' });
  }
  expect(looksHashed('data/backup.202511281631.json')).toBe(true);
  expect(looksHashed('LICENSE.ef806a9f1c4e')).toBe(true);
  expect(looksHashed('css/site.css')).toBe(false);
});

test('PREHASHED names further files that never change', () => {
  const { serve } = rules({}, { prehashed: ['dist/**'] });
  expect(serve('dist/app-a1b2c3d4.js').immutable).toBe(true);
  expect(rules({}, { prehashed: 'auto' }).serve('dist/app-a1b2c3d4.js').immutable).toBe(true);
});

test('a variant has the type and the age of its original, an archive its own', () => {
  const { serve } = rules();
  expect(serve('css/site.55e7cbb9ba48.css.gz')).toMatchObject({
    contentType: 'text/css; charset=utf-8',
    contentEncoding: 'gzip',
    immutable: true,
    encodings: [],
    variantOf: 'css/site.55e7cbb9ba48.css',
  });
  expect(serve('dump.tar.gz')).toMatchObject({
    contentType: 'application/gzip',
    contentEncoding: null,
    variantOf: null,
  });
});

test('the manifest and names with a dot in front are hidden', () => {
  const { serve } = rules();
  for (const path of ['staticfiles.json', 'staticfiles.json.gz', '.env', 'a/.git/config', '.collectstatic/x'])
    expect(serve(path).hidden).toBe(true);
  expect(serve('a/staticfiles.json').hidden).toBe(false);
  expect(rules({}, { storage: settingsOf('/').storage }).serve('staticfiles.json').hidden).toBe(false);
});

test("WhiteNoise's settings are heeded", () => {
  expect(rules({ maxAge: null }).serve('css/site.css').cacheControl).toBeNull();
  expect(rules({ maxAge: 5 }).serve('css/site.css').cacheControl).toBe('public, max-age=5');
  expect(rules({ charset: 'koi8-r' }).serve('css/site.css').contentType).toBe('text/css; charset=koi8-r');
  expect(rules({ mimetypes: { '.css': 'text/own' } }).serve('a.css').contentType).toBe(
    'text/own; charset=utf-8',
  );
  // The test is asked instead of the manifest, about the URL.
  const { serve } = rules({ immutablePattern: '^/static/dist/' });
  expect(serve('dist/app-a1b2c3d4.js').immutable).toBe(true);
  expect(serve('css/site.55e7cbb9ba48.css').immutable).toBe(false);
});

test('files at the root of the site are kept shortly, and none is hidden', () => {
  const { serveAtRoot } = rules();
  const exists = (path: string) => ['robots.txt', 'robots.txt.br', '.well-known/security.txt'].includes(path);
  expect(serveAtRoot('robots.txt', exists)).toMatchObject({
    contentType: 'text/plain; charset=utf-8',
    cacheControl: 'public, max-age=60',
    encodings: [{ encoding: 'br', path: 'robots.txt.br' }],
  });
  expect(serveAtRoot('.well-known/security.txt', exists).hidden).toBe(false);
});

test('a tag differs by coding; the path of STATIC_URL is compared decoded', () => {
  expect(entityTag('2a9e56eeb936', 'br')).toBe('"2a9e56eeb936-br"');
  expect(entityTag('2a9e56eeb936')).toBe('"2a9e56eeb936"');
  expect(urlPath('https://cdn.example.com/a%20b/static/?x')).toBe('/a b/static/');
  expect(urlPath('https://cdn.example.com')).toBe('/');
});
