import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { hourOf } from '../../domain/events/log-chain.ts'
import { sealClosedHours } from '../../platform/log-sealer.ts'
import { readPart } from '../../platform/sealed-log.ts'
import { migrated } from './migrated.ts'
import { emptyLog, HOUR, HOUR_MS, LATER, logRows, sealedRows } from './sealed-log.ts'

const { BUCKET } = env as Env
let db: D1Database

beforeEach(async () => {
  db = await migrated()
  await emptyLog()
})

const seal = (bucket = BUCKET) => sealClosedHours({ db, bucket }, LATER)

describe('the sealer', () => {
  it('moves closed hours to R2, each organisation its own, in the order of the log', async () => {
    await logRows([
      { organisationId: 'o1', subject: 'a' },
      { organisationId: 'o2', subject: 'b' },
      { organisationId: 'o1', subject: 'c' },
      { organisationId: 'o1', subject: 'd', loggedAt: HOUR + HOUR_MS },
    ])
    expect(await seal()).toBe(3)
    const rows = await sealedRows('o1')
    expect(rows.map(({ key, entries }) => [key, entries])).toEqual([
      [`log/o1/${hourOf(HOUR)}-${rows[0]?.firstPosition}.ndjson.gz`, 2],
      [`log/o1/${hourOf(HOUR) + 1}-${rows[1]?.firstPosition}.ndjson.gz`, 1],
    ])
    expect(rows[1]?.previous).toBe(rows[0]?.digest)
    const part = await readPart(BUCKET, rows[0]?.key ?? '')
    expect(part?.entries.map(({ event }) => event.subject)).toEqual(['a', 'c'])
    expect(await seal()).toBe(0)
  })

  it('leaves an hour alone that is open, or has only just closed', async () => {
    await logRows([{ organisationId: 'o1', subject: 'a' }])
    for (const now of [HOUR + 1, HOUR + HOUR_MS, HOUR + HOUR_MS + 4 * 60_000])
      expect(await sealClosedHours({ db, bucket: BUCKET }, now)).toBe(0)
    expect(await sealClosedHours({ db, bucket: BUCKET }, HOUR + HOUR_MS + 5 * 60_000)).toBe(1)
  })
})
