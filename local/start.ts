import { ok } from '../domain/result.ts'
import { build } from './build.ts'
import { DEMO, demoDsn, seed } from './seed.ts'
import { serve } from './serve.ts'
import { claimState, noteRuntime, releaseState } from './state-lock.ts'

const port = Number(process.env.PORT ?? 8787)
const state = process.env.SIGNALBOX_STATE ?? '.signalbox/state'

if (!Number.isInteger(port) || port < 1 || port > 65_535) giveUp(`PORT must be a port number, not ${process.env.PORT}`)
const taken = claimState(state)
if (taken !== null) giveUp(taken)

build('frontend')
build('core')
const kafka = kafkaVars()
const bridged = Object.keys(kafka).length > 0
if (bridged) build('kafka-bridge')

const started = performance.now()
const served = await serve({ port, state, vars: overrides(), kafka }).catch(explain)
noteRuntime(state)
// Miniflare ends the process by itself on a signal, so this is the only moment that always comes.
process.on('exit', () => releaseState(state))
const demo = served.empty ? ok(await seed(served.origin)) : await demoDsn(served.origin)
const dsn = demo.ok ? demo.value : null
const remark = demo.ok
  ? ''
  : { changed: '   (changed since; use your own)', refused: '   (not taken just now)' }[demo.error]
const ready = ((performance.now() - started) / 1000).toFixed(1)

const dispatch = await kafkaLine()

console.log(`
  Signalbox is ready after ${ready} s

  Dashboard   ${served.origin}
  Sign in     ${DEMO.email} / ${DEMO.password}${remark}
${dsn === null ? '' : `  DSN         ${dsn}\n`}
  Send a test error with the real SDK, from this directory:

    SENTRY_DSN=${dsn ?? '<DSN>'} npm run -s send-test-error

${dispatch}  State lies in ${state} (SIGNALBOX_STATE); the port is ${port} (PORT). Ctrl-C stops.
`)

// Cron does not fire by itself outside Cloudflare.
await served.scheduled()
const everyMinute = setInterval(() => void served.scheduled().catch(reportCron), 60_000)

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    if (stopping) process.exit(1)
    stopping = true
    clearInterval(everyMinute)
    await served.stop()
    process.exit(0)
  })
}

function explain(error: Error & { code?: string }): never {
  if (error.code !== 'ERR_ADDRESS_IN_USE') throw error
  giveUp(`Port ${port} is taken. Stop what listens there, or choose another: PORT=8788 npm start`)
}

function giveUp(why: string): never {
  console.error(why)
  process.exit(1)
}

function reportCron(error: unknown): void {
  console.warn(JSON.stringify({ message: 'the scheduled handler failed', error: String(error) }))
}

/** Variables that the environment overrides, so that a load test can raise a limit and links can name a proxy. */
function overrides(): Record<string, string> {
  const names = [
    'OCCURRENCE_STORE',
    'EVENTS_PER_HOUR',
    'AUTH_ATTEMPTS_PER_15_MINUTES',
    'RATE_LIMITS',
    'ANONYMOUS_ERRORS_PROJECT',
    'PUBLIC_ORIGIN',
    'LIVE_ROOM_SOCKETS',
    'LIVE_RELAY_SOCKETS',
    'DSN_MAC_KEY',
  ]
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
}

/** What the environment tells the Kafka bridge; it runs where brokers or a REST proxy are named. */
function kafkaVars(): Record<string, string> {
  const told = Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith('KAFKA_') && value ? [[name, value] as const] : [],
  )
  const vars = Object.fromEntries(told)
  return vars.KAFKA_BROKERS || vars.KAFKA_REST_URL ? vars : {}
}

async function kafkaLine(): Promise<string> {
  if (!bridged) return ''
  const { kafkaConfig } = await import('../platform/kafka/config.ts')
  const config = kafkaConfig(kafka)
  if (!config.ok) return `  Kafka       nothing is sent: ${config.error}\n\n`
  const { destination, topics } = config.value
  const where = destination.kind === 'wire' ? destination.brokers.join(', ') : destination.url
  return `  Kafka       every event goes to ${where}, topics ${topics.template}\n\n`
}
