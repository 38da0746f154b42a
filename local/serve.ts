import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { migrate } from './migrate.ts'

// The very copy of Miniflare that the pinned wrangler brings, so there is one workerd.
const { Miniflare, convertV4MiniflareOptions } = createRequire(createRequire(import.meta.url).resolve('wrangler'))(
  'miniflare',
)

/** What is read of the options that wrangler makes of wrangler.toml; the rest is handed on as it is. */
interface MiniflareWorker {
  bindings: Record<string, unknown>
  assets?: unknown
}

export interface Served {
  origin: string
  /** Whether the database was new. */
  empty: boolean
  scheduled(): Promise<void>
  stop(): Promise<void>
}

export interface ServeOptions {
  port: number
  /** Directory of everything that survives a restart. */
  state: string
  /** Overrides of the variables in wrangler.toml. */
  vars?: Record<string, string>
  /** Variables of the Kafka bridge; without any it does not run. */
  kafka?: Record<string, string>
}

/**
 * Serves the bundle that deploys, with wrangler.toml as its only configuration, on a socket of workerd itself. No proxy
 * stands between: `wrangler dev` puts two there and answers a tenth as many requests.
 */
export async function serve({ port, state, vars = {}, kafka = {} }: ServeOptions): Promise<Served> {
  const { assets, ...core } = configured('core')
  const local = {
    OCCURRENCE_STORE: 'spool',
    ANONYMOUS_ERRORS_PROJECT: '1',
    WORKER_FIRST: workerFirst(),
    // Whoever asks too much of their own machine asks for it; sign-ins are limited here as everywhere.
    RATE_LIMITS: JSON.stringify({ general: 1_000_000, keys: 1_000_000 }),
  }
  const bridged = Object.keys(kafka).length > 0
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      resourcePersistencePath: resolve(state),
      cf: false,
      workers: [
        {
          ...core,
          name: 'core',
          modulesRules: undefined,
          modules: [module('front.js', 'local/front.js'), module('index.js', 'dist/core/index.js')],
          bindings: { ...core.bindings, ...local, ...topicsOf(kafka), ...vars },
          serviceBindings: { FILES: 'files' },
          unsafeDirectSockets: [{ host: '127.0.0.1', port }],
        },
        files(assets),
        ...(bridged ? [bridge(kafka)] : []),
      ],
    }),
  )
  await miniflare.ready
  const db = await miniflare.getD1Database('DB', 'core')
  await migrate(db)
  const { users } = await db.prepare('SELECT count(*) AS users FROM users').first()
  const workers = await Promise.all(
    ['core', ...(bridged ? ['kafka-bridge'] : [])].map((name) => miniflare.getWorker(name)),
  )
  return {
    origin: `http://localhost:${port}`,
    empty: users === 0,
    async scheduled() {
      await Promise.all(workers.map((worker) => worker.scheduled({ cron: '* * * * *' })))
    },
    stop: () => miniflare.dispose(),
  }
}

/** What wrangler made of wrangler.toml when the bundle was built, seen from where we are. */
function configured(name: string): MiniflareWorker {
  const options = JSON.parse(readFileSync(`dist/${name}/options.json`, 'utf8'))
  return { ...options, rootPath: resolve('.'), assets: { ...options.assets, directory: resolve('frontend/dist') } }
}

/** The Kafka bridge, with the core's database; what wrangler.toml would tell it counts for nothing here. */
function bridge(vars: Record<string, string>) {
  const { assets: _, bindings: __, ...options } = configured('kafka-bridge')
  return {
    ...options,
    name: 'kafka-bridge',
    modulesRules: undefined,
    modules: [module('index.js', 'dist/kafka-bridge/index.js')],
    bindings: vars,
  }
}

/** What the core may know of Kafka, to say where an event would go. */
function topicsOf(kafka: Record<string, string>): Record<string, string> {
  const told = ['KAFKA_TOPIC_TEMPLATE', 'KAFKA_TOPICS']
  return Object.fromEntries(Object.entries(kafka).filter(([name]) => told.includes(name)))
}

function module(path: string, source: string) {
  return { type: 'ESModule', path, contents: readFileSync(source, 'utf8') }
}

function files(assets: unknown) {
  return {
    name: 'files',
    compatibilityDate: '2026-10-01',
    modules: [
      {
        type: 'ESModule',
        path: 'files.js',
        contents: 'export default { fetch: () => new Response("Not found", { status: 404 }) }',
      },
    ],
    assets,
  }
}

/** The paths that wrangler.toml sends to the worker before the files. */
function workerFirst(): string[] {
  const list = /^run_worker_first = \[(.*)\]$/m.exec(readFileSync('wrangler.toml', 'utf8'))?.[1] ?? ''
  return [...list.matchAll(/"([^"]+)"/g)].map(([, path]) => path ?? '')
}
