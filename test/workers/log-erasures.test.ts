import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LogErasure } from '../../contract/log-erasures.ts'
import type { LogVerification } from '../../contract/log-verification.ts'
import { closedUntil } from '../../domain/events/log-chain.ts'
import { database } from '../../platform/db/commit.ts'
import { insertErasure } from '../../platform/db/log-erasures.ts'
import { deleteSealed } from '../../platform/db/log-retention.ts'
import { appendHour, chainEnd } from '../../platform/db/sealed-hours.ts'
import { erase, eraseOn } from '../../platform/log-erasure.ts'
import { sealClosedHours } from '../../platform/log-sealer.ts'
import { readPart } from '../../platform/sealed-log.ts'
import { call, read, someone } from './client.ts'
import { migrated } from './migrated.ts'
import { emptyLog, failing, HOUR, HOUR_MS, LATER, logRows, type Row, sealedRows } from './sealed-log.ts'

const { BUCKET } = env as Env
const ADA = 'Ada@example.com'
let db: D1Database
let token: string
let organisation: string

beforeAll(async () => {
  db = await migrated()
  const session = await someone()
  token = session.accessToken
  organisation = session.organization.id
})

const of = (userId: string, email: string, more: Row = {}): Row => ({
  ...{ organisationId: organisation, subject: userId, data: { userId, email, firstName: 'F' }, ...more },
})

beforeEach(async () => {
  await emptyLog()
  await logRows([
    of('u_ada', ADA),
    of('u_bob', 'bob@example.com'),
    of('u_ada', 'older@example.com', { loggedAt: HOUR + HOUR_MS }),
    of('u_eve', 'eve@example.com', { actor: 'u_ada', loggedAt: HOUR + 2 * HOUR_MS }),
    of('u_bob', 'bob@example.com', { loggedAt: HOUR + 2 * HOUR_MS }),
    { ...of('u_ada', ADA), organisationId: 'another' },
  ])
})

const seal = () => sealClosedHours({ db, bucket: BUCKET }, LATER)
const ask = (person: string) =>
  read<LogErasure>(202, call('POST', '/api/v1/domain-events/erasures', { token, body: { person } }))
const verify = () => read<LogVerification>(200, call('GET', '/api/v1/domain-events/verify', { token }))
/** Everything that is kept anywhere, as text. */
const kept = async () => {
  const { results } = await db
    .prepare('SELECT data FROM domain_events WHERE organisation_id = ?')
    .bind(organisation)
    .all()
  const parts = await Promise.all((await sealedRows(organisation)).map(({ key }) => readPart(BUCKET, key)))
  return JSON.stringify([results, parts.map((part) => part?.entries)])
}
const emails = (text: string) => [...new Set(text.match(/\w+@example.com/gi))].sort()
const records = async () =>
  (
    await db
      .prepare(
        "SELECT e.value AS position FROM domain_events AS d, json_each(d.data, '$.positions') AS e WHERE d.type = 'log.erased'",
      )
      .all<{ position: number }>()
  ).results.map(({ position }) => position)

