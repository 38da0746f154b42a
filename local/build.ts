import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/** What is built, from what, by which command. `core`, `ingest` and `kafka-bridge` are the bundles that deploy. */
const TARGETS = {
  frontend: {
    sources: ['frontend/**/*', 'contract/**/*', 'package-lock.json'],
    output: 'frontend/dist/index.html',
    command: ['vite', 'build', 'frontend', '--logLevel', 'warn'],
  },
  core: {
    sources: [
      '{contract,domain,platform,durable-objects,workers,migrations}/**/*',
      'wrangler.toml',
      'package-lock.json',
    ],
    output: 'dist/core/index.js',
    command: ['wrangler', 'deploy', '--dry-run', '--minify', '--outdir', 'dist/core'],
  },
  ingest: {
    sources: ['{contract,domain,platform,workers}/**/*', 'package-lock.json'],
    output: 'dist/ingest/index.js',
    command: [
      'wrangler',
      'deploy',
      '--dry-run',
      '--minify',
      '-c',
      'workers/ingest/wrangler.toml',
      '--outdir',
      '../../dist/ingest',
    ],
  },
  'kafka-bridge': {
    sources: ['{contract,domain,platform,workers}/**/*', 'package-lock.json'],
    output: 'dist/kafka-bridge/index.js',
    command: [
      'wrangler',
      'deploy',
      '--dry-run',
      '--minify',
      '-c',
      'workers/kafka-bridge/wrangler.toml',
      '--outdir',
      '../../dist/kafka-bridge',
    ],
  },
} as const

export type Target = keyof typeof TARGETS

/** The configuration of what `npm start` serves. */
const SERVED: Partial<Record<Target, string>> = {
  core: 'wrangler.toml',
  'kafka-bridge': 'workers/kafka-bridge/wrangler.toml',
}

/** Builds a target unless nothing it is made of has changed since it was built last. */
export function build(target: Target): void {
  const { sources, output, command } = TARGETS[target]
  const stamp = `dist/.${target}.stamp`
  const state = fingerprint(sources)
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return
  const started = performance.now()
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [`node_modules/.bin/${command[0]}`, ...command.slice(1)],
    {
      encoding: 'utf8',
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false', NODE_ENV: 'production' },
    },
  )
  if (status !== 0) throw new Error(`Building ${target} failed:\n${stdout}\n${stderr}`)
  mkdirSync('dist', { recursive: true })
  // Asking wrangler takes a second and 200 MB, so it is asked in a process of its own, and not at each start.
  const config = SERVED[target]
  if (config !== undefined)
    execFileSync(process.execPath, ['local/worker-options.ts', config, `dist/${target}/options.json`])
  writeFileSync(stamp, state)
  console.log(`Built ${target} in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

function fingerprint(patterns: readonly string[]): string {
  const hash = createHash('sha1')
  for (const path of globSync([...patterns], { exclude: ['**/node_modules/**', 'frontend/dist/**'] }).sort()) {
    const { mtimeMs, size } = statSync(path)
    if (statSync(path).isFile()) hash.update(`${path}:${mtimeMs}:${size}\n`)
  }
  return hash.digest('hex')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const targets = process.argv.slice(2) as Target[]
  for (const target of targets.length > 0 ? targets : (Object.keys(TARGETS) as Target[])) build(target)
}
