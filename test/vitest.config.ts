import { defineConfig, type ViteUserConfig } from 'vitest/config';

const elsewhere: readonly string[] = [
  'test/django/**',
  'test/package/**',
  'test/pypi/**',
  'test/servers/**',
  'test/windows/**',
  'node_modules/**',
];

const root: string = new URL('..', import.meta.url).pathname;

// A loaded machine takes long; nothing is told by how long.
const PATIENCE = { testTimeout: 60_000, hookTimeout: 120_000 } as const;

const config: ViteUserConfig = defineConfig({
  root,
  test: {
    // Vitest leaves one core to itself, which is half of a machine of two.
    maxWorkers: '100%',
    // Of the whole run, so that there is one bundle: what stands here holds for no project.
    globalSetup: 'test/bundle-folder.ts',
    projects: [
      {
        root,
        test: {
          ...PATIENCE,
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: [...elsewhere, 'test/python/**'],
        },
      },
      {
        root,
        // These change nothing outside of themselves: they share one evaluator, which takes seconds to load.
        test: { ...PATIENCE, name: 'python', include: ['test/python/**/*.test.ts'], isolate: false },
      },
    ],
  },
});

export default config;