describe('erasing a person', () => {
  it('takes what is personal out of rows and sealed hours, and the chain stays', async () => {
    await seal()
    const { head } = await verify()
    expect(await ask('u_ada')).toMatchObject({ status: 'done', entries: 3, progress: 1, reason: null })
    expect(emails(await kept())).toEqual(['bob@example.com'])
    expect(await verify()).toMatchObject({ ok: true, erased: 3, head })
    expect((await records()).length).toBe(3)
  })

  it('finds a person by a value in what is personal, in whatever letters', async () => {
    await seal()
    expect(await ask('ADA@EXAMPLE.COM')).toMatchObject({ entries: 1 })
    expect(emails(await kept())).toEqual(['bob@example.com', 'eve@example.com', 'older@example.com'])
    expect(
      await db.prepare("SELECT data FROM domain_events WHERE organisation_id = 'another'").first('data'),
    ).toContain(ADA)
  })

  it('erases what has left the table, and what is not sealed yet', async () => {
    await sealClosedHours({ db, bucket: BUCKET }, HOUR + 1.5 * HOUR_MS)
    await deleteSealed(db, HOUR + 400 * 24 * HOUR_MS)
    expect(await ask('u_ada')).toMatchObject({ entries: 3 })
    expect(emails(await kept())).toEqual(['bob@example.com'])
    expect(await seal()).toBeGreaterThan(0)
    expect(await verify()).toMatchObject({ ok: true, erased: 1, entries: 5 })
  })

  it('keeps no word of whom it erased', async () => {
    const { id } = await ask(ADA)
    expect(JSON.stringify(await db.prepare('SELECT * FROM log_erasures').all())).not.toMatch(/ada@/i)
    const shown = await read<LogErasure>(200, call('GET', `/api/v1/domain-events/erasures/${id}`, { token }))
    expect(shown).toMatchObject({ id, status: 'done' })
    const { data } = await read<{ data: LogErasure[] }>(200, call('GET', '/api/v1/domain-events/erasures', { token }))
    expect(data).toEqual([shown])
    expect((await call('GET', '/api/v1/domain-events/erasures/unknown', { token })).status).toBe(404)
  })

  it('loses nothing and tells nothing twice, wherever it is stopped', async () => {
    await seal()
    const begun = await insertErasure(
      database(db),
      { id: 'x1', organisationId: organisation, person: 'u_ada', createdBy: 'u' },
      LATER,
    )
    let stops = 0
    for (let call = 1; call < 60; call += 1) {
      const broken = failing({ db, bucket: BUCKET }, call)
      const done = await erase(broken, begun, LATER).then(
        ({ row }) => row.stage === 'done',
        () => false,
      )
      stops += Number(!done)
      expect(await verify()).toMatchObject({ ok: true })
      if (done) break
    }
    expect(stops).toBeGreaterThan(5)
    expect(emails(await kept())).toEqual(['bob@example.com'])
    const named = await records()
    expect(named.toSorted()).toEqual([...new Set(named)].toSorted())
    expect(await db.prepare('SELECT entries, person FROM log_erasures').first()).toEqual({ entries: 3, person: null })
  })

  it('may run several times at once', async () => {
    await seal()
    const wish = { id: 'x2', organisationId: organisation, person: 'u_ada', createdBy: 'u' }
    const begun = await insertErasure(database(db), wish, LATER)
    const runs = [1, 2, 3].map(() => erase({ db, bucket: BUCKET }, begun, LATER))
    await Promise.all([...runs, eraseOn({ db, bucket: BUCKET }, LATER)])
    expect(emails(await kept())).toEqual(['bob@example.com'])
    expect((await records()).length).toBe(3)
    expect(await verify()).toMatchObject({ ok: true, erased: 3 })
  })

  it('lets the sealer add nothing that was read before it', async () => {
    const end = await chainEnd(db, organisation)
    const [before] = await (async () => {
      await seal()
      const rows = await sealedRows(organisation)
      await db.prepare('DELETE FROM sealed_hours').run()
      return rows
    })()
    if (before === undefined) throw new Error('nothing was sealed')
    await ask('u_ada')
    expect(await appendHour(db, before, end, LATER)).toBe(false)
    expect(closedUntil(LATER)).toBeGreaterThan(HOUR)
    await seal()
    expect(emails(await kept())).toEqual(['bob@example.com'])
    expect(await verify()).toMatchObject({ ok: true })
  })

  it('makes the sealer wait while it is under way', async () => {
    const wish = { id: 'x3', organisationId: organisation, person: 'u_ada', createdBy: 'u' }
    await insertErasure(database(db), wish, LATER)
    expect(await seal()).toBe(1)
    expect(await sealedRows(organisation)).toEqual([])
    await eraseOn({ db, bucket: BUCKET }, LATER)
    expect(await seal()).toBe(3)
  })

  it('says which hour it could not open', async () => {
    await seal()
    const [part] = await sealedRows(organisation)
    await BUCKET.put(part?.key ?? '', 'no gzip')
    expect(await ask('u_ada')).toMatchObject({ status: 'done', reason: `${part?.key} cannot be read` })
  })

  it('takes no more than a run may ask for, however many are long', async () => {
    const organisations = ['long-1', 'long-2', 'long-3']
    for (const organisationId of organisations) {
      const row = (hour: number) => of('u_ada', ADA, { organisationId, loggedAt: HOUR - hour * HOUR_MS })
      await logRows(Array.from({ length: 45 }, (_, hour) => row(44 - hour)))
      const wish = { id: `x-${organisationId}`, organisationId, person: ADA, createdBy: 'u' }
      for (let sealed = 1; sealed > 0; ) sealed = await seal()
      expect(await sealedRows(organisationId)).toHaveLength(45)
      await insertErasure(database(db), wish, organisations.indexOf(organisationId))
    }
    const done = async () =>
      (
        await db
          .prepare("SELECT finished_at IS NOT NULL AS done FROM log_erasures WHERE id LIKE 'x-long%' ORDER BY id")
          .all()
      ).results.map((row) => row.done)
    await eraseOn({ db, bucket: BUCKET }, LATER)
    const untouched = db.prepare("SELECT cursor + entries AS n FROM log_erasures WHERE id = 'x-long-3'").first('n')
    expect(await untouched).toBe(0)
    for (let run = 0; run < 8; run += 1) await eraseOn({ db, bucket: BUCKET }, LATER)
    expect(await done()).toEqual([1, 1, 1])
  })
})
