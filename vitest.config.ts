import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/temporary.ts',
    testTimeout: 60_000,
    pool: 'threads',
    // Files share modules, which takes a quarter less time; one for each processor, as most wait for processes that they start.
    isolate: false,
    maxWorkers: '100%',
  },
});
