import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CollectstaticError } from '../../src/errors.ts';
import type { BucketErrorCode, Problem } from '../../src/types.ts';
import { Killed, killedAt } from './killed.ts';
import { failure, type MemoryOptions, type Request, type Store } from './memory-bucket.ts';
import { contentOf, ledgerOf, makeProject, type Project, textOf } from './project.ts';

const CHANGES = {
  'js/app.js': 'console.log("second")',
  'css/base.css': 'p { color: blue }',
  'js/more.js': 'more()',
};

function failingAt(isFailing: (request: Request) => boolean, code: BucketErrorCode): MemoryOptions {
  return {
    before(request) {
      if (isFailing(request)) throw failure(code, request.keys[0] ?? '');
    },
  };
}

async function problemsOf(work: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    return error.problems;
  }
}

/** What visitors may see of a bucket: the manifest in use, and that each name of it leads to its bytes. */
function assertServable(store: Store, manifests: readonly string[]): void {
  const manifest = textOf(store, 'static/staticfiles.json');
  expect(manifests).toContain(manifest);
  if (manifest === '') return;
  for (const name of Object.values<string>(JSON.parse(manifest).paths)) {
    const bytes = store.get(`static/${name}`)?.bytes;
    expect([name, bytes === undefined]).toEqual([name, false]);
    const hash = createHash('md5')
      .update(bytes ?? '')
      .digest('hex')
      .slice(0, 12);
    expect(name).toContain(hash);
  }
}

async function published(project: Project): Promise<Store> {
  const store: Store = new Map();
  await project.publish(store);
  return store;
}

test.each(['before', 'after'] as const)(
  'survives being killed %s any request, and sends what is missing',
  async (when) => {
    const project = await makeProject();
    const first = await published(project);
    const manifestBefore = textOf(first, 'static/staticfiles.json');
    await project.write(CHANGES);
    const whole: Store = new Map(first);
    await project.publish(whole);
    const manifests = [manifestBefore, textOf(whole, 'static/staticfiles.json')];
    const files = (store: Store): unknown => {
      const { files: rows, release } = ledgerOf(store) as {
        files: Record<string, readonly unknown[]>;
        release: number;
      };
      return {
        release,
        rows: Object.entries(rows)
          .map(([path, [size, md5]]) => [path, size, md5])
          .sort(),
      };
    };
    for (let number = 1; ; number++) {
      const store: Store = new Map(first);
      const killed = await project.publish(store, killedAt(number, when)).catch((error: unknown) => error);
      if (!(killed instanceof Killed)) {
        expect(number).toBeGreaterThan(12);
        break;
      }
      assertServable(store, manifests);
      const done = [...store]
        .filter(([key, object]) => first.get(key) !== object && !key.includes('~'))
        .map(([key]) => key);
      const requests: Request[] = [];
      await project.publish(store, { before: (request) => void requests.push(request) });
      assertServable(store, manifests.slice(1));
      expect(contentOf(store)).toEqual(contentOf(whole));
      expect(files(store)).toEqual(files(whole));
      const sentAgain = requests.filter(({ kind, keys }) => kind === 'put' && done.includes(keys[0] ?? ''));
      expect(sentAgain).toEqual([]);
      expect((await project.publish(store)).upToDate).toBe(true);
    }
  },
);

test('keeps the manifest of before where a PUT fails, tells each cause once, and ends its claim', async () => {
  const project = await makeProject();
  const store = await published(project);
  const before = textOf(store, 'static/staticfiles.json');
  await project.write({ ...CHANGES, 'img/a.png': 'a', 'img/b.png': 'b', 'img/c.png': 'c' });
  const denied = failingAt(
    ({ kind, keys }) => kind === 'put' && keys[0]?.startsWith('static/img/') === true,
    'bucket-denied',
  );
  const problems = await problemsOf(project.publish(store, denied));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({
    code: 'bucket-denied',
    message: expect.stringContaining('the same for 2 more'),
  });
  expect(textOf(store, 'static/staticfiles.json')).toBe(before);
  expect(ledgerOf(store)).toMatchObject({ release: 1, claim: null });
  const report = await project.publish(store);
  expect(report.problems).toEqual([]);
  const put = report.steps.filter(({ action }) => action === 'put').map(({ path }) => path);
  expect(put.filter((path) => /\.[0-9a-f]{12}\./.test(path)).every((path) => path.startsWith('img/'))).toBe(
    true,
  );
});

