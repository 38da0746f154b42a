import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { unstable_readConfig } from 'wrangler'

const core = unstable_readConfig({ config: 'wrangler.toml' })
const ingest = unstable_readConfig({ config: 'workers/ingest/wrangler.toml' })
const bridge = unstable_readConfig({ config: 'workers/kafka-bridge/wrangler.toml' })
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

// Load tests and the demo loosen limits by the environment of `npm start`. Here is why none of it can be deployed.
describe('what is deployed', () => {
  it('has every limit, and takes nothing without credentials', () => {
    expect(core.vars).toEqual({
      OCCURRENCE_STORE: 'queue',
      EVENTS_PER_HOUR: '1000000',
      ANONYMOUS_ERRORS_PROJECT: '',
      AUTH_ATTEMPTS_PER_15_MINUTES: '10',
      RATE_LIMITS: '',
      PUBLIC_ORIGIN: '',
    })
    expect(ingest.vars).toEqual({ OCCURRENCE_STORE: 'queue' })
  })

  it('sends nothing to Kafka until somebody says where to', () => {
    expect(bridge.vars).toMatchObject({ KAFKA_BROKERS: '', KAFKA_REST_URL: '' })
    expect(bridge.vars).not.toHaveProperty('KAFKA_PASSWORD')
  })

  it('is one configuration: there is no other one to choose by name, by flag or by the shell', () => {
    for (const path of ['wrangler.toml', 'workers/ingest/wrangler.toml', 'workers/kafka-bridge/wrangler.toml'])
      expect(readFileSync(path, 'utf8')).not.toMatch(/^\s*\[+env\b/m)
    const commands = (scripts.deploy ?? '').split(/&&|\|\||[()]/).map((command) => command.trim())
    const wrangler = commands.filter((command) => command.startsWith('wrangler '))
    expect(new Set(wrangler)).toEqual(
      new Set([
        'wrangler d1 migrations apply DB --remote',
        'wrangler deploy',
        'wrangler deploy -c workers/ingest/wrangler.toml',
      ]),
    )
    expect(scripts.deploy).not.toMatch(/\$|[A-Z_]{4,}=/)
  })

  it('is the worker itself, without what stands before it on one machine', () => {
    expect(core.main).toMatch(/workers\/core\/index\.ts$/)
    for (const ours of ['WORKER_FIRST', 'SIGNALBOX_STATE']) {
      expect(readFileSync('local/front.js', 'utf8') + readFileSync('local/start.ts', 'utf8')).toContain(ours)
      expect(readFileSync('dist/core/index.js', 'utf8')).not.toContain(ours)
    }
  })
})
