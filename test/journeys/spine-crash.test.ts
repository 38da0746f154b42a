import type { ChildProcess } from 'node:child_process'
import { afterEach, expect, it, vi } from 'vitest'
import type { LoggedEventView } from '../../contract/event-log.ts'
import type { EventStream } from '../../contract/event-streams.ts'
import type { Reader } from '../../contract/readers.ts'
import { ask, send, type Team, until } from './client.ts'
import { demoTeam, kill, npmStart } from './npm-start.ts'
import { descendantsOf, isAlive } from './processes.ts'
import { freePort, temporaryFolder } from './server.ts'

const CHANGES = 5000
const SENDERS = 16
const KILL_AFTER = 200
const TYPE = 'project.updated'

// Two starts, each with a build, on a machine that may be busy.
vi.setConfig({ testTimeout: 240_000 })

let running: ChildProcess | undefined
afterEach(() => running && kill(running))

it('kill -9 of `npm start` in the middle of commits leaves log, counters and order whole', async () => {
  const place = { tree: '.', port: await freePort(), state: temporaryFolder('spine') }
  running = await npmStart(place)
  const family = descendantsOf(running.pid ?? 0)
  const accepted = await changeUntilKilled(await demoTeam(`http://localhost:${place.port}`), running)
  await until('the end', async () => ![{ pid: running?.pid ?? 0 }, ...family].some(({ pid }) => isAlive(pid)))
  expect(accepted).toBeGreaterThanOrEqual(KILL_AFTER)

  running = await npmStart(place)
  const team = await demoTeam(`http://localhost:${place.port}`)
  // The queue was in memory and is gone: only the sweeper tells the readers that there is more.
  const readers = await until('readers that have caught up', () => caughtUp(team), 90_000)
  expect(readers.map(({ name }) => name)).toEqual(expect.arrayContaining(['live', 'streams']))

  const logged = await eventsOf(team)
  expect(logged.length).toBeGreaterThanOrEqual(accepted)
  expect(logged.length).toBeLessThanOrEqual(accepted + SENDERS)
  expect(logged.map(({ sequence }) => Number(sequence))).toEqual(
    logged.map((_, index) => Number(logged[0]?.sequence) + index),
  )
  const { data: streams } = await send<{ data: EventStream[] }>(team.origin, 'domain-events/streams', team)
  expect(streams.find(({ type }) => type === TYPE)?.count).toBe(logged.length)
  // What the last answer said is what is stored: the change and its fact are one.
  const { data: projects } = await send<{ data: { name: string }[] }>(team.origin, 'projects', team)
  expect(logged.at(-1)?.data).toMatchObject({ name: projects[0]?.name })
})

/** Renames the project from many sides at once, and ends the server in the middle. @returns how many were answered */
async function changeUntilKilled(team: Team, server: ChildProcess): Promise<number> {
  let accepted = 0
  const names = Array.from({ length: CHANGES }, (_, index) => `Name ${index}`)
  const changeNext = async (): Promise<void> => {
    const name = names.pop()
    if (name === undefined) return
    const answer = await rename(team, name).catch(() => null)
    if (answer === null) return
    // Somebody else was faster: of two who change one thing at once the second is told so, and nothing is logged.
    expect([200, 409]).toContain(answer.status)
    if (answer.status === 200) accepted += 1
    if (answer.status === 200 && accepted === KILL_AFTER) await kill(server)
    return changeNext()
  }
  await Promise.all(Array.from({ length: SENDERS }, changeNext))
  return accepted
}

const rename = ({ origin, token, project }: Team, name: string) =>
  fetch(`${origin}/api/v1/projects/${project.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ name }),
  })

async function caughtUp(team: Team): Promise<Reader[] | null> {
  const { data } = await send<{ data: Reader[] }>(team.origin, 'readers', team)
  return data.length > 0 && data.every(({ lag, attempts }) => lag.all === 0 && attempts === 0) ? data : null
}

async function eventsOf({ origin, token, project }: Team): Promise<LoggedEventView[]> {
  const answer = await ask(origin, `domain-events/export?type=${TYPE}&subject=${project.id}`, { token })
  return (await answer.text()).split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
}
