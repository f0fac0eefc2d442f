import { defineConfig, type ViteUserConfig } from 'vitest/config';

// What is published, installed as a user does it: needs the npm registry. `npm test` leaves it out.
const config: ViteUserConfig = defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: { include: ['test/package/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000 },
});

export default config;
