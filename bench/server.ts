import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMO, demoDsn } from '../local/seed.ts'

/** The process that `npm start` runs, with a state of its own. */
export interface Server {
  origin: string
  state: string
  pid: number
  dsn: string
  accessToken: string
  /** Stops it as Ctrl-C would; the state stays. */
  stop(): Promise<void>
  /** Deletes the state. */
  forget(): void
}

const READY_MS = 120_000

/**
 * Starts Signalbox on a free port with an empty state and quotas out of the way, and signs in as the demo's user.
 * @param settings variables of the environment besides
 */
export async function startServer(settings: Record<string, string> = {}): Promise<Server> {
  const state = mkdtempSync(join(tmpdir(), 'signalbox-bench-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, ['local/start.ts'], {
    env: {
      ...process.env,
      PORT: String(port),
      SIGNALBOX_STATE: state,
      EVENTS_PER_HOUR: '1000000000',
      AUTH_ATTEMPTS_PER_15_MINUTES: '1000',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await saysReady(child)
  const stop = async () => {
    if (child.exitCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  }
  const demo = await demoDsn(origin)
  if (!demo.ok || demo.value === null || child.pid === undefined) throw new Error('the demo account is not there')
  return {
    origin,
    state,
    pid: child.pid,
    dsn: demo.value.replace('localhost', '127.0.0.1'),
    accessToken: await signIn(origin),
    stop,
    forget: () => rmSync(state, { recursive: true, force: true }),
  }
}

/** Resolves with the banner; what the server says afterwards goes to standard error, where a failure is seen. */
async function saysReady(child: ChildProcess): Promise<void> {
  let said = ''
  child.stderr?.on('data', (text) => process.stderr.write(text))
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not ready after ${READY_MS} ms:\n${said}`)), READY_MS)
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)))
    child.stdout?.on('data', (text) => {
      said += text
      if (!said.includes('Ctrl-C stops')) return
      clearTimeout(late)
      resolve()
    })
  })
}

async function signIn(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: DEMO.email, password: DEMO.password }),
  })
  if (!answer.ok) throw new Error(`signing in answered ${answer.status}`)
  return ((await answer.json()) as { accessToken: string }).accessToken
}

/** @returns a port of the loopback address that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
