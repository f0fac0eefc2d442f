import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bundleCli } from '../cli-bundle.ts';
import type { Flags } from './events.ts';
import { openStory } from './story.ts';

// The run that makes a folder the first release, killed anywhere, then gone back from: both releases keep their ledgers.
let script: string;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  script = await bundleCli(bundle);
  return () => rmSync(bundle, { recursive: true });
});

const FLAGS: Flags = {
  clear: false,
  clearOwned: false,
  link: false,
  swap: false,
  keep: 2,
  dedupe: true,
  checksum: false,
  durable: false,
};

test('a first swap killed anywhere, and rolled back', { timeout: 300_000 }, async () => {
  for (let at = 3; ; at++) {
    const story = openStory(script);
    try {
      await story.tell({ kind: 'run', flags: FLAGS, rehearse: false });
      const wasKilled = await story.tell({ kind: 'kill', flags: { ...FLAGS, swap: true }, at });
      await story.tell({ kind: 'edit', file: 'assets/site.css', text: '/* later */', timeless: false });
      await story.tell({ kind: 'rollback' });
      await story.tell({ kind: 'run', flags: FLAGS, rehearse: false });
      if (!wasKilled) break;
    } finally {
      story.end();
    }
    expect(at).toBeLessThan(200);
  }
});
