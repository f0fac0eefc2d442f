import { expect, test } from 'vitest';
import { CollectstaticError } from '../../src/errors.ts';
import type { PublishReport } from '../../src/types.ts';
import { type MemoryOptions, openMemory, type Request, type Store } from './memory-bucket.ts';
import { contentOf, FILES, ledgerOf, makeProject, textOf } from './project.ts';

function actions({ steps }: PublishReport): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { action } of steps) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

/** Notes the requests that a publish makes. */
function noted(): { readonly requests: Request[]; readonly options: MemoryOptions } {
  const requests: Request[] = [];
  return { requests, options: { before: (request) => void requests.push(request) } };
}

async function codesOf(work: Promise<unknown>): Promise<readonly string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

test('publishes a site, and finds nothing to do the second time', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  const { requests, options } = noted();
  const report = await project.publish(store, options);
  const files = store.size - 1;
  expect(actions(report)).toEqual({ put: files });
  expect(files).toBe(11);
  expect(requests).toHaveLength(files + 4);
  expect(report.requests).toBe(files + 4);
  expect(report.release).toEqual({ from: 0, to: 1 });
  expect(report.problems).toEqual([]);
  expect(JSON.parse(textOf(store, 'static/staticfiles.json')).paths['js/app.js']).toMatch(
    /^js\/app\.[0-9a-f]{12}\.js$/,
  );
  const again = noted();
  const second = await project.publish(store, again.options);
  expect(again.requests.map(({ kind }) => kind)).toEqual(['list', 'get']);
  expect(second).toMatchObject({ upToDate: true, release: { from: 1, to: 1 }, bytes: 0, requests: 2 });
});

test('gives names of the manifest a year, and nothing else', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  await project.publish(store);
  const control = new Map([...store].map(([key, { headers }]) => [key, headers.cacheControl]));
  for (const [key, value] of control) {
    const isNamed = /\.[0-9a-f]{12}\.\w+$/.test(key);
    const other = /staticfiles|ledger/.test(key) ? 'no-cache' : 'public, max-age=60';
    expect([key, value]).toEqual([key, isNamed ? 'public, max-age=31536000, immutable' : other]);
  }
});

test('sends what never changes first, what refers after what it refers to, pages late, the manifest and the ledger last', async () => {
  const project = await makeProject();
  const { requests, options } = noted();
  await project.publish(new Map(), { ...options, concurrency: 1 });
  const puts = requests
    .filter(({ kind }) => kind === 'put')
    .map(({ keys }) => keys[0]?.slice('static/'.length) ?? '');
  const sent = puts.slice(2);
  const at = (path: string): number => sent.indexOf(path);
  const firstPlain = sent.findIndex((path) => path in FILES);
  expect(sent.slice(0, firstPlain).every((path) => /\.[0-9a-f]{12}\./.test(path))).toBe(true);
  expect(at('css/base.css')).toBeLessThan(at('css/site.css'));
  expect(at('img/logo.svg')).toBeLessThan(at('css/site.css'));
  expect(sent.slice(-3)).toEqual(['index.html', 'staticfiles.json', '~collectstatic/ledger.json']);
  expect(puts.slice(0, 2)).toEqual(['~collectstatic/ledger.json', '~collectstatic/ledger.json']);
});

test('sends only what changed, never removes before it puts, and retires what is not wanted', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  await project.publish(store);
  await project.write({ 'js/app.js': 'console.log("new")', 'index.html': null });
  const { requests, options } = noted();
  const report = await project.publish(store, options);
  expect(requests.map(({ kind }) => kind)).toEqual(['list', 'get', 'put', 'put', 'put', 'put', 'put']);
  const put = report.steps.filter(({ action }) => action === 'put').map(({ path, reason }) => [path, reason]);
  expect(put).toEqual([
    [expect.stringMatching(/^js\/app\.\w{12}\.js$/), 'new'],
    ['js/app.js', 'bytes differ'],
    ['staticfiles.json', expect.stringMatching(/bytes/)],
  ]);
  expect(report.changedUrls).toEqual(['https://cdn.example.com/static/js/app.js']);
  expect([...report.retired].sort()).toEqual(
    [...report.retired].filter((path) => /^(?:index|js\/app)/.test(path)).sort(),
  );
  expect(report.retired.length).toBeGreaterThanOrEqual(1);
  expect(store.has('static/index.html')).toBe(true);
});

