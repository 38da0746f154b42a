import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'

export default defineConfig(async () => ({
  plugins: [cloudflareTest({ wrangler: { configPath: '../../wrangler.toml' } })],
  test: {
    name: 'workers',
    include: ['**/*.test.ts'],
    // itty-durable is CommonJS that requires ES modules; it must be bundled before workerd can load it.
    deps: { optimizer: { ssr: { enabled: true, include: ['itty-durable'] } } },
    provide: { migrations: await readD1Migrations('./migrations') },
  },
}))
