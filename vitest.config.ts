import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{sla,platform,service,practice}/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: ['test/setup/instants.ts'],
    // Processes, not threads: tests start servers, databases and browsers, and end what they started.
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    // What is waited for comes when it comes: a busy machine is no defect.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
