import { bucketContract, type OpenBucket } from './contract.ts';
import { type MemoryOptions, openMemory } from './memory-bucket.ts';

function memory(options: MemoryOptions): () => Promise<OpenBucket> {
  return async () => ({
    bucket: openMemory(new Map(), options),
    prefix: 'static/',
    keepsConditions: options.ignoresConditions !== true,
    inParts: null,
    close: async () => {},
  });
}

bucketContract('a bucket in memory', memory({}));
bucketContract('a bucket in memory that lists headers', memory({ listsHeaders: true }));
bucketContract('a bucket in memory with opaque tags', memory({ opaqueTags: true, listsAtOnce: 7 }));
bucketContract('a bucket in memory that ignores conditions', memory({ ignoresConditions: true }));
