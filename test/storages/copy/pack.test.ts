import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkOf, emptyHashes } from '../../../src/storages/copy/batch.ts';
import { pack, unpack } from '../../../src/storages/copy/pack.ts';
import type { AssetPath, CopyJob } from '../../../src/types.ts';

const NAME = fc.string({ unit: fc.constantFrom('a', 'b', '.', ' ', 'é', '\\'), minLength: 1, maxLength: 3 });
const PATH = fc.array(NAME, { minLength: 1, maxLength: 3 }).map((names) => names.join('/') as AssetPath);
const ROOT = fc.constantFrom('/', '/srv/', '/srv/static/a/', 'C:\\srv\\', '');

const JOB: fc.Arbitrary<CopyJob> = fc
  .tuple(ROOT, PATH, PATH, fc.boolean(), fc.constantFrom('both', 'plain', 'hashed', 'others', 'none'))
  .map(([root, path, other, isBelow, kind]) => ({
    file: root + (isBelow ? path : other),
    size: path.length,
    mtimeMs: other.length + 0.5,
    to: kind === 'hashed' || kind === 'none' ? null : path,
    hashed: kind === 'plain' || kind === 'none' ? null : kind === 'others' ? other : path,
  }));

test('another thread gets the jobs as they are', () => {
  fc.assert(
    fc.property(fc.array(JOB, { maxLength: 40 }), (jobs) => {
      const packed = pack({
        tree: '/staged',
        count: jobs.length,
        jobsOf: (chunk) => chunkOf(jobs, chunk),
        options: { fileMode: null, durable: false, dedupe: true },
        taken: new Int32Array(3),
        hashes: emptyHashes(jobs.length),
      });
      const { jobsOf } = unpack(packed);
      const chunks = Array.from({ length: Math.ceil(jobs.length / 16) }, (_, chunk) => jobsOf(chunk));
      expect(chunks.flat()).toEqual(jobs);
    }),
  );
});
