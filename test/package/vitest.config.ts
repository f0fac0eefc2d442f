import { defineConfig, type ViteUserConfig } from 'vitest/config';

// What is published, installed as a user does it: needs the npm registry. `npm test` leaves it out.
const config: ViteUserConfig = defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  // A bound for what hangs, on a machine as slow as they come.
  test: { include: ['test/package/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 600_000 },
});

export default config;
