import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CollectOptions, collect } from '../../src/collect.ts';
import { readLedger } from '../../src/ledger/index.ts';
import { prune } from '../../src/prune.ts';
import { loadSettings } from '../../src/settings/index.ts';
import { openFilesystem } from '../../src/storages/index.ts';
import type { Storage } from '../../src/types.ts';
import { asset, put, treeOf } from '../storages/folder.ts';

const NAMES = ['a.svg', 'b.svg', 'sub/c.svg', 'sub/deep/d.svg'] as const;
const LITTER = ['upload.png', '.well-known/x', 'sub/a.0123456789ab.svg'] as const;

const event = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      path: fc.constantFrom(...NAMES),
      content: fc.constantFrom('1', '2', '3'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('delete' as const), path: fc.constantFrom(...NAMES) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('litter' as const), path: fc.constantFrom(...LITTER) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose the ledger' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('prune' as const), keep: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      link: fc.boolean(),
      checksum: fc.boolean(),
      clear: fc.boolean(),
      postProcess: fc.boolean(),
    }),
  },
);

test('whatever runs and prunings came before: what a clean run gives, what is kept on purpose, and what is not ours', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 15 }), async (events) => {
      const folder = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
      const site = openSite(folder);
      let clock = 1_600_000_000_000;
      let known = true;
      for (const happened of events) {
        clock += 10;
        if (happened.kind === 'edit') put(folder, `assets/${happened.path}`, happened.content, clock);
        else if (happened.kind === 'delete') rmSync(join(folder, 'assets', happened.path), { force: true });
        else if (happened.kind === 'litter') put(folder, `static/${happened.path}`, 'not ours');
        else if (happened.kind === 'prune') await site.prune(happened.keep);
        else if (happened.kind === 'run') await site.collect(happened);
        else {
          rmSync(join(folder, '.collectstatic'), { recursive: true, force: true });
          known = false;
        }
      }
      const litter = litterOf(folder);
      await site.collect({});
      const clean = await site.cleanTree();
      expect(servedTree(folder, 'static')).toMatchObject(clean);
      expect(litterOf(folder)).toEqual(litter);
      await site.prune(1);
      expect(servedTree(folder, 'static')).toMatchObject(clean);
      expect(litterOf(folder)).toEqual(litter);
      const fingerprinted = Object.keys(servedTree(folder, 'static')).filter((path) =>
        /\.[0-9a-f]{12}\./.test(path),
      );
      const ours = fingerprinted.filter((path) => !litter.includes(path));
      // What a lost ledger does not know is not ours any more, and stays.
      if (known) expect(ours).toEqual(Object.keys(clean).filter((path) => fingerprinted.includes(path)));
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 60 },
  );
});

interface Site {
  readonly collect: (options: CollectOptions) => Promise<unknown>;
  readonly prune: (keep: number) => Promise<unknown>;
  /** What a run into an empty folder gives. */
  readonly cleanTree: () => Promise<Readonly<Record<string, string>>>;
}

function openSite(folder: string): Site {
  put(folder, 'assets/site.css', 'a { background: url(always.svg) }');
  put(folder, 'assets/always.svg', 'always');
  const config = {
    STATIC_URL: '/static/',
    STATIC_ROOT: 'static',
    STATICFILES_DIRS: ['assets'],
    STORAGE: 'manifest',
  };
  put(folder, 'collectstatic.config.json', JSON.stringify(config));
  const load = (staticRoot: string) =>
    loadSettings({ cwd: folder, env: {}, requireStaticRoot: true, staticRoot });
  const [placed, clean] = [load(join(folder, 'static')), load(join(folder, 'clean'))];
  const storage = (): Storage =>
    openFilesystem(join(folder, 'static'), {
      fileMode: null,
      directoryMode: null,
      durable: false,
      dedupe: false,
    });
  return {
    collect: async (options) => collect(await placed, options),
    prune: (keep) =>
      prune(storage(), { keep, olderThanMs: 0, manifestPath: asset('staticfiles.json'), now: new Date() }),
    async cleanTree() {
      rmSync(join(folder, 'clean'), { recursive: true, force: true });
      await collect(await clean);
      expect(readLedger(storage()).release).toBeGreaterThan(0);
      return servedTree(folder, 'clean');
    },
  };
}

function servedTree(folder: string, root: string): Readonly<Record<string, string>> {
  return treeOf(join(folder, root));
}

function litterOf(folder: string): readonly string[] {
  return LITTER.filter((path) => existsSync(join(folder, 'static', path)));
}
