import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/django/**',
      'test/package/**',
      'test/pypi/**',
      'test/servers/**',
      'test/windows/**',
      'node_modules/**',
    ],
    // Vitest leaves one core to itself, which is half of a machine of two.
    maxWorkers: '100%',
    globalSetup: 'test/bundle-folder.ts',
    // A loaded machine takes long; nothing is told by how long.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

export default config;
