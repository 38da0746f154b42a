import { defineConfig } from 'vitest/config'

// Each layer runs where it proves most and costs least: rules in Node, bindings in workerd, whole systems over HTTP.
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { test: { name: 'walls', include: ['test/walls/**/*.test.ts'] } },
      './test/workers/vitest.config.ts',
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
