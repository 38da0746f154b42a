import { globSync, readFileSync } from 'node:fs'
import { dirname, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Which rooms, and which packages, the code of a room may need at run time. Types may come from further. */
const MAY: Record<string, { rooms: string[]; packages: RegExp }> = {
  contract: { rooms: ['contract'], packages: /^(zod|@hono\/zod-openapi)$/ },
  domain: { rooms: ['domain', 'contract/limits.ts'], packages: /^$/ },
  platform: {
    rooms: ['platform', 'contract', 'domain'],
    packages:
      /^(drizzle-orm(\/.*)?|jose|oauth4webapi|otpauth\/bare|itty-durable\/proxy-durable\.js|kafkajs|uqr|node:(async_hooks|zlib|crypto|util|buffer)|cloudflare:workers)$/,
  },
  'durable-objects': {
    rooms: ['durable-objects', 'contract', 'domain', 'platform'],
    packages: /^(cloudflare:workers|itty-durable|node:crypto|jose)$/,
  },
  'workers/ingest': { rooms: ['workers/ingest', 'contract', 'domain', 'platform'], packages: /^$/ },
  'workers/kafka-bridge': {
    rooms: ['workers/kafka-bridge', 'contract', 'domain', 'platform'],
    packages: /^cloudflare:workers$/,
  },
  'workers/core': {
    // Two named exceptions: the core carries the objects' classes and mounts the ingest handler.
    rooms: ['workers/core', 'contract', 'domain', 'platform', 'durable-objects/index.ts', 'workers/ingest/ingest.ts'],
    packages: /^(hono(\/.*)?|@hono\/zod-openapi|zod|cloudflare:workers)$/,
  },
  frontend: {
    rooms: ['frontend'],
    packages:
      /^(react|react-dom|@tanstack|radix-ui|lucide-react|sonner|openapi-fetch|clsx|tailwind-merge|class-variance-authority|uqr)/,
  },
}

interface Import {
  file: string
  target: string
}

function runtimeImports(file: string): Import[] {
  const source = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const statements = source.matchAll(
    /^(?:import|export)\s+(?!type\b)(?:([\w{},*$ \n]+?) from )?'([^'\n]+)'$|\bimport\('([^'\n]+)'\)/gm,
  )
  return [...statements].flatMap(([, names, from, lazily]) => {
    const onlyTypes =
      names?.startsWith('{') &&
      names
        .slice(1, -1)
        .split(',')
        .every((name) => /^\s*(type\s|$)/.test(name))
    return onlyTypes ? [] : [{ file, target: from ?? lazily ?? '' }]
  })
}

function forbidden(room: string, { file, target }: Import): boolean {
  const may = MAY[room]
  if (!may) return true
  if (!target.startsWith('.')) return !may.packages.test(target)
  const path = normalize(`${dirname(file)}/${target}`)
  return !may.rooms.some((allowed) => path === allowed || path.startsWith(`${allowed}/`))
}

const sources = (room: string) =>
  globSync(`${room}/**/*.{ts,tsx}`, { exclude: ['**/dist/**', '**/*.gen.ts', '**/vite.config.ts', '**/test/**'] })

describe('rooms', () => {
  for (const room of Object.keys(MAY)) {
    it(`${room} opens no door that it may not`, () => {
      const broken = sources(room)
        .flatMap(runtimeImports)
        .filter((found) => forbidden(room, found))
      expect(broken).toEqual([])
    })
  }

  it('the client of Kafka is met in one file, and what sends through it in the bridge alone', () => {
    const imports = Object.keys(MAY).flatMap(sources).flatMap(runtimeImports)
    const needing = (wanted: RegExp) => imports.filter(({ target }) => wanted.test(target)).map(({ file }) => file)
    expect(new Set(needing(/^kafkajs$/))).toEqual(new Set(['platform/kafka/wire.ts']))
    expect(new Set(needing(/\/kafka\/(deliver|wire|rest)\.ts$/))).toEqual(new Set(['workers/kafka-bridge/lane.ts']))
  })

  it('the wall notices a forbidden import', () => {
    expect(forbidden('domain', { file: 'domain/errors/title.ts', target: '../../platform/keys.ts' })).toBe(true)
    expect(forbidden('domain', { file: 'domain/errors/title.ts', target: 'node:crypto' })).toBe(true)
    expect(forbidden('domain', { file: 'domain/errors/title.ts', target: './scrub.ts' })).toBe(false)
  })

  it('domain reads no clock, no randomness and no environment', () => {
    const reaching =
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bcrypto\.|\bfetch\(|(?<![.\w])env\.[A-Z]|\bprocess\./
    const guilty = sources('domain').filter((file) => {
      const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'/gm, '')
      return reaching.test(code)
    })
    expect(guilty).toEqual([])
  })

  it('no file grows past what one idea needs', () => {
    const long = ['contract', 'domain', 'platform', 'durable-objects', 'workers', 'frontend/src', 'local', 'bench']
      .flatMap(sources)
      .filter((file) => readFileSync(file, 'utf8').split('\n').length > 300)
    expect(long).toEqual([])
  })

  it('nothing is called utils, helpers, common, manager or service', () => {
    const drawers = globSync('{contract,domain,platform,durable-objects,workers,frontend/src}/**/*').filter((path) =>
      /(^|\/)(utils?|helpers?|common|shared|managers?|services?)(\/|\.|$)/.test(path),
    )
    expect(drawers).toEqual([])
  })
})
