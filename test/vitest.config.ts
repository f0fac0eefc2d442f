import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/django/**', 'node_modules/**'],
    testTimeout: 20_000,
    env: { FORCE_COLOR: '0', NO_COLOR: '1' },
  },
});
