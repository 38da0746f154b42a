import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'
import { createTestHarness } from 'wrangler'
import { serve } from '../../local/serve.ts'

/** A running Signalbox. `store` is where accepted occurrences wait for their digest. */
export interface Signalbox {
  store: 'spool' | 'queue'
  origin: string
  stop(): Promise<void>
}

/** One that also lets a test reach behind the API: to break the database, or to deliver a message twice. */
export interface OpenSignalbox extends Signalbox {
  env: Env
  /** Sends to the ingest satellite, which has no database. */
  toSatellite(path: string, init: RequestInit): Promise<{ status: number; text(): Promise<string> }>
  /** Asks the database inside the spool. */
  askSpool(query: string): Promise<Record<string, unknown>[]>
}

// One address registers every team of a test run, and one person does a day's work in a minute.
const ROOMY = {
  AUTH_ATTEMPTS_PER_15_MINUTES: '100000',
  RATE_LIMITS: JSON.stringify({ general: 100_000, keys: 100_000 }),
  EVENTS_PER_HOUR: '1000000',
}

/** What `npm start` serves: the deployed bundle on a socket of its own, with the spool as store. */
export async function startEmbedded(vars: Record<string, string> = {}): Promise<Signalbox> {
  const served = await serve({ port: await freePort(), state: temporaryFolder('state'), vars: { ...ROOMY, ...vars } })
  return { store: 'spool', origin: served.origin, stop: () => served.stop() }
}

/** What `npm run deploy` deploys: core and ingest satellite, with the queue (or the spool, on wish) as store. */
export async function startDeployed({
  store = 'queue',
  bundle = 'dist/core',
}: {
  store?: Signalbox['store']
  bundle?: string
} = {}): Promise<OpenSignalbox> {
  const vars = { ...ROOMY, OCCURRENCE_STORE: store }
  const harness = createTestHarness({
    workers: [
      { configPath: 'wrangler.toml', prebuiltWorkerDir: bundle, vars },
      {
        configPath: 'workers/ingest/wrangler.toml',
        prebuiltWorkerDir: 'dist/ingest',
        vars: { OCCURRENCE_STORE: store },
      },
    ],
  })
  const { url } = await harness.listen()
  const core = harness.getWorker<Env>('signalbox')
  await core.applyD1Migrations('DB')
  const satellite = harness.getWorker('signalbox-ingest')
  return {
    store,
    origin: url.origin,
    env: await core.getEnv(),
    toSatellite: (path, init) => satellite.fetch(path, init as Parameters<typeof satellite.fetch>[1]),
    askSpool: async (query) => {
      const storage = await core.getDurableObjectStorage('SPOOL', { name: 'spool' })
      return storage.exec(query)
    },
    stop: () => harness.close(),
  }
}

/** Both stores, as the newcomer and the deployment have them. */
export const STORES: [string, () => Promise<Signalbox>][] = [
  ['the spool', () => startEmbedded()],
  ['the queue', () => startDeployed()],
]

/**
 * A copy of the built core in which one guard is taken out, for the twin of a test that must then fail.
 * @returns the folder of the copy
 */
export function sabotagedCore(guard: RegExp, without: string): string {
  const folder = temporaryFolder('sabotaged')
  cpSync('dist/core', folder, { recursive: true })
  const bundle = join(folder, 'index.js')
  const source = readFileSync(bundle, 'utf8')
  const changed = source.replace(guard, without)
  if (changed === source) throw new Error(`The bundle has no ${guard} to take out`)
  writeFileSync(bundle, changed)
  return folder
}

const folders: string[] = []
// Whichever test file imports this one cleans up after its last test.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder that is gone when the test file is through. */
export function temporaryFolder(what: string): string {
  const folder = mkdtempSync(join(tmpdir(), `signalbox-${what}-`))
  folders.push(folder)
  return folder
}

/** A folder that stands for the project's, with another bundle in the place of the built one. */
export function treeWithBundle(bundle: string): string {
  const tree = temporaryFolder('tree')
  for (const name of globSync('*', { exclude: ['dist'] })) symlinkSync(resolve(name), join(tree, name))
  mkdirSync(join(tree, 'dist'))
  cpSync('dist', join(tree, 'dist'), { recursive: true })
  cpSync(bundle, join(tree, 'dist/core'), { recursive: true, force: true })
  return tree
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as { port: number }
  await new Promise((closed) => server.close(closed))
  return port
}
