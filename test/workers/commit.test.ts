import { beforeAll, describe, expect, it } from 'vitest'
import { commit, database, type Fact } from '../../platform/db/commit.ts'
import { because } from '../../platform/trace.ts'
import { migrated } from './migrated.ts'

let db: D1Database
let serial = 0

const fact = (subject: string, organisationId = 'o1'): Fact => {
  serial += 1
  const data = { organizationId: organisationId, name: 'One' }
  return { id: `e${serial}`, organisationId, type: 'organization.created', subject, actor: null, time: 1, data }
}
const log = (facts: Fact[]) => commit(database(db), [], facts)

beforeAll(async () => {
  db = await migrated()
})

describe('the log', () => {
  it('counts within each thing from 1 without gaps, whoever is first of those who write at once', async () => {
    const batches = Array.from({ length: 20 }, () => log([fact('busy'), fact('busy'), fact('calm')]))
    const logged = (await Promise.all(batches)).flat().sort((a, b) => a.position - b.position)
    const sequences = (subject: string) => logged.filter((one) => one.subject === subject).map((one) => one.sequence)
    expect(sequences('busy')).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
    expect(sequences('calm')).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  it('counts apart for each organisation', async () => {
    const [ours, theirs] = await log([fact('shared', 'o1'), fact('shared', 'o2')])
    expect([ours?.sequence, theirs?.sequence]).toEqual([1, 1])
  })

  it('goes on counting where what came before has left for a sealed hour', async () => {
    await db.prepare("INSERT INTO aggregate_heads VALUES ('o1', 'old', 'organization', 41)").run()
    const [logged] = await log([fact('old')])
    expect(logged?.sequence).toBe(42)
  })

  it('says of each fact what it came of, and when the database took it', async () => {
    const cause = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, correlationId: 'r1', causationId: 'e0' }
    const before = Date.now()
    const [logged] = await because(cause, () => log([fact('caused')]))
    expect(logged).toMatchObject({ ...cause, aggregate: 'organization', partitionKey: 'caused', source: null })
    expect(logged?.loggedAt).toBeGreaterThanOrEqual(before - 1000)
    expect(await log([fact('uncaused')])).toMatchObject([{ traceparent: null, correlationId: null, causationId: null }])
  })
})
