import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'

export default defineConfig(async () => ({
  plugins: [cloudflareTest({ wrangler: { configPath: '../../wrangler.toml' } })],
  test: {
    name: 'workers',
    include: ['**/*.test.ts'],
    setupFiles: ['./cheap-passwords.ts'],
    // Two cores may be shared by a browser, a broker and a build: a slow test is no failed one.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // itty-durable is CommonJS that requires ES modules; it must be bundled before workerd can load it.
    deps: { optimizer: { ssr: { enabled: true, include: ['itty-durable'] } } },
    provide: {
      migrations: await readD1Migrations('./migrations'),
      model: {
        requests: Number(process.env.BOOKING_OBJECT_REQUESTS ?? 500),
        seed: Number(process.env.BOOKING_MODEL_SEED ?? Date.now() % 1_000_000_000),
      },
    },
  },
}))
