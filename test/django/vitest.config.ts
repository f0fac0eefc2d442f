import { defineConfig, type ViteUserConfig } from 'vitest/config';

// Beside the real Django: needs python3, builds its own virtual environments, takes minutes. `npm test` leaves it out.
const config: ViteUserConfig = defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/django/**/*.test.ts'],
    globalSetup: ['test/django/setup.ts'],
    // A bound for what hangs, on a machine as slow as they come.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxConcurrency: 3,
    fileParallelism: false,
  },
});

export default config;
