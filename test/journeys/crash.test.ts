import type { ChildProcess } from 'node:child_process'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { occurrencesOf, send, type Team, until } from './client.ts'
import { demoTeam, kill, npmStart } from './npm-start.ts'
import { descendantsOf, isAlive } from './processes.ts'
import { envelopeOf, postEnvelope, smallEvent } from './sdk.ts'
import { freePort, sabotagedCore, temporaryFolder, treeWithBundle } from './server.ts'

const EVENTS = 2000
const SENDERS = 32
const KILL_AFTER = 1000

// Two starts, and two thousand errors between them, on a machine that may be busy.
vi.setConfig({ testTimeout: 150_000 })

type End = (server: ChildProcess) => unknown

let running: ChildProcess | undefined
afterEach(() => running && kill(running))

describe('kill -9 of `npm start` while 2,000 errors come in', () => {
  it('loses none that was answered 200, and stores none twice', async () => {
    const { accepted, stored } = await interrupted('.', kill)
    expect(accepted.length).toBeGreaterThanOrEqual(KILL_AFTER)
    expect(accepted.length).toBeLessThan(EVENTS)
    expect(new Set(stored).size).toBe(stored.length)
    expect(missing(accepted, stored)).toEqual([])
  })

  it('the twin whose spool forgets at a restart loses some, and is caught', async () => {
    const forgetful = sabotagedCore(
      /CREATE TABLE IF NOT EXISTS messages/,
      'DROP TABLE IF EXISTS messages; CREATE TABLE messages',
    )
    const { accepted, stored } = await interrupted(treeWithBundle(forgetful), kill)
    expect(missing(accepted, stored)).not.toEqual([])
  })
})

describe('a stop of `npm start` while 2,000 errors come in', () => {
  it('ends by itself, and loses none that was answered 200', async () => {
    const { accepted, stored } = await interrupted('.', ({ pid }) => process.kill(pid ?? 0, 'SIGTERM'))
    expect(new Set(stored).size).toBe(stored.length)
    expect(missing(accepted, stored)).toEqual([])
  })
})

const missing = (accepted: string[], stored: string[]) => {
  const there = new Set(stored)
  return accepted.filter((id) => !there.has(id))
}

/** Starts, sends, ends it in the middle, starts again. @returns ids that were answered 200, and ids that are stored */
async function interrupted(tree: string, end: End): Promise<{ accepted: string[]; stored: string[] }> {
  const place = { tree, port: await freePort(), state: temporaryFolder('crash') }
  running = await npmStart(place)
  const family = descendantsOf(running.pid ?? 0)
  const accepted = await sendUntil(await demoTeam(`http://localhost:${place.port}`), { server: running, end })
  await until(
    'the end of the server',
    async () => ![{ pid: running?.pid ?? 0 }, ...family].some(({ pid }) => isAlive(pid)),
  )

  running = await npmStart(place)
  const team = await demoTeam(`http://localhost:${place.port}`)
  // Once an error of now is stored, and the counters stand still at what is stored, the backlog is through.
  const stored = await until(
    'all of the backlog',
    async () => {
      const { data } = await send<{ data: { id: string; count: number }[] }>(team.origin, 'issues?status=all', {
        token: team.token,
      })
      const [issue] = data
      if (!issue) return null
      const ids = (await occurrencesOf(team, issue.id)).map(({ id }) => id)
      const enough = missing(accepted, ids).length === 0 || (await isQuiet(team, issue))
      return enough && ids.length === issue.count && ids
    },
    60_000,
  )
  return { accepted, stored }
}

const QUIET_MS = 3000

/** Whether nothing was counted for longer than any message waits for its first digest after a start. */
async function isQuiet(team: Team, { id, count }: { id: string; count: number }): Promise<boolean> {
  await new Promise((later) => setTimeout(later, QUIET_MS))
  const now = await send<{ count: number }>(team.origin, `issues/${id}`, { token: team.token })
  return now.count === count
}

async function sendUntil(team: Team, { server, end }: { server: ChildProcess; end: End }): Promise<string[]> {
  const events = Array.from({ length: EVENTS }, () => smallEvent('Crash'))
  const accepted: string[] = []
  const sendNext = async (): Promise<void> => {
    const event = events.pop()
    if (!event) return
    const answer = await postEnvelope(team, envelopeOf(event)).catch(() => null)
    if (!answer) return
    expect(answer.status).toBe(200)
    accepted.push(event.event_id)
    if (accepted.length === KILL_AFTER) end(server)
    return sendNext()
  }
  await Promise.all(Array.from({ length: SENDERS }, sendNext))
  return accepted
}