test('removes with clear what is ours and not wanted, last of all, and nothing of others', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  await project.publish(store);
  await openMemory(store).put({
    key: 'static/media/upload.png',
    body: { kind: 'bytes', bytes: Buffer.from('x') },
    md5: '9dd4e461268c8034f5c8564e155c67a6',
    headers: { contentType: 'image/png' },
    traits: {},
  });
  await project.write({ 'index.html': null, 'js/app.js': 'changed' });
  const { requests, options } = noted();
  const report = await project.publish(store, { ...options, clear: true });
  expect(requests.at(-2)?.kind).toBe('remove');
  expect(store.has('static/index.html')).toBe(false);
  expect(store.has('static/media/upload.png')).toBe(true);
  expect(report.changedUrls).toContain('https://cdn.example.com/static/index.html');
  expect([...store.keys()].filter((key) => key.includes('js/app'))).toHaveLength(2);
});

test('changes headers without sending bytes, and says which', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  await project.publish(store);
  const { requests, options } = noted();
  const report = await project.publish(store, {
    ...options,
    headers: { cacheControl: 'public, max-age=300' },
  });
  expect(requests.filter(({ kind }) => kind === 'put')).toHaveLength(2);
  expect(requests.filter(({ kind }) => kind === 'copy')).toHaveLength(5);
  const [step] = report.steps;
  expect(step).toMatchObject({
    action: 'headers',
    reason: 'Cache-Control: public, max-age=60 -> public, max-age=300',
  });
  expect(report.bytes).toBe(0);
  const second = await project.publish(store, { headers: { cacheControl: 'public, max-age=300' } });
  expect(second.upToDate).toBe(true);
});

test.each<[string, MemoryOptions]>([
  ['ETags that are MD5s', {}],
  ['opaque ETags', { opaqueTags: true }],
  ['headers in the listing', { listsHeaders: true }],
])('makes a lost ledger anew by asking, with %s', async (_, memory) => {
  const project = await makeProject();
  const store: Store = new Map();
  await project.publish(store, memory);
  const before = contentOf(store);
  store.delete('static/~collectstatic/ledger.json');
  const { requests, options } = noted();
  const report = await project.publish(store, { ...options, ...memory });
  expect(actions(report)).toEqual({ keep: 11 });
  expect(requests.filter(({ kind }) => kind === 'head')).toHaveLength(memory.listsHeaders ? 0 : 11);
  expect(contentOf(store)).toEqual(before);
  expect((await project.publish(store, memory)).upToDate).toBe(true);
});

test('takes no notice of a ledger that is none, and says so', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  await project.publish(store);
  const ledger = store.get('static/~collectstatic/ledger.json');
  if (ledger === undefined) throw new Error('no ledger');
  for (const text of [
    '',
    '{',
    '[]',
    '{"format":1}',
    '{"format":1,"release":-1,"id":"","at":"","files":{},"digests":[]}',
  ]) {
    store.set('static/~collectstatic/ledger.json', { ...ledger, bytes: Buffer.from(text), etag: 'odd' });
    const report = await project.publish(store, { ignoresConditions: false });
    expect(report.problems.map(({ code }) => code)).toEqual(['publish-ledger-damaged']);
  }
  store.set('static/~collectstatic/ledger.json', { ...ledger, bytes: Buffer.from('{"format":2}') });
  expect(await codesOf(project.publish(store))).toEqual(['publish-ledger-newer']);
});

test('removes nothing by a ledger that names what lies elsewhere', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  await project.publish(store);
  const key = 'static/~collectstatic/ledger.json';
  const stored = ledgerOf(store) as { files: Record<string, unknown> };
  const row = stored.files['js/app.js'];
  Object.assign(stored.files, { '../media/a.png': row, '/etc/x': row, 'a/../../b': row, '': row });
  const ledger = store.get(key);
  if (ledger === undefined) throw new Error('no ledger');
  store.set(key, { ...ledger, bytes: Buffer.from(JSON.stringify(stored)) });
  store.set('media/a.png', ledger);
  const report = await project.publish(store, { clear: true });
  expect(report.problems.map(({ code }) => code)).toEqual(['publish-ledger-damaged']);
  expect(store.has('media/a.png')).toBe(true);
});

test('rehearses with reads only, and tells the number of requests', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  const { requests, options } = noted();
  const rehearsal = await project.publish(store, { ...options, dryRun: true });
  expect(store.size).toBe(0);
  expect(new Set(requests.map(({ kind }) => kind))).toEqual(new Set(['list']));
  const report = await project.publish(store);
  expect(rehearsal.requests).toBe(report.requests);
  expect(rehearsal.steps).toEqual(report.steps);
});

test('says what lay at its keys that is of others', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  await openMemory(store).put({
    key: 'static/js/app.js',
    body: { kind: 'bytes', bytes: Buffer.from('x') },
    md5: '9dd4e461268c8034f5c8564e155c67a6',
    headers: { contentType: 'text/plain' },
    traits: {},
  });
  const report = await project.publish(store);
  expect(report.problems.map(({ code }) => code)).toEqual(['publish-foreign-object']);
  expect(report.problems[0]?.message).toContain('static/js/app.js');
  expect(textOf(store, 'static/js/app.js')).toBe(FILES['js/app.js']);
});