test('gives up at once where no other key would do better', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`many/${index}.txt`, `${index}`]),
  );
  const project = await makeProject(files);
  let tried = 0;
  const isFailing = ({ kind, keys }: Request): boolean => {
    const isObject = kind === 'put' && !keys[0]?.includes('~');
    if (isObject) tried++;
    return isObject;
  };
  const problems = await problemsOf(project.publish(new Map(), failingAt(isFailing, 'bucket-unreachable')));
  expect(problems.map(({ code }) => code)).toEqual(['bucket-unreachable']);
  expect(tried).toBeLessThan(10);
  tried = 0;
  const refused = await problemsOf(project.publish(new Map(), failingAt(isFailing, 'bucket-denied')));
  expect(refused).toHaveLength(1);
  expect(tried).toBeLessThan(30);
});

test.each<BucketErrorCode>(['bucket-credentials', 'bucket-missing', 'bucket-clock', 'bucket-denied'])(
  'tells %s once, where not even a look is allowed',
  async (code) => {
    const project = await makeProject();
    const problems = await problemsOf(
      project.publish(
        new Map(),
        failingAt(() => true, code),
      ),
    );
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  },
);

test('is interrupted between two requests, and says what can be seen', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  const controller = new AbortController();
  const options: MemoryOptions = {
    concurrency: 1,
    after: ({ number }) => {
      if (number === 6) controller.abort();
    },
  };
  const problems = await problemsOf(project.publish(store, { ...options, signal: controller.signal }));
  expect(problems).toMatchObject([
    { code: 'interrupted', message: expect.stringContaining('the site is as it was') },
  ]);
  expect(textOf(store, 'static/staticfiles.json')).toBe('');
  expect(ledgerOf(store)).toMatchObject({ release: 0, claim: null });
  const report = await project.publish(store);
  expect(report.problems).toEqual([]);
  expect(report.steps.filter(({ action }) => action === 'keep')).toHaveLength(3);
});

test('sends fewer at once when the store asks to slow down', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`many/${index}.txt`, `${index}`]),
  );
  const project = await makeProject(files, 'plain');
  let [running, most, slowDowns] = [0, 0, 0];
  const seen: number[] = [];
  const options: MemoryOptions = {
    concurrency: 8,
    slowDowns: () => slowDowns,
    before: ({ number }) => {
      running++;
      most = Math.max(most, running);
      if (number === 20 || number === 30) slowDowns++;
      if (number > 45) seen.push(running);
    },
    after: () => void running--,
  };
  await project.publish(new Map(), options);
  expect(most).toBe(8);
  expect(Math.max(...seen)).toBeLessThanOrEqual(2);
});

/** Waits turn by turn, however long a busy machine takes until the other one is through. */
const patient = {
  clock: { now: () => Date.now(), sleep: async () => void (await new Promise(setImmediate)) },
  lockTimeout: 3_600_000,
};

