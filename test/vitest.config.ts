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
    testTimeout: 20_000,
  },
});

export default config;