test('notices a store that minds no conditions, and publishes all the same', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  const report = await project.publish(store, { ignoresConditions: true });
  expect(report.problems.map(({ code }) => code)).toEqual(['publish-no-exclusion']);
  expect((await project.publish(store, { ignoresConditions: true })).upToDate).toBe(true);
  await project.write({ 'js/app.js': 'later' });
  const minded = await project.publish(store);
  expect(minded.problems).toEqual([]);
});

test('does not put an older build over a newer one, unless told to', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  await project.publish(store, { builtAt: Date.UTC(2026, 5, 2) });
  await project.write({ 'js/app.js': 'older' });
  const older = { builtAt: Date.UTC(2026, 5, 1) };
  expect(await codesOf(project.publish(store, older))).toEqual(['publish-older']);
  const report = await project.publish(store, { ...older, force: true });
  expect(report.release).toEqual({ from: 1, to: 2 });
});

test('compresses on the way what the settings name, the same each time', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  const gzipTypes = ['text/css', 'text/javascript', 'image/svg+xml'];
  await project.publish(store, { gzipTypes });
  const css = store.get('static/css/base.css');
  expect(css?.headers).toMatchObject({ contentType: 'text/css', contentEncoding: 'gzip' });
  expect(
    Buffer.from(css?.bytes ?? [])
      .subarray(0, 2)
      .toString('hex'),
  ).toBe('1f8b');
  expect(store.get('static/index.html')?.headers.contentEncoding).toBeUndefined();
  expect((await project.publish(store, { gzipTypes })).upToDate).toBe(true);
});

test('sends variants as objects of their own, with type and encoding', async () => {
  const project = await makeProject(
    { 'css/a.css': 'body { color: red }\n'.repeat(50) },
    'compressed-manifest',
  );
  const store: Store = new Map();
  await project.publish(store);
  const variants = [...store].filter(([key]) => /\.(?:gz|br)$/.test(key));
  expect(variants.length).toBe(4);
  for (const [key, { headers }] of variants) {
    expect(headers).toMatchObject({
      contentType: 'text/css',
      contentEncoding: key.endsWith('.gz') ? 'gzip' : 'br',
    });
    expect(headers.cacheControl?.includes('immutable')).toBe(/\.[0-9a-f]{12}\.css/.test(key));
  }
});

test('a store that minds nothing but whether there is anything is known as one that keeps nobody apart', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  const report = await project.publish(store, { ignoresConditions: 'tags' });
  expect(report.problems.map(({ code }) => code)).toEqual(['publish-no-exclusion']);
  expect(ledgerOf(store)).toMatchObject({ conditions: false, claim: null });
});

test('an object that is too large to be copied is sent again for other headers', async () => {
  const project = await makeProject({ 'large.txt': 'larger than ten bytes', 'small.txt': 'small' }, 'plain');
  const store: Store = new Map();
  await project.publish(store);
  const other = { mutableCacheControl: 'no-cache', copiesUpTo: 10 };
  const { steps } = await project.publish(store, other);
  expect(steps.map(({ action, path, reason }) => [action, path, reason])).toEqual([
    ['put', 'large.txt', 'Cache-Control: public, max-age=60 -> no-cache'],
    ['headers', 'small.txt', 'Cache-Control: public, max-age=60 -> no-cache'],
  ]);
  expect((await project.publish(store, other)).upToDate).toBe(true);
});

test('headers that no store can be sent are told before it is asked anything', async () => {
  const project = await makeProject();
  const { requests, options } = noted();
  const headers = {
    contentDisposition: 'inline; filename="ü.css"',
    metadata: { owner: 'a\nb', 'two words': 'x' },
    expires: 'soon',
  };
  const wrong = { ...options, headers, mediaTypes: { x: 'text/日' } };
  const error = await project.publish(new Map(), wrong).catch((thrown: unknown) => thrown);
  const { problems } = error as CollectstaticError;
  expect(problems.map(({ code }) => code)).toEqual(Array(5).fill('publish-header'));
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^Content-Disposition has a character/),
    expect.stringMatching(/^CONTENT_TYPES \(x\)/),
    expect.stringMatching(/^The metadata owner .*"a\\nb"/),
    expect.stringMatching(/"two words"/),
    expect.stringMatching(/^Expires is no time: "soon"/),
  ]);
  expect(requests).toEqual([]);
  const fine = { contentDisposition: "inline; filename*=UTF-8''%C3%BC.css", expires: '2030-01-01T00:00:00Z' };
  await project.publish(new Map(), { headers: fine });
});
