import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bundleCli } from '../../cli-bundle.ts';
import { ORDINARY } from './events.ts';
import { openStory } from './story.ts';

// Variants of a format that is given up, of a file that changes: wherever the run that removes them is killed, the next one
// leaves none beside the new bytes, for a server would send it. The rules of the story see to that.
let script: string;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  script = await bundleCli(bundle);
  return () => rmSync(bundle, { recursive: true });
});

const LONG = '/* long */ '.repeat(20);

test.each([
  ['compressed', 'compressed', { swap: false }],
  ['compressed-manifest', 'compressed-manifest', { swap: true }],
  ['compressed', 'plain', { swap: false }],
] as const)('killed anywhere: %s, then %s, %o', async (storage, next, { swap }) => {
  const flags = { ...ORDINARY, swap };
  for (let at = 3; ; at++) {
    const story = openStory(script);
    const set = (STORAGE: string, formats: readonly string[]): Promise<boolean> =>
      story.tell({
        kind: 'set',
        storage: { STORAGE, KEEP_ONLY_HASHED_FILES: false, COMPRESS_FORMATS: formats, IGNORE: [] },
      });
    try {
      await set(storage, ['br', 'gzip']);
      await story.tell({ kind: 'edit', file: 'assets/css/base.css', text: LONG, timeless: false });
      await story.tell({ kind: 'run', flags, rehearse: false });
      await set(next, ['gzip']);
      await story.tell({ kind: 'edit', file: 'assets/css/base.css', text: 'short', timeless: false });
      const wasKilled = await story.tell({ kind: 'kill', flags, at });
      await story.tell({ kind: 'run', flags, rehearse: false });
      if (!wasKilled) break;
    } finally {
      story.end();
    }
    expect(at).toBeLessThan(200);
  }
});
