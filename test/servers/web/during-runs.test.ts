import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCli } from '../../fake-process.ts';
import { missing, startServer, type WebServer } from './servers.ts';
import { makeSite, type Site } from './site.ts';

// A site is read without a pause while it is collected again and again: no answer is of two releases, none is missing.

const RUNS = 20;

/**
 * As many lines as it says. Each version has a size of its own, compressed too: tags of servers are made of size and time,
 * and hold for one second.
 */
function version(number: number): string {
  const lines = 30 + number;
  const noise = Array.from({ length: number + 1 }, (_, index) => md5(`${number} ${index}`)).join('');
  return `/* version ${number} ${lines} lines ${noise} */\n`.repeat(lines);
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

interface Seen {
  readonly count: number;
  readonly versions: number;
  readonly gone: readonly string[];
  readonly cut: readonly string[];
  readonly wrong: readonly string[];
}

interface Reader {
  /** Waits until it has read all of the site once more, from its beginning. */
  again(): Promise<void>;
  stop(): Promise<Seen>;
}

/** Starts a reader in a process of its own. */
function startReader(port: number, { staticRoot }: Site): Reader {
  const script = fileURLToPath(new URL('reader.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, String(port), staticRoot], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  let isOver = false;
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve())).then(() => {
    isOver = true;
  });
  return {
    async again() {
      // What it is just reading, it has begun before.
      const wanted = said.length + 2;
      while (said.length < wanted) {
        if (isOver) throw new Error('the reader ended');
        await pause(5);
      }
    },
    async stop() {
      child.stdin.end();
      await ended;
      return JSON.parse(said) as Seen;
    },
  };
}

const SERVERS: readonly WebServer[] = ['nginx', 'apache'];

const SWAP: readonly string[] = ['--swap'];

test.for([{ words: [] }, { words: SWAP }])(
  'nginx and Apache during runs $words',
  async ({ words }, { skip, annotate }) => {
    const reasons = SERVERS.flatMap((server) => missing(server) ?? []);
    for (const reason of reasons) await annotate(reason);
    if (reasons.length === SERVERS.length) skip(reasons.join('; '));
    const site = await makeSite(words);
    const ends: (() => void | Promise<void>)[] = [site.remove];
    try {
      site.write('assets/version.css', version(0));
      await site.collect(...words);
      const readers: [WebServer, Reader][] = [];
      for (const server of SERVERS.filter((each) => missing(each) === null)) {
        const running = await startServer(server, site, []);
        ends.push(running.stop);
        readers.push([server, startReader(running.port, site)]);
      }
      for (let number = 1; number <= RUNS; number++) {
        site.write('assets/version.css', version(number));
        await site.collect(...words);
        // However slow this machine makes one or the other.
        await Promise.all(readers.map(([, reader]) => reader.again()));
      }
      if (words.length > 0) {
        expect(await runCli(['rollback'], { cwd: site.folder })).toMatchObject({ code: 0 });
        site.write('assets/version.css', version(RUNS + 1));
        await site.collect(...words);
      }
      for (const [server, reader] of readers) {
        const { count, versions, gone, cut, wrong } = await reader.stop();
        expect.soft([server, wrong]).toEqual([server, []]);
        // Once for each run and each of the three encodings, at the very most.
        expect.soft(cut.length).toBeLessThanOrEqual(server === 'apache' ? 3 * (RUNS + words.length) : 0);
        expect.soft(gone.length).toBeLessThanOrEqual(words.length);
        expect.soft(count).toBeGreaterThan(RUNS);
        expect.soft(versions).toBeGreaterThan(3);
      }
    } finally {
      for (const end of ends.reverse()) await end();
    }
  },
);
