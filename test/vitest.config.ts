import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { DearFirst } from './runs/dear-first.ts';

const elsewhere: readonly string[] = [
  'test/django/**',
  'test/package/**',
  'test/pypi/**',
  'test/servers/**',
  'test/windows/**',
  'node_modules/**',
];

/** Rooms whose tests change nothing outside of themselves. */
const together: readonly string[] = [
  'test/check/**/*.test.ts',
  'test/fingerprinting/**/*.test.ts',
  'test/finders/**/*.test.ts',
  'test/ledger/**/*.test.ts',
  'test/plan/**/*.test.ts',
  'test/processors/**/*.test.ts',
  'test/python/**/*.test.ts',
  'test/report/**/*.test.ts',
  'test/reporters/**/*.test.ts',
  'test/secrets/**/*.test.ts',
  'test/server-config/**/*.test.ts',
  'test/serving/**/*.test.ts',
  'test/settings/**/*.test.ts',
  'test/text/**/*.test.ts',
];

const root: string = new URL('..', import.meta.url).pathname;

const shared: NonNullable<ViteUserConfig['test']> = {
  // A loaded machine takes long; nothing is told by how long.
  testTimeout: 600_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 300_000, interval: 20 } },
  // Properties are tried on the same values everywhere.
  alias: [{ find: /^fast-check$/, replacement: new URL('seeded.ts', import.meta.url).pathname }],
};

const config: ViteUserConfig = defineConfig({
  root,
  test: {
    // Vitest leaves one core to itself, which is half of a machine of two.
    maxWorkers: '100%',
    // Of the whole run, so that there is one bundle: what stands here holds for no project.
    globalSetup: 'test/bundle/folder.ts',
    sequence: { sequencer: DearFirst },
    projects: [
      {
        root,
        test: {
          ...shared,
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: [...elsewhere, ...together],
        },
      },
      {
        root,
        // A process of its own for each file, as above, would load the sources anew, the evaluator among them.
        test: { ...shared, name: 'together', include: [...together], isolate: false },
      },
    ],
  },
});

export default config;
