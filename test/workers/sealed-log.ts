import { env } from 'cloudflare:workers'
import type { SealedHour } from '../../platform/db/sealed-hours.ts'
import { hoursAfter } from '../../platform/db/sealed-hours.ts'
import { partPrefix } from '../../platform/sealed-log.ts'

const { DB, BUCKET } = env as Env

export const HOUR_MS = 3_600_000
/** The beginning of an hour, long closed at `LATER`. */
export const HOUR = Date.UTC(2026, 5, 1, 10)
export const LATER = HOUR + 24 * HOUR_MS

export interface Row {
  organisationId?: string
  subject?: string
  actor?: string | null
  type?: string
  data?: unknown
  loggedAt?: number
}

let serial = 0

/** Logs events with the moment the database is to have taken them. */
export const logRows = async (rows: Row[]): Promise<void> => {
  const values = rows.map(
    ({ organisationId = 'o1', subject = 's', actor = null, type = 'user.registered', ...row }) => {
      serial += 1
      const { loggedAt = HOUR, data = { userId: subject } } = row
      return { id: `e${serial}`, organisationId, subject, actor, type, loggedAt, data: JSON.stringify(data) }
    },
  )
  await DB.prepare(
    `INSERT INTO domain_events (id, organisation_id, type, aggregate, partition_key, subject, actor, time, logged_at, data)
     SELECT e.value ->> 'id', e.value ->> 'organisationId', e.value ->> 'type',
       substr(e.value ->> 'type', 1, instr(e.value ->> 'type', '.') - 1), e.value ->> 'subject', e.value ->> 'subject',
       e.value ->> 'actor', e.value ->> 'loggedAt', e.value ->> 'loggedAt', e.value ->> 'data'
     FROM json_each(?1) AS e`,
  )
    .bind(JSON.stringify(values))
    .run()
}

export const sealedRows = (organisation: string): Promise<SealedHour[]> =>
  hoursAfter(DB, { organisation, after: 0, limit: 1000 })

/** A log without events, sealed hours, readers and erasures. */
export const emptyLog = async (): Promise<void> => {
  const tables = ['domain_events', 'sealed_hours', 'log_erasures', 'aggregate_heads', 'readers', 'replays']
  await DB.batch(tables.map((table) => DB.prepare(`DELETE FROM ${table}`)))
  for (;;) {
    const { objects } = await BUCKET.list({ prefix: partPrefix('').slice(0, -1) })
    if (objects.length === 0) return
    await BUCKET.delete(objects.map(({ key }) => key))
  }
}

/** Bindings of which a run can use so many calls and no more, as if it were killed then. */
export const failing = ({ db, bucket }: { db: D1Database; bucket: R2Bucket }, calls: number) => {
  let left = calls
  const spent = () => {
    left -= 1
    if (left < 0) throw new Error('killed')
  }
  const watched = <T extends object>(target: T, names: readonly string[]): T =>
    new Proxy(target, {
      get(of, name) {
        const member: unknown = Reflect.get(of, name, of)
        if (typeof member !== 'function') return member
        return (...parameters: unknown[]) => {
          if (names.includes(String(name))) spent()
          const value: unknown = member.apply(of, parameters)
          const isStatement = name === 'prepare' || name === 'bind'
          return isStatement && typeof value === 'object' && value !== null ? statement(value) : value
        }
      },
    })
  const originals = new WeakMap<object, object>()
  const statement = (value: object): object => {
    const proxy = watched(value, ['run', 'first', 'all', 'raw'])
    originals.set(proxy, value)
    return proxy
  }
  const watchedDb = new Proxy(watched(db, []), {
    get: (of, name) =>
      name === 'batch'
        ? (statements: D1PreparedStatement[]) => {
            spent()
            return db.batch(statements.map((one) => (originals.get(one) ?? one) as D1PreparedStatement))
          }
        : Reflect.get(of, name, of),
  })
  return { db: watchedDb, bucket: watched(bucket, ['get', 'put', 'list', 'delete']) }
}