test('lets one of two publishers win, and the manifest is that of the last one', async () => {
  const [one, other] = [await makeProject({ 'a.js': 'one' }), await makeProject({ 'a.js': 'other' })];
  for (let turn = 0; turn < 20; turn++) {
    await Promise.all([one.write({ 'a.js': `one ${turn}` }), other.write({ 'a.js': `other ${turn}` })]);
    const store: Store = new Map();
    const results = await Promise.allSettled([
      one.publish(store, { ...patient, builtAt: 1_700_000_000_000 }),
      other.publish(store, { ...patient, builtAt: 1_700_000_000_000 }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    const manifest = JSON.parse(textOf(store, 'static/staticfiles.json'));
    const plain = textOf(store, 'static/a.js');
    expect(textOf(store, `static/${manifest.paths['a.js']}`)).toBe(plain);
    expect(ledgerOf(store)).toMatchObject({ release: 2, claim: null });
  }
});

test('waits for another publisher, says so, and ends with its id where that takes too long', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  await project.publish(store).catch(() => undefined);
  await project.write(CHANGES);
  const stranger = await makeProject({ 'x.js': 'x' });
  await expect(stranger.publish(store, killedAt(6, 'before'))).rejects.toThrow(Killed);
  let time = Date.now();
  const sleep = async (ms: number): Promise<void> => {
    time += ms;
  };
  const clock = { now: () => time, sleep };
  const told: string[] = [];
  const problems = await problemsOf(
    project.publish(store, { clock, lockTimeout: 30_000, onOtherPublisher: (text) => told.push(text) }),
  );
  const { id } = ledgerOf(store).claim as { id: string };
  expect(problems).toMatchObject([{ code: 'publish-claimed', message: expect.stringContaining(id) }]);
  expect(told).toHaveLength(1);
  // Its claim ends by itself.
  const report = await project.publish(store, { clock, lockTimeout: 15 * 60_000 });
  expect(report.release.to).toBe(2);
  expect(ledgerOf(store).claim).toBeNull();
});

test('takes over a claim by force, and the other one notices', async () => {
  const [one, other] = [await makeProject({ 'a.js': 'one' }), await makeProject({ 'a.js': 'other' })];
  const store: Store = new Map();
  let isOver: () => void = () => {};
  const hold = new Promise<void>((resolve) => {
    isOver = resolve;
  });
  const slow = one.publish(store, {
    concurrency: 1,
    before: ({ number }) => (number === 5 ? hold : undefined),
  });
  for (let turn = 0; turn < 200 && store.size < 2; turn++) await new Promise(setImmediate);
  while (ledgerOf(store).claim === undefined) await new Promise(setImmediate);
  await other.publish(store, { force: true });
  isOver();
  expect(await problemsOf(slow)).toMatchObject([{ code: 'publish-overtaken' }]);
  const manifest = JSON.parse(textOf(store, 'static/staticfiles.json'));
  expect(textOf(store, `static/${manifest.paths['a.js']}`)).toBe('other');
});

test('a reader sees no hole in a hundred publishes: every name of the manifest has its bytes', async () => {
  const project = await makeProject({
    'a.js': 'first',
    'css/b.css': 'p { background: url(c.svg) }',
    'css/c.svg': '<svg/>',
  });
  const store = await published(project);
  const urls = new Set<string>();
  let polls = 0;
  /** The same bytes have the same digest: an object of the store is never written in place. */
  const digests = new WeakMap<Uint8Array, string>();
  const digestOf = (bytes: Uint8Array): string => {
    const digest = digests.get(bytes) ?? createHash('md5').update(bytes).digest('hex');
    digests.set(bytes, digest);
    return digest;
  };
  /** What all readers see at this moment, those too who have read an earlier manifest. */
  const readAll = (): void => {
    const { paths } = JSON.parse(textOf(store, 'static/staticfiles.json')) as {
      paths: Record<string, string>;
    };
    for (const [path, name] of Object.entries(paths)) urls.add(`static/${path}`).add(`static/${name}`);
    for (const url of urls) {
      const found = store.get(url);
      const [, hash = ''] = /\.([0-9a-f]{12})\./.exec(url) ?? [];
      if (found === undefined) throw new Error(`${url} is not there`);
      if (!digestOf(found.bytes).startsWith(hash)) throw new Error(`${url} has other bytes`);
      polls++;
    }
  };
  for (let turn = 0; turn < 100; turn++) {
    await project.write({ 'a.js': `publish ${turn}`, 'css/c.svg': `<svg id="${turn % 7}"/>` });
    // The store changes by requests alone: between two of them there is nothing else to see.
    await project.publish(store, { after: readAll });
  }
  expect(polls).toBeGreaterThan(100 * 100);
});

test('renews its claim while it sends for long, once at a time', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`many/${index}.txt`, `${index}`]),
  );
  const project = await makeProject(files, 'plain');
  const store: Store = new Map();
  let time = Date.now();
  let renewals = 0;
  const clock = { now: () => time, sleep: async () => undefined };
  const options: MemoryOptions = {
    concurrency: 8,
    before: ({ kind, keys }) => {
      time += 30_000;
      if (kind === 'put' && keys[0]?.includes('~')) renewals++;
    },
  };
  const report = await project.publish(store, { ...options, clock });
  expect(report.release.to).toBe(1);
  expect(renewals).toBeGreaterThan(5);
  expect(renewals).toBeLessThan(20);
});

test('eight publishers wait for each other', async () => {
  const projects = await Promise.all(
    Array.from({ length: 8 }, (_, index) => makeProject({ 'a.js': `build ${index}` }, 'plain')),
  );
  const store: Store = new Map();
  await Promise.all(projects.map((project) => project.publish(store, { ...patient, justCollected: true })));
  expect(ledgerOf(store)).toMatchObject({ release: 8, claim: null });
});

