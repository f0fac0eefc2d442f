import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { importSource } from '../bundle/bundle.mjs';
import { run } from './measure.mjs';
import { againstOther, fasterThan } from './rows.mjs';
import { makeProject, SHAPES } from './tree.mjs';

const COLLECTSTATIC = fileURLToPath(new URL('../../bin/collectstatic.js', import.meta.url));
const PROXY = fileURLToPath(new URL('../servers/proxy.mjs', import.meta.url));

// For the SDK that makes the bucket; our own bundle of it is quiet.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Milliseconds that the proxy adds to every request. */
const LATENCY = 20;

/** Django takes two requests a file, one after the other: seven minutes for 10,000, which is a case of its own. */
const SMALL = 1000;
const LARGE = 10_000;

/** Beside s5cmd, and the small tree beside django-storages. Rows with `requests` are exact, times are medians. */
export function publishing(bench) {
  return withStore(bench, async (store) => {
    const rows = [];
    for (const files of bench.quick ? [100] : [SMALL, LARGE])
      rows.push(...(await measure(bench, store, files)));
    return rows;
  });
}

/** The large tree beside django-storages: once each, for it takes a quarter of an hour. */
export function publishingLarge(bench) {
  return withStore(bench, async (store) => {
    const files = bench.quick ? 100 : LARGE;
    const project = makeSite(bench, store, files);
    const last = ours(project, bench.path(`static-${files}`), `ours-${files}`);
    const cold = { ours: (await run(last)).ms };
    const again = { ours: (await run(last)).ms };
    return againstDjango(bench, store, project, labelOf(files), cold, again);
  });
}

/**
 * Does `work` with SeaweedFS behind a proxy that counts and delays; whole processes, as everywhere in the bench.
 *
 * @param {import('./bench.mjs').Bench} bench
 */
async function withStore(bench, work) {
  const scratch = bench.path('.');
  const { startSeaweed } = await importSource('test/servers/stores/seaweedfs.ts', scratch);
  const { makeBucket } = await importSource('test/servers/stores/buckets.ts', scratch);
  const { djangoPackages } = await importSource('test/servers/django-storages/environment.ts', scratch);
  const { KEYS } = await importSource('test/servers/stores/keys.ts', scratch);
  const { s5cmdProgram } = await importSource('test/servers/stores/s5cmd.ts', scratch);
  const server = await startSeaweed();
  const proxy = await startCounting(server.url);
  try {
    await makeBucket(server.url, 'bench');
    return await work({ proxy, keys: KEYS, packages: djangoPackages(), s5cmd: s5cmdProgram() });
  } finally {
    proxy.stop();
    await server.stop();
  }
}

async function measure(bench, store, files) {
  const project = makeSite(bench, store, files);
  const label = labelOf(files);
  const collected = bench.path(`static-${files}`);
  const location = (name, round) => `${name}-${files}-${round}`;
  const times = { ours: [], s5cmd: [] };
  let counts;
  for (let round = 0; round < bench.rounds; round++) {
    const command = ours(project, collected, location('ours', round));
    await store.proxy.counts();
    times.ours.push((await run(command)).ms);
    counts = await store.proxy.counts();
    times.s5cmd.push((await run(s5cmd(store, collected, location('s5cmd', round)))).ms);
  }
  const cold = { ours: median(times.ours), s5cmd: median(times.s5cmd) };
  const rows = [
    { what: `${label}, cold`, value: counts.all, unit: 'requests', atMost: files + 4 },
    { what: `${label}, cold, DELETEs`, value: counts.DELETE ?? 0, unit: 'requests', atMost: 0 },
    againstOther(`${label}, cold`, { wall: cold }, 's5cmd', 1),
  ];
  const last = ours(project, collected, location('ours', 0));
  const again = { ours: median(await repeat(bench.rounds, async () => (await run(last)).ms)) };
  await store.proxy.counts();
  await run(last);
  const idle = await store.proxy.counts();
  rows.push({
    what: `${label}, nothing to do`,
    value: idle.all,
    unit: 'requests',
    atMost: 1 + Math.ceil((files + 1) / 1000),
  });
  if (files <= SMALL) rows.push(...(await againstDjango(bench, store, project, label, cold, again)));
  const watched = ours(project, bench.path(`memory-${files}`), location('memory', 0));
  const { peakMb } = await run(watched, { watchMemory: true });
  rows.push({ what: `${label}, cold, memory`, value: peakMb, unit: 'MB', atMost: 200 });
  rmSync(project.folder, { recursive: true });
  return rows;
}

