import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { DeadLetter } from '../../contract/dead-letters.ts'
import type { Accepted } from '../../contract/occurrences.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import { buryMessage } from '../../platform/db/dead-letters.ts'
import { call, projectOf, read, someone } from './client.ts'
import { migrated } from './migrated.ts'

const { BUCKET } = env as Env
const NOW = Date.UTC(2027, 5, 1)
let db: D1Database
let token: string
let project: string
let serial = 0

beforeAll(async () => {
  db = await migrated()
  token = (await someone()).accessToken
  project = (await projectOf(token)).id
})

async function buried(wish: { project?: string; body?: Uint8Array; now?: number } = {}) {
  serial += 1
  const eventId = serial.toString(16).padStart(32, '0')
  const meta: Accepted = {
    v: 1,
    project: wish.project ?? project,
    keyNumber: 1,
    kind: 'event',
    eventId,
    receivedAt: NOW,
    encoding: 'identity',
  }
  const id = `${meta.project}-${eventId}-${NOW}`
  const { body, now = NOW } = wish
  await buryMessage({ db, bucket: BUCKET }, body === undefined ? { meta } : { meta, body }, {
    id,
    source: 'occurrences',
    reason: 'digest_failed',
    detail: 'It failed',
    now,
  })
  return { id, eventId }
}

const list = (query = '', as = token) =>
  read<Page<DeadLetter>>(200, call('GET', `/api/v1/dead-letters${query}`, { token: as }))
const redrive = (id: string, as = token) => call('POST', `/api/v1/dead-letters/${id}/redrive`, { token: as })
const code = async (answer: Promise<Response>) => ((await (await answer).json()) as Problem).code

describe('dead letters', () => {
  it('are listed with their reasons, newest first, page by page, of one project where asked', async () => {
    const other = (await projectOf(token)).id
    const ids = []
    for (const now of [NOW, NOW, NOW + 1]) ids.unshift((await buried({ project: other, now })).id)
    const first = await list(`?project=${other}&limit=2`)
    const rest = await list(`?project=${other}&limit=2&cursor=${first.next}`)
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(ids)
    expect(rest).toMatchObject({ next: null })
    expect(rest.data[0]).toEqual({
      id: ids[2],
      projectId: other,
      position: null,
      source: 'occurrences',
      reason: 'digest_failed',
      detail: 'It failed',
      createdAt: new Date(NOW).toISOString(),
      redrivenAt: null,
    })
    expect(await code(call('GET', '/api/v1/dead-letters?cursor=nonsense', { token }))).toBe('invalid_cursor')
  })

  it('are not there for another organisation', async () => {
    const stranger = (await someone()).accessToken
    const { id } = await buried({ body: new Uint8Array([1]) })
    expect((await list('', stranger)).data).toEqual([])
    expect((await list(`?project=${project}`, stranger)).data).toEqual([])
    expect(await code(redrive(id, stranger))).toBe('not_found')
  })

  it('become occurrences when they are sent again and can be read by now', async () => {
    const body = new TextEncoder().encode(JSON.stringify({ message: 'back from the dead' }))
    const { id, eventId } = await buried({ body })
    const before = Date.now()
    const answered = await read<DeadLetter>(200, redrive(id))
    expect(Date.parse(answered.redrivenAt ?? '')).toBeGreaterThanOrEqual(before)
    expect((await list()).data.find((one) => one.id === id)).toEqual(answered)
    const digested = () =>
      db.prepare('SELECT event_id FROM occurrences WHERE event_id = ?').bind(eventId).first<string>('event_id')
    await vi.waitUntil(digested, { timeout: 4000 })
    const fact = await db.prepare("SELECT type FROM domain_events WHERE type = 'dead_letter.redriven'").first('type')
    expect(fact).not.toBeNull()
  })

  it('cannot be sent again without their bytes', async () => {
    expect(await code(redrive((await buried()).id))).toBe('body_gone')
    const { id } = await buried({ body: new Uint8Array([1]) })
    await BUCKET.delete(`dead-letters/${id}`)
    expect((await redrive(id)).status).toBe(409)
    expect((await list()).data.find((one) => one.id === id)?.redrivenAt).toBeNull()
  })
})
