import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { get, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ours } from '../contenders/contender.ts';
import type { Project } from '../project/generate.ts';
import { writeProject } from '../project/written.ts';

// Production in small: Gunicorn, Django and WhiteNoise serve what we collected, by the names in the manifest we wrote.

const { lts } = inject('environments');

const SETTINGS = [
  'DEBUG = False',
  'ALLOWED_HOSTS = ["*"]',
  'ROOT_URLCONF = "mysite.urls"',
  'MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]',
  'INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.staticfiles", "shop"]',
  'TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]',
  'STATIC_URL = "/static/"',
  'STATIC_ROOT = BASE_DIR / "staticfiles"',
  'STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}',
];

const PATHS = [
  'shop/site.css',
  'shop/print.css',
  'shop/app.js',
  'shop/img/logo.svg',
  'shop/img/größe 1.svg',
  'shop/tiny.txt',
  'shop/photo.png',
];

const FILES: Readonly<Record<string, string>> = {
  'shop/__init__.py': '',
  'mysite/wsgi.py': [
    'import os',
    'from django.core.wsgi import get_wsgi_application',
    'os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.settings"',
    'application = get_wsgi_application()',
  ].join('\n'),
  'mysite/urls.py': [
    'from django.shortcuts import render',
    'from django.urls import path',
    'urlpatterns = [path("", lambda request: render(request, "page.html"))]',
  ].join('\n'),
  'shop/templates/page.html': `{% load static %}\n${PATHS.map((path) => `<a href="{% static '${path}' %}">`).join('\n')}`,
  'shop/static/shop/site.css': `@import "print.css";\n.logo { background: url(img/logo.svg) }\n${'.filler { color: red }\n'.repeat(99)}`,
  'shop/static/shop/print.css': `.big { background: url("img/gr%C3%B6%C3%9Fe%201.svg#part") }\n${'.filler { margin: 0 }\n'.repeat(99)}`,
  'shop/static/shop/app.js': 'console.log("shop");\n'.repeat(99),
  'shop/static/shop/img/logo.svg': `<svg xmlns="http://www.w3.org/2000/svg">${'<g/>'.repeat(400)}</svg>`,
  'shop/static/shop/img/größe 1.svg': `<svg xmlns="http://www.w3.org/2000/svg">${'<path/>'.repeat(400)}</svg>`,
  'shop/static/shop/tiny.txt': 'x',
  'shop/static/shop/photo.png': 'not really a photo '.repeat(99),
};

interface Response {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function fetchRaw(url: string, encoding: string): Promise<Response> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encoding } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) });
      });
    }).on('error', reject);
  });
}

/** Starts Gunicorn on a free port of the loopback. Resolves with its address once it listens. */
function startServer(project: Project): Promise<{ readonly server: ChildProcess; readonly address: string }> {
  const args = [
    '-m',
    'gunicorn',
    'mysite.wsgi',
    '--bind',
    '127.0.0.1:0',
    '--workers',
    '1',
    '--chdir',
    project.folder,
  ];
  const server = spawn(lts.python, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let words = '';
    server.stderr.on('data', (data: Buffer) => {
      words += data;
      const address = /Listening at: (http:\S+)/.exec(words)?.[1];
      if (address !== undefined) resolve({ server, address });
    });
    server.on('exit', () => reject(new Error(`gunicorn ended: ${words}`)));
  });
}

let project: Project;
let server: ChildProcess | undefined;
let address: string;
let urls: string[];

beforeAll(async () => {
  project = writeProject(SETTINGS, FILES);
  const run = await ours(lts.folder).run({ ...project, argv: ['collectstatic', '--no-input'] });
  expect(run.code, run.stderr).toBe(0);
  ({ server, address } = await startServer(project));
  const page = await fetchRaw(`${address}/`, 'identity');
  expect(page.status).toBe(200);
  urls = [...page.body.toString().matchAll(/href="([^"]+)"/g)].map((match) => match[1] as string);
});

afterAll(async () => {
  if (server !== undefined && server.exitCode === null) {
    const ended = new Promise((resolve) => server?.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
  rmSync(project.home, { recursive: true });
});

const VARIANTS = {
  identity: { ending: '', unpack: (body: Buffer) => body },
  gzip: { ending: '.gz', unpack: (body: Buffer) => gunzipSync(body) },
  br: { ending: '.br', unpack: (body: Buffer) => brotliDecompressSync(body) },
};

test('every page URL comes from the manifest', () => {
  expect(urls).toHaveLength(PATHS.length);
  for (const url of urls) expect(url).toMatch(/^\/static\/shop\/.*\.[0-9a-f]{12}\.\w+$/);
});

test.each(Object.entries(VARIANTS))(
  'every URL gives its bytes for ever, asked for %s',
  async (encoding, { ending, unpack }) => {
    let packed = 0;
    for (const url of urls) {
      const file = join(project.staticRoot, decodeURI(url).slice('/static/'.length));
      const response = await fetchRaw(address + url, encoding);
      expect(response.status, url).toBe(200);
      expect(response.headers['cache-control'], url).toMatch(/max-age=315360000.*immutable/);
      const isPacked = ending !== '' && existsSync(file + ending);
      expect(response.headers['content-encoding'], url).toBe(isPacked ? encoding : undefined);
      const body = isPacked ? unpack(response.body) : response.body;
      expect(body.equals(readFileSync(file)), url).toBe(true);
      if (isPacked) packed++;
    }
    expect(packed).toBe(ending === '' ? 0 : 5);
  },
);

test('what style sheets refer to is there', async () => {
  for (const url of urls.filter((each) => each.endsWith('.css'))) {
    const { body } = await fetchRaw(address + url, 'identity');
    const references = [...body.toString().matchAll(/url\("([^"]+)"\)/g)].map((match) => match[1] as string);
    expect(references).not.toEqual([]);
    for (const reference of references) {
      const response = await fetchRaw(new URL(reference, address + url).href, 'identity');
      expect(response.status, reference).toBe(200);
      expect(response.headers['cache-control'], reference).toContain('immutable');
    }
  }
});
