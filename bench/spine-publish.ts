import type { Reader } from '../contract/readers.ts'
import type { Server } from './server.ts'

export const TYPE = 'bench.told'
const BATCH = 100
const PATIENCE_MS = 60_000

export interface Publishing {
  /** Each ends with a number, which tells the thing that the event happened to. */
  ids: string[]
  /** How many things there are. */
  things: number
}

/** Publishes in requests of `batch` events, so many at a time, as fast as they are answered. */
export async function publishFast(
  server: Server,
  { ids, things, connections, batch = BATCH }: Publishing & { connections: number; batch?: number },
): Promise<void> {
  const left = [...ids]
  const publishNext = async (): Promise<void> => {
    const next = left.splice(0, batch)
    if (next.length === 0) return
    await publish(server, { ids: next, things })
    return publishNext()
  }
  await Promise.all(Array.from({ length: connections }, publishNext))
}

/** Publishes one event after the other at `rate` a second, whether or not answers come. @returns when, by id */
export async function publishSteadily(
  server: Server,
  { ids, things, rate }: Publishing & { rate: number },
): Promise<{ id: string; asked: number; answered: number }[]> {
  const began = Date.now()
  const sent = ids.map(async (id, index) => {
    const due = began + (1000 * index) / rate
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, due - Date.now())))
    const asked = Date.now()
    await publish(server, { ids: [id], things })
    return { id, asked, answered: Date.now() }
  })
  return Promise.all(sent)
}

async function publish({ origin, accessToken }: Server, { ids, things }: Publishing): Promise<void> {
  const events = ids.map((id, index) => ({
    specversion: '1.0',
    id,
    type: TYPE,
    source: '/bench',
    subject: `s${(Number(/\d+$/.exec(id)?.[0] ?? index) % things).toString()}`,
    data: { text: 'x'.repeat(200) },
  }))
  const batch = events.length > 1
  const answer = await fetch(`${origin}/api/v1/domain-events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': batch ? 'application/cloudevents-batch+json' : 'application/cloudevents+json',
    },
    body: JSON.stringify(batch ? events : events[0]),
  })
  if (!answer.ok) throw new Error(`publishing answered ${answer.status} ${await answer.text()}`)
  await answer.arrayBuffer()
}

export async function readersOf({ origin, accessToken }: Server): Promise<Reader[]> {
  const answer = await fetch(`${origin}/api/v1/readers`, { headers: { authorization: `Bearer ${accessToken}` } })
  return ((await answer.json()) as { data: Reader[] }).data
}

/**
 * Waits for something; gives up silently, because what is missing is counted.
 * @param moved milliseconds since 1970 when it last came nearer; as long as it does, it is waited for
 */
export async function until(condition: () => boolean | Promise<boolean>, moved = () => 0): Promise<void> {
  const from = Date.now()
  while (Date.now() - Math.max(from, moved()) < PATIENCE_MS && !(await condition()))
    await new Promise((later) => setTimeout(later, 10))
}
