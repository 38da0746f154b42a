import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { CATALOGUE } from '../../../contract/domain-events.ts'
import type { Page } from '../../../contract/page.ts'
import type { Reader } from '../../../contract/readers.ts'
import { send, type Team, until } from '../../journeys/client.ts'
import { demoTeam, kill, npmStart } from '../../journeys/npm-start.ts'
import { isAlive } from '../../journeys/processes.ts'
import { freePort, temporaryFolder } from '../../journeys/server.ts'
import type { Broker } from './broker.ts'
import { judge, type Sent, type Verdict } from './detector.ts'
import { readAll } from './reader.ts'

/** What `npm start` runs where Kafka is configured, started anew as often as a test wants, on one state. */
export interface Bridge {
  /** The owner of the demo. */
  team: Team
  /** The lane as `GET /readers` shows it. */
  lane(): Promise<Reader>
  /** Ends all of it at once, as when the power fails. */
  kill(): Promise<void>
  stop(): Promise<void>
  /** Starts it again with other settings. */
  start(settings: Record<string, string>): Promise<void>
}

export const LANE = 'kafka:main'
/** Longer than the longest pause of a reader that fails (60 s). */
export const PATIENCE_MS = 100_000

export async function startBridge(settings: Record<string, string>): Promise<Bridge> {
  const place = { tree: process.cwd(), port: await freePort(), state: temporaryFolder('state') }
  const origin = `http://localhost:${place.port}`
  let child: ChildProcess
  const start = async (env: Record<string, string>) => {
    child = await npmStart({ ...place, env })
  }
  await start(settings)
  const team = await demoTeam(origin)
  const lane = () => until('the lane among the readers', () => laneOf(team))
  await lane()
  return {
    team,
    lane,
    start,
    kill: () => kill(child),
    stop: async () => {
      const { pid } = child
      child.kill('SIGTERM')
      await until('the end of the server', async () => pid === undefined || !isAlive(pid))
    },
  }
}

async function laneOf({ origin, token }: Team): Promise<Reader | undefined> {
  const { data } = await send<Page<Reader>>(origin, 'readers', { token })
  return data.find(({ name }) => name === LANE)
}

/** An event in the making; `key` is the thing it happened to. */
export interface Happening {
  type: string
  key: string
  data?: unknown
}

/** How many events one request carries. */
const BATCH = 100

/** Publishes events in their order, in batches. @returns what is to arrive, counted within each key from `counted` on */
export async function publish(
  { origin, token }: Team,
  happenings: Happening[],
  counted = new Map<string, number>(),
): Promise<Sent[]> {
  const sent: Sent[] = []
  for (let at = 0; at < happenings.length; at += BATCH) {
    const events = happenings.slice(at, at + BATCH).map((happening) => cloudEvent(happening))
    const answer = await fetch(`${origin}/api/v1/domain-events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    })
    if (!answer.ok) throw new Error(`Publishing answered ${answer.status} ${await answer.text()}`)
    for (const { id, type, partitionkey } of events) {
      const thing = `${type.split('.')[0]} ${partitionkey}`
      const sequence = (counted.get(thing) ?? 0) + 1
      counted.set(thing, sequence)
      sent.push({ id, key: partitionkey, sequence })
    }
  }
  return sent
}

function cloudEvent({ type, key, data = {} }: Happening) {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/tests',
    type,
    subject: key,
    partitionkey: key,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data,
  }
}

/** As many events as wanted of one type, dealt out to so many things in turn. */
export const happenings = (type: string, count: number, keys: number): Happening[] =>
  Array.from({ length: count }, (_, at) => ({ type, key: `thing-${at % keys}`, data: { number: at } }))

/** Makes the topics of all events of the catalogue: a lane stands still where one of them is missing. */
export async function catalogueTopics(broker: Broker): Promise<void> {
  const aggregates = new Set(Object.values(CATALOGUE).map(({ aggregate }) => aggregate))
  await broker.topics([...aggregates].map((aggregate) => ({ name: topicOf(aggregate) })))
}

export const topicOf = (aggregate: string): string => `signalbox.${aggregate}.v1`

/** Waits until a topic holds all that was sent. @returns how it came; with what is lost, where it never came */
export async function arrival(broker: Broker, topic: string, sent: readonly Sent[]): Promise<Verdict> {
  let verdict = judge(sent, [])
  const complete = async () => {
    if ((await broker.count(topic)) < sent.length) return false
    verdict = judge(sent, await readAll(broker.address.plain, topic))
    return verdict.lost.length === 0
  }
  await until(`all on ${topic}`, complete, PATIENCE_MS).catch(() => undefined)
  return verdict
}

interface Buried {
  id: string
  source: string
  detail: string
}

export async function deadLetters({ origin, token }: Team): Promise<Buried[]> {
  return (await send<Page<Buried>>(origin, 'dead-letters', { token })).data
}
