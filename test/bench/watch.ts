import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCatalogue } from '../../src/serve/development/catalogue.ts';
import { serveDevelopment } from '../../src/serve/index.ts';
import { loadSettings } from '../../src/settings/index.ts';

// Starts the development server of the project in the working directory. Writes, as JSON: milliseconds of a walk, those
// until the server is ready, and for each save of a style sheet the milliseconds until a page has the new one.

const SAVES = 20;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { settings: { type: 'string', default: '' }, venv: { type: 'string', default: '' } },
  });
  const request = { cwd: process.cwd(), env: process.env, requireStaticRoot: false };
  const settings = await loadSettings({ ...request, ...values, forCheck: true, forServing: true });
  const sheet = await firstSheet(() => readCatalogue(settings));
  const walk = await timed(() => readCatalogue(settings));
  const began = performance.now();
  const site = await serveDevelopment(settings, {
    host: '127.0.0.1',
    port: 0,
    application: null,
    onError: fail,
  });
  const ready = performance.now() - began;
  const saves: number[] = [];
  const changes = listen(site.url);
  await changes();
  for (let save = 0; save < SAVES; save += 1) {
    const text = `/* ${save} */\n${readFileSync(sheet.file, 'latin1')}`;
    const start = performance.now();
    writeFileSync(sheet.file, text, 'latin1');
    await changes();
    const answer = await fetch(`${site.url}static/${sheet.path}?collectstatic=${save}`);
    if (!(await answer.text()).startsWith(`/* ${save} */`))
      throw new Error('the page has an old style sheet');
    saves.push(performance.now() - start);
  }
  const { watched, files } = site;
  await site.close();
  process.stdout.write(`${JSON.stringify({ walk, ready, watched, files, saves })}\n`);
}

async function firstSheet(
  read: () => ReturnType<typeof readCatalogue>,
): Promise<{ readonly path: string; readonly file: string }> {
  const { assets } = await read();
  const found = [...assets.values()].find(({ path }) => path.endsWith('.css'));
  if (found === undefined)
    throw new Error(`no style sheet in ${join(process.cwd())}: ${readdirSync('.').join()}`);
  return { path: found.path, file: found.source.file };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Listens for changes as a page does. The function waits for the next message; the first is that it listens. */
function listen(url: string): () => Promise<void> {
  const { host, port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`GET /__collectstatic__/events HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  let waiting: (() => void) | undefined;
  let count = 0;
  socket.on('data', () => {
    count += 1;
    waiting?.();
  });
  return async () => {
    while (count === 0)
      await new Promise<void>((resolve) => {
        waiting = resolve;
      });
    count = 0;
  };
}

function fail(error: unknown): never {
  throw error;
}

main().catch(fail);
