import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, test } from 'vitest';
import { bundleCli } from '../../cli-bundle.ts';
import { type Event, event, type Flags, flags } from './events.ts';
import { openStory } from './story.ts';

// Whatever happens to a project and its STATIC_ROOT (edits, runs with any flags and settings, kills, prunings, going
// back, uploads, a lost ledger): every run ends in the tree that one clean run gives, and what is to stay beside it.
// The same thirty on every machine, as the projects beside Django are; `SEQUENCES` says how many others to look for, and
// `SEQUENCE` what fast-check wants to know to tell one again: '{"seed":1,"path":"2:3"}'.
const SEQUENCES = Number(process.env.SEQUENCES ?? 30);
const SEED = process.env.SEQUENCES === undefined ? 20779 : Math.trunc(Math.random() * 2 ** 31);
const REPLAY: fc.Parameters<[Event[], Flags]> = JSON.parse(process.env.SEQUENCE ?? '{}');

let script: string;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  script = await bundleCli(bundle);
  return () => rmSync(bundle, { recursive: true });
});

test('any sequence of events ends in the tree of one clean run, and what is kept on purpose', {
  timeout: 3_600_000,
}, async () => {
  const sequence = fc.array(event, { minLength: 4, maxLength: 24, size: 'max' });
  await fc.assert(
    fc.asyncProperty(sequence, flags, async (events, last) => {
      const story = openStory(script);
      try {
        for (const happened of events) await story.tell(happened);
        await story.tell({ kind: 'run', flags: last, rehearse: true });
        await story.tell({ kind: 'prune', limits: { keep: 1, olderThanMs: 0 } });
      } finally {
        story.end();
      }
    }),
    { numRuns: SEQUENCES, seed: SEED, ...REPLAY },
  );
});
