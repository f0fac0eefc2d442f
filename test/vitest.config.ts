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
          exclude: [...elsewhere, 'test/python/**'],
        },
      },
      {
        root,
        // These change nothing outside of themselves: they share one evaluator, which takes seconds to load.
        test: { ...shared, name: 'python', include: ['test/python/**/*.test.ts'], isolate: false },
      },
    ],
  },
});

export default config;
