import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openFilesystem } from '../../src/storages/index.ts';
import { planOf } from '../plan/site.ts';
import { put, treeOf } from '../storages/folder.ts';
import { place } from './run.ts';

const PATHS = ['a.css', 'b/a.css', 'b/c/a.css', 'b/c/d.css', 'e/a.css'] as const;
const path = fc.constantFrom(...PATHS);

/** What may happen to a project and its STATIC_ROOT between deploys. Few lengths, so that they coincide. */
const event = fc.oneof(
  fc.record({
    kind: fc.constant('edit' as const),
    path,
    content: fc.constantFrom('', 'x', 'y', 'xy', 'yx'),
    stamped: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('delete' as const), path }),
  fc.record({ kind: fc.constant('truncate' as const), path }),
  fc.record({
    kind: fc.constant('litter' as const),
    path: fc.constantFrom('b/old.css', 'old/x/y.css', '.old'),
  }),
  fc.record({ kind: fc.constant('killed' as const) }),
  fc.record({
    kind: fc.constant('run' as const),
    link: fc.boolean(),
    checksum: fc.boolean(),
    clear: fc.boolean(),
  }),
);

test('whatever happened before, a run gives every file of the plan, and with --clear nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 20 }), fc.boolean(), async (events, clear) => {
      const folder = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
      const sources = join(folder, 'sources');
      const root = join(folder, 'static');
      const collect = (options: object): Promise<unknown> => {
        const storage = openFilesystem(root, {
          fileMode: null,
          directoryMode: null,
          durable: false,
          dedupe: false,
        });
        return place(storage, planOf(sources), options);
      };
      put(sources, 'always.css', 'always');
      let clock = 1_600_000_000_000;
      for (const happened of events) {
        clock += 10;
        // An edit that leaves size and time as they were is seen by --checksum only; but for a constant time.
        const time = happened.kind === 'edit' && happened.stamped ? 1000 : clock;
        if (happened.kind === 'edit') put(sources, happened.path, happened.content, time);
        else if (happened.kind === 'delete') rmSync(join(sources, happened.path), { force: true });
        else if (happened.kind === 'litter') put(root, happened.path, 'old');
        else if (happened.kind === 'killed')
          put(folder, '.collectstatic/static/stage-00/tree/b/a.css', 'half');
        else if (happened.kind === 'run') await collect(happened);
        else truncate(join(root, happened.path));
      }
      await collect({ clear });
      const wanted = treeOf(sources);
      if (clear) {
        expect(treeOf(root)).toEqual(wanted);
        expect(new Set(readdirSync(root))).toEqual(
          new Set(Object.keys(wanted).map((name) => name.split('/')[0])),
        );
      } else {
        for (const name of Object.keys(wanted)) {
          expect(readFileSync(join(root, name), 'utf8')).toBe(wanted[name]);
        }
        expect(readdirSync(root).filter((name) => name.includes('collectstatic'))).toEqual([]);
      }
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 150 },
  );
});

function truncate(file: string): void {
  try {
    truncateSync(file);
  } catch {
    // Not there.
  }
}
