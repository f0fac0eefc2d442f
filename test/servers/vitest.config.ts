import { defineConfig, type ViteUserConfig } from 'vitest/config';

// Beside real servers on the loopback: each is installed once, into the system's temporary folder. `npm test` leaves them out.
const config: ViteUserConfig = defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/servers/**/*.test.ts'],
    globalSetup: ['test/servers/web/setup.ts'],
    // A bound for what hangs, on a machine as slow as they come: no test waits for a time.
    testTimeout: 600_000,
    // What a loaded machine does later is waited for; the test's own time ends it.
    expect: { poll: { timeout: 300_000, interval: 20 } },
    // The first run installs.
    hookTimeout: 600_000,
    fileParallelism: false,
    // As the bundles are built.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});

export default config;
