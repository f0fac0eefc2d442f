import { expect, test } from 'vitest';
import { prunePublication, rollBackPublication } from '../../src/publication/index.ts';
import { acquireLock } from '../../src/storages/index.ts';
import { problemOf } from '../publish/problem.ts';
import { DESTINATION, makeProject } from '../publish/project.ts';

const ELSEWHERE = { ...DESTINATION, store: { ...DESTINATION.store, region: 'us-east-1' } as never };

test.each([prunePublication, rollBackPublication])(
  '%o waits for a run on the same STATIC_ROOT',
  async (work) => {
    const { settings } = await makeProject();
    const lock = await acquireLock(settings.staticRoot, { directoryMode: null, timeoutMs: 0 });
    // A publish may be at work: its claim on the bucket would be taken for one that a killed run has left.
    const { code } = await problemOf(
      work({ ...settings, destination: ELSEWHERE }, { env: {}, lockTimeout: 0 }),
    );
    expect(code).toBe('destination-locked');
    lock.release();
  },
);
