import { defineConfig, type ViteUserConfig } from 'vitest/config';

// The wheel, built and installed as a user does it: needs python3 with venv, and PyPI. `npm test` leaves it out.
const config: ViteUserConfig = defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/pypi/**/*.test.ts'],
    globalSetup: ['test/pypi/setup.ts'],
    // A bound for what hangs, on a machine as slow as they come.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});

export default config;
