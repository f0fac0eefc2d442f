import { defineConfig, type ViteUserConfig } from 'vitest/config';

// On Windows, as far as Wine is that: node.exe runs what was built. Needs Wine and PyPI. `npm test` leaves it out.
const config: ViteUserConfig = defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/windows/**/*.test.ts'],
    globalSetup: ['test/windows/setup.ts'],
    // A bound for what hangs, on a machine as slow as they come.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});

export default config;
