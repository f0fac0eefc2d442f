import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bundleCli } from '../../cli-bundle.ts';
import { ORDINARY } from './events.ts';
import { openStory } from './story.ts';

// The run that makes a folder the first release, killed anywhere, then gone back from: both releases keep their ledgers.
let script: string;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  script = await bundleCli(bundle);
  return () => rmSync(bundle, { recursive: true });
});

test('a first swap killed anywhere, and rolled back', async () => {
  for (let at = 3; ; at++) {
    const story = openStory(script);
    try {
      await story.tell({ kind: 'run', flags: ORDINARY, rehearse: false });
      const wasKilled = await story.tell({ kind: 'kill', flags: { ...ORDINARY, swap: true }, at });
      await story.tell({ kind: 'edit', file: 'assets/site.css', text: '/* later */', timeless: false });
      await story.tell({ kind: 'rollback' });
      await story.tell({ kind: 'run', flags: ORDINARY, rehearse: false });
      if (!wasKilled) break;
    } finally {
      story.end();
    }
    expect(at).toBeLessThan(200);
  }
});
