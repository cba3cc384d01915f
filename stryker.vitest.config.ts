import { defineConfig } from 'vitest/config'

/**
 * The engine's own tests, without the ones that start a PostgreSQL: a mutant must fall to what is quick. Set
 * MUTATION_TESTS to a folder of the engine to run only its tests, as `npm run mutation -- --mutate` does for sources.
 */
export default defineConfig({
  test: {
    include: [`${process.env.MUTATION_TESTS ?? 'sla'}/**/*.test.ts`],
    exclude: ['**/*.differential.test.ts', '**/node_modules/**', '**/.stryker-tmp/**'],
    setupFiles: ['test/setup/instants.ts'],
    env: { PROPERTY_SHARE: '0.15' },
    testTimeout: 30_000,
  },
})
