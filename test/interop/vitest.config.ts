import { defineConfig } from 'vitest/config'

// Real SDKs with their real package managers: the first run downloads and compiles, later ones find it done.
export default defineConfig({
  test: {
    name: 'interop',
    include: ['test/interop/**/*.test.ts'],
    testTimeout: 15 * 60_000,
    hookTimeout: 15 * 60_000,
    fileParallelism: false,
  },
})
