import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Breach, breaches } from './writes.ts'

/** What may change the database without an event in the same commit, each with the reason why nobody is to be told. */
const SILENT: Readonly<Record<string, string>> = {
  'platform/db/dead-letters.ts#buryMessage': 'what gave up is a record of our own work',
  'platform/db/occurrences.ts#keepAttachments': 'belongs to an occurrence, which is a report and no fact of the log',
  'platform/db/outcomes.ts#recordOutcomes': 'a counter',
  'platform/db/outcomes.ts#writeOutcomeTotals': 'a counter',
  'platform/db/idempotency-keys.ts#claimKey': 'a record of a request, for a day',
  'platform/db/idempotency-keys.ts#keepAnswer': 'a record of a request, for a day',
  'platform/db/idempotency-keys.ts#forgetKey': 'a record of a request, for a day',
  'platform/db/idempotency-keys.ts#releaseKey': 'a record of a request, for a day',
  'platform/db/expired.ts#deleteExpired': 'what had ended before is cleaned up',
  'platform/db/sessions.ts#rotateRefreshToken': 'a sign-in goes on: it began and ends with facts',
  'platform/db/vouched-sessions.ts#claimAsking': 'a turn to ask a provider, for a moment',
  'platform/db/readers.ts#readerOf': 'a cursor; moving it by hand is a fact',
  'platform/db/replays.ts#keepReplay': 'a cursor; starting and cancelling are facts',
  'platform/db/sealed-hours.ts#appendHour': 'the log itself moves to the bucket',
  'platform/db/log-retention.ts#deleteSealed': 'the log itself has moved to the bucket',
  'platform/db/log-erasures.ts#insertErasure': 'a note of work to do; what it erases is logged with it',
  'platform/log-erasure.ts#erasePart': 'how far the work is; what it erases is logged with it',
  'platform/log-erasure.ts#finish': 'how far the work is; what it erased was logged with it',
  'platform/db/events.ts#noteConfigured': 'how far a room is told; what it is told of was logged',
  'platform/db/octo-bookings.ts#keepOctoBooking': 'which booking a reseller means; its room logs what becomes of it',
  'platform/db/octo-bookings.ts#updateOctoBooking': 'what a reseller said of a booking, in their words',
  'platform/db/tours.ts#noteGenerated': 'how far ahead departures are made; each is logged',
  'workers/core/readers/drain.ts#keep': 'a cursor, with what the reader made of the events',
  'workers/core/readers/drain.ts#takeRedriven': 'what became of a dead letter; sending it again was a fact',
  'workers/kafka-bridge/lane.ts#keep': 'a cursor',
  'workers/kafka-bridge/lane.ts#takeRedriven': 'what became of a dead letter; sending it again was a fact',
  'platform/booking-projection.ts#comparePart': 'puts lists right that say other than their rooms; nothing happened',
  'platform/listed-projection.ts#compareListed': 'puts lists right that say other than their rooms; nothing happened',
  'platform/db/shown-bookings.ts#strayOwners': 'puts lists right that say other than their rooms; nothing happened',
  'workers/core/api/api-key-caller.ts#noteUse': 'last use',
  'workers/core/api/sign-in.ts#rehashed': 'the same password, hashed at the cost of today',
  'workers/core/api/second-factor.ts#offer': 'an offer; switching the factor on is the fact',
  'workers/core/api/passwords.ts#sendResetLink': 'a link; using it is the fact',
  'workers/core/api/email-addresses.ts#module': 'a link; using it is the fact',
  'workers/core/api/email-addresses.ts#askForAddress': 'a link; using it is the fact',
  'workers/core/api/oidc-refresh.ts#ask': 'a turn to ask a provider, given back',
  'workers/core/api/oidc-refresh.ts#keep': 'tokens of a provider, for its next answer',
  'workers/core/api/oidc-refresh.ts#ended': 'a sign-in that its provider ended: nobody here did it',
  'workers/core/api/vouched.ts#endVouched':
    'sign-ins that their provider ended; who ends a membership with them logs that',
  'workers/core/api/renewal.ts#reused': 'a sign-in that ended by rule, because its token was shown twice',
  'workers/core/api/sign-in.ts#endEarlier': 'the sign-in that this browser had, replaced by one that is logged',
}

const sources = new Map(
  globSync('{platform,workers,durable-objects}/**/*.ts').map((path) => [path, readFileSync(path, 'utf8')]),
)
const found = breaches(sources)

const KNOWN = [...sources].filter(([path]) => /^platform\/db\/(commit|projects)\.ts$/.test(path))
const ofSample = (path: string, text: string): Breach['what'][] =>
  breaches(new Map([...KNOWN, [path, text]])).flatMap(({ where, what }) => (where.startsWith(`${path}#`) ? [what] : []))

describe('no state change without its event', () => {
  it('what writes to the database is committed with a fact, or has a reason to need none', () => {
    expect(found.filter(({ where }) => SILENT[where] === undefined)).toEqual([])
  })

  it('every reason is still needed', () => {
    const places = new Set(found.map(({ where }) => where))
    expect(Object.keys(SILENT).filter((where) => !places.has(where))).toEqual([])
  })

  describe('the wall notices', () => {
    it('a route that writes by itself', () => {
      const drizzled = "export const f = async (db) => { await db.update(projects).set({ name: 'x' }) }"
      const prepared = "export const f = (env) => env.DB.prepare('DELETE FROM projects WHERE id = 1').first()"
      const batched = 'export const f = (env, statements) => env.DB.batch(statements)'
      const run = 'export const f = (statement) => statement.run()'
      for (const text of [drizzled, prepared, batched, run])
        expect(ofSample('workers/core/api/sample.ts', text)).toEqual(['written elsewhere'])
    })

    it('a statement of the database room that is run without commit, whoever awaits it', () => {
      const call = "updateProject(db, 1, { name: 'x' })"
      const ways = [
        `export const f = async (db) => { await ${call} }`,
        `export const f = async (db) => { await Promise.all([${call}]) }`,
        `export const f = async (db) => ${call}`,
        `export const f = (c, db) => c.executionCtx.waitUntil(${call}.then(() => null))`,
        `export const f = (db) => ${call}.execute()`,
      ]
      for (const text of ways) expect(ofSample('workers/core/api/sample.ts', text), text).toEqual(['sent past commit'])
    })

    it('a commit whose list of facts is empty', () => {
      const text = 'export const f = (db, row) => commit(db, [insertProject(db, row)], [])'
      expect(ofSample('workers/core/api/sample.ts', text)).toEqual(['committed without a fact'])
    })

    it('a function of the database room that writes on its own, through others too', () => {
      const text = `
        const change = (db) => db.prepare('UPDATE projects SET name = 1').run()
        export const rename = (db) => change(db)
        export const renameDrizzled = async (db) => { await db.update(projects).set({ name: 'x' }) }`
      expect(ofSample('platform/db/sample.ts', text)).toEqual(['written without commit', 'written without commit'])
    })

    it('nothing where a statement goes through commit with its fact', () => {
      const text = `
        export const f = async (env, db, row, fact) => announce(env, await commit(db, [insertProject(db, row)], [fact]))
        export const g = (seen) => seen.delete(1)`
      expect(ofSample('workers/core/api/sample.ts', text)).toEqual([])
    })
  })
})