/** Adds what django-storages takes to the times, once each. */
async function againstDjango(bench, store, project, label, cold, again) {
  const django = djangoCommand(store, project, bench.path('unused'), 'django');
  await store.proxy.counts();
  cold['django-storages'] = (await run(django)).ms;
  const { all } = await store.proxy.counts();
  again['django-storages'] = (await run(django)).ms;
  return [
    fasterThan(`${label}, cold`, { wall: cold }, 'django-storages', 10),
    fasterThan(`${label}, nothing to do`, { wall: again }, 'django-storages', 40),
    { what: `${label}, cold, django-storages`, value: all, unit: 'requests' },
  ];
}

function makeSite(bench, store, files) {
  const project = makeProject(bench.path(`project-${files}`), shapeOf(files));
  writeFileSync(join(project.folder, 'site_of_the_bench/bucket.py'), settingsFor(store));
  return project;
}

function labelOf(files) {
  return `publish, ${files} files, ${LATENCY} ms a request`;
}

/** Small files, as they are counted here and not weighed. */
function shapeOf(files) {
  return { ...SHAPES.quick, files, apps: 10, folders: 120, median: 2048, mean: 4096 };
}

function settingsFor({ proxy, keys }) {
  return [
    'import os',
    'from .settings import *',
    'STORAGES = {"staticfiles": {"BACKEND": "storages.backends.s3.S3StaticStorage"}}',
    'AWS_STORAGE_BUCKET_NAME = "bench"',
    `AWS_S3_ENDPOINT_URL = ${JSON.stringify(proxy.url)}`,
    `AWS_S3_ACCESS_KEY_ID = ${JSON.stringify(keys.accessKey)}`,
    `AWS_S3_SECRET_ACCESS_KEY = ${JSON.stringify(keys.secretKey)}`,
    'AWS_S3_REGION_NAME = "us-east-1"',
    'AWS_LOCATION = os.environ["LOCATION"]',
    '',
  ].join('\n');
}

/** Collects into `destination` and publishes it. */
function ours(project, destination, location) {
  return {
    program: process.execPath,
    args: [COLLECTSTATIC, '--no-input', '--settings', 'site_of_the_bench.bucket', '--skip-missing-apps'],
    cwd: project.folder,
    env: { DESTINATION: destination, STORAGE: '', LOCATION: location },
  };
}

function djangoCommand({ packages }, project, destination, location) {
  return {
    program: 'python3',
    args: ['-m', 'django', 'collectstatic', '--no-input', '--settings', 'site_of_the_bench.bucket'],
    cwd: project.folder,
    env: {
      DESTINATION: destination,
      STORAGE: '',
      LOCATION: location,
      PYTHONPATH: [project.folder, packages].join(':'),
    },
  };
}

/** Uploads what has been collected: it knows nothing of Django. */
function s5cmd({ s5cmd: program, proxy, keys }, folder, location) {
  return {
    program,
    args: ['--endpoint-url', proxy.url, '--log', 'error', 'cp', `${folder}/`, `s3://bench/${location}/`],
    env: {
      AWS_ACCESS_KEY_ID: keys.accessKey,
      AWS_SECRET_ACCESS_KEY: keys.secretKey,
      AWS_REGION: 'us-east-1',
    },
  };
}

/** The proxy is a process of its own, so that what it does is nobody's time. */
async function startCounting(upstream) {
  const child = spawn(process.execPath, [PROXY, upstream, String(LATENCY)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value: url } = await lines.next();
  return {
    url,
    /** What has passed since it was asked last. */
    async counts() {
      child.stdin.write('\n');
      return JSON.parse((await lines.next()).value);
    },
    stop: () => child.kill(),
  };
}

async function repeat(times, work) {
  const results = [];
  for (let round = 0; round < times; round++) results.push(await work());
  return results;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