test('a publisher whose clock is ahead takes over no claim that holds, nor leaves one that holds too long', async () => {
  const MINUTE = 60_000;
  const [right, wrong] = [await makeProject({ 'a.js': 'one' }), await makeProject({ 'a.js': 'other' })];
  const [start, sleep] = [Date.now(), async (): Promise<void> => undefined];
  const rightClock = { clock: { now: () => start, sleep }, lockTimeout: 0 };
  const later = { clock: { now: () => start + 11 * MINUTE, sleep }, lockTimeout: 0 };
  const hour = { clock: { now: () => start + 60 * MINUTE, sleep }, ahead: -60 * MINUTE, lockTimeout: 0 };
  for (const [first, by, second, then] of [
    [right, rightClock, wrong, hour],
    [wrong, hour, right, rightClock],
  ] as const) {
    const store: Store = new Map();
    await expect(first.publish(store, { ...by, ...killedAt(5, 'before') })).rejects.toThrow(Killed);
    const problems = await problemsOf(second.publish(store, { ...then, force: false, justCollected: true }));
    expect(problems.map(({ code }) => code)).toEqual(['publish-claimed']);
    const third = await makeProject({ 'a.js': 'third' });
    expect((await third.publish(store, { ...later, justCollected: true })).release.to).toBe(1);
  }
});

test('what can be seen of a publish that failed is named', async () => {
  const project = await makeProject({ 'a.js': 'a', 'index.html': 'one' }, 'plain');
  const store = await published(project);
  await project.write({ 'a.js': 'b', 'index.html': 'two' });
  const denied = failingAt(
    ({ kind, keys }) => kind === 'put' && keys[0] === 'static/index.html',
    'bucket-denied',
  );
  expect(await problemsOf(project.publish(store, denied))).toMatchObject([
    { code: 'bucket-denied', severity: 'error' },
    { code: 'publish-partly-visible', severity: 'warning', message: expect.stringMatching(/: a\.js$/) },
  ]);
});

test('a removal that fails leaves a release that is whole, and its removals to the next publish', async () => {
  const project = await makeProject({ 'a.js': 'one', 'b.css': 'b {}' });
  const store = await published(project);
  const names = (): Record<string, string> => JSON.parse(textOf(store, 'static/staticfiles.json')).paths;
  const [before] = [names()];
  await project.write({ 'a.js': 'two', 'b.css': null });
  const denied = failingAt(({ kind }) => kind === 'remove', 'bucket-denied');
  expect(await problemsOf(project.publish(store, { ...denied, clear: true }))).toMatchObject([
    { code: 'bucket-denied' },
    { code: 'publish-not-removed', message: expect.stringContaining('Release 2 is in memory://bucket') },
  ]);
  assertServable(store, [textOf(store, 'static/staticfiles.json')]);
  expect(Object.keys(names())).toEqual(['a.js']);
  expect(names()['a.js']).not.toBe(before['a.js']);
  expect(ledgerOf(store)).toMatchObject({ release: 2, claim: null });
  const report = await project.publish(store, { clear: true });
  const removed = report.steps.filter(({ action }) => action === 'remove').map(({ path }) => path);
  expect(removed).toEqual([before['a.js'], before['b.css'], 'b.css'].sort());
  expect(store.has('static/b.css')).toBe(false);
});

test('keys that run out on the way are one error; the claim that they leave is in the way of others only', async () => {
  const project = await makeProject();
  const store = await published(project);
  await project.write(CHANGES);
  const expired = failingAt(({ number }) => number > 6, 'bucket-credentials');
  const problems = await problemsOf(project.publish(store, expired));
  expect(problems.map(({ code }) => code)).toEqual(['bucket-credentials']);
  expect(ledgerOf(store)).toMatchObject({ release: 1, claim: { owed: false } });
  const stranger = await makeProject({ 'x.js': 'x' });
  const busy = await problemsOf(stranger.publish(store, { lockTimeout: 0, justCollected: true }));
  expect(busy.map(({ code }) => code)).toEqual(['publish-claimed']);
  expect((await project.publish(store)).release.to).toBe(2);
  expect((await project.publish(store)).upToDate).toBe(true);
});
