import { type ChildProcess, spawn } from 'node:child_process'
import { expect } from 'vitest'
import { DEMO } from '../../local/seed.ts'
import { send, type Team, until } from './client.ts'
import { descendantsOf, isAlive } from './processes.ts'

/** It may have to build first. */
const START_MS = 90_000

/** Signs in as the demo account, to the project that `npm start` seeds. */
export async function demoTeam(origin: string): Promise<Team> {
  const { accessToken: token, organization } = await send<{ accessToken: string; organization: { id: string } }>(
    origin,
    'auth/login',
    { body: { email: DEMO.email, password: DEMO.password } },
  )
  const { data } = await send<{ data: Team['project'][] }>(origin, 'projects', { token })
  const [project] = data
  if (!project) throw new Error('The demo has no project')
  return { origin, token, organization: organization.id, project }
}

/**
 * Starts the program behind `npm start` and waits until it says that it is ready.
 * @param tree the project's folder, or one that stands for it
 */
export async function npmStart({
  tree,
  port,
  state,
  env: more = {},
}: {
  tree: string
  port: number
  state: string
  env?: Record<string, string>
}): Promise<ChildProcess> {
  const env = {
    ...process.env,
    PORT: String(port),
    SIGNALBOX_STATE: state,
    AUTH_ATTEMPTS_PER_15_MINUTES: '1000',
    ...more,
  }
  const child = spawn(process.execPath, ['local/start.ts'], {
    cwd: tree,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk
    })
  }
  const ready = async () => {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${said}`)
    return said.includes('Signalbox is ready')
  }
  await until('a server that says it is ready', ready, START_MS).catch((error) => {
    child.kill()
    throw new Error(`${error}\n${said}`)
  })
  return child
}

/** The whole family at once, as when the power fails: workerd must not be left to finish its work. */
export async function kill({ pid, exitCode, signalCode }: ChildProcess): Promise<void> {
  if (pid === undefined || exitCode !== null || signalCode !== null) return
  const family = descendantsOf(pid)
  expect(family.map(({ name }) => name)).toContain('workerd')
  const members = [pid, ...family.map((child) => child.pid)]
  for (const member of members.filter(isAlive)) process.kill(member, 'SIGKILL')
  await until('the end of all that was killed', async () => !members.some(isAlive))
}
