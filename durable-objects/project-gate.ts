import { DurableObject } from 'cloudflare:workers'
import type { Lease, LeaseReport, Outcome } from '../contract/ingest.ts'
import { HOUR_MS, leaseFor, MINUTE_MS } from '../domain/errors/lease.ts'
import { type OutcomeTotal, writeOutcomeTotals } from '../platform/db/outcomes.ts'
import { projectOfKey } from '../platform/db/project-keys.ts'

const WRITE_OUTCOMES_MS = 5000
const AGAIN_MS = 30_000
const HOURS_KEPT = 25
/** Senders choose the reasons of client reports; beyond this many rows an hour they share one. */
const MOST_OUTCOMES_AN_HOUR = 200

type Settings = { deleted: number; eventsPerHour: number | null }

/**
 * What is allowed to one project, named by its id: the hourly quota, spike protection, revoked keys, allowed origins. It gives leases, so
 * that the SDK side asks about once in ten seconds and not once an event; and it gathers what was not kept.
 */
export class ProjectGate extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql
  /** A minute is not worth a row: after an eviction it begins anew. */
  #minute = { of: 0, events: 0 }

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS settings (id INTEGER PRIMARY KEY CHECK (id = 1), deleted INTEGER NOT NULL, events_per_hour INTEGER) STRICT;
      CREATE TABLE IF NOT EXISTS revoked (number INTEGER PRIMARY KEY) STRICT;
      CREATE TABLE IF NOT EXISTS origins (number INTEGER PRIMARY KEY, allowed TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS hours (hour INTEGER PRIMARY KEY, events INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS outcomes (project INTEGER NOT NULL, hour INTEGER NOT NULL, category TEXT NOT NULL, reason TEXT NOT NULL,
        quantity INTEGER NOT NULL, written INTEGER NOT NULL, PRIMARY KEY (hour, category, reason)) STRICT, WITHOUT ROWID`)
  }

  /** Takes in what an isolate did and says what it may do next. */
  lease({ used, outcomes }: LeaseReport): Lease {
    const now = Date.now()
    if (used > 0) this.#use(used, now)
    if (outcomes.length > 0) this.#gather(outcomes, now)
    const { deleted, eventsPerHour } = this.#settings()
    const hours = this.#sql.exec<{ hour: number; events: number }>('SELECT hour, events FROM hours').toArray()
    const state = {
      deleted: deleted === 1,
      revoked: this.#sql
        .exec<{ number: number }>('SELECT number FROM revoked')
        .toArray()
        .map(({ number }) => number),
      origins: this.#origins(),
      eventsPerHour: eventsPerHour ?? Number(this.env.EVENTS_PER_HOUR),
      hours: new Map(hours.map(({ hour, events }) => [hour, events])),
      minute: this.#minute.of === Math.floor(now / MINUTE_MS) ? this.#minute.events : 0,
    }
    return leaseFor(state, now)
  }

  /** Sets what differs from the deployment's defaults; null goes back to them. */
  configure({ eventsPerHour }: { eventsPerHour: number | null }): void {
    this.#sql.exec(
      'INSERT INTO settings VALUES (1, 0, ?1) ON CONFLICT DO UPDATE SET events_per_hour = ?1',
      eventsPerHour === null ? null : Math.max(0, Math.floor(eventsPerHour)),
    )
  }

  /** Stops a key; every isolate knows when the lease it holds has ended, after ten seconds at most. */
  revoke(number: number): void {
    this.#sql.exec('INSERT OR IGNORE INTO revoked VALUES (?)', number)
  }

  restore(number: number): void {
    this.#sql.exec('DELETE FROM revoked WHERE number = ?', number)
  }

  /** Sets the origins whose pages may send with a key, as `readAllowedOrigin` writes them; null for all. */
  allowOrigins(number: number, allowed: string[] | null): void {
    if (allowed === null) this.#sql.exec('DELETE FROM origins WHERE number = ?', number)
    else this.#sql.exec('INSERT OR REPLACE INTO origins VALUES (?, ?)', number, JSON.stringify(allowed))
  }

  /** Stops the project for good. */
  remove(): void {
    this.#sql.exec('INSERT INTO settings VALUES (1, 1, NULL) ON CONFLICT DO UPDATE SET deleted = 1')
  }

  /** Asked of the object named `directory`: the project of a key that came without one. */
  projectOfKey(publicKey: string): Promise<string | null> {
    return projectOfKey(this.env.DB, publicKey)
  }

  override async alarm(): Promise<void> {
    const due = this.#sql
      .exec<OutcomeTotal & Record<string, SqlStorageValue>>(
        'SELECT project, hour, category, reason, quantity FROM outcomes WHERE quantity > written LIMIT 500',
      )
      .toArray()
    try {
      await writeOutcomeTotals(this.env.DB, due)
    } catch (error) {
      console.warn(
        JSON.stringify({ message: 'outcomes will be written later', rows: due.length, error: String(error) }),
      )
      return this.ctx.storage.setAlarm(Date.now() + AGAIN_MS)
    }
    for (const { hour, category, reason, quantity } of due) {
      this.#sql.exec(
        'UPDATE outcomes SET written = ? WHERE hour = ? AND category = ? AND reason = ?',
        quantity,
        hour,
        category,
        reason,
      )
    }
    this.#sql.exec('DELETE FROM outcomes WHERE hour < ? AND quantity = written', Math.floor(Date.now() / HOUR_MS) - 1)
    const { left } = this.#sql
      .exec<{ left: number }>('SELECT count(*) AS left FROM outcomes WHERE quantity > written')
      .one()
    if (left > 0) await this.ctx.storage.setAlarm(Date.now() + WRITE_OUTCOMES_MS)
  }

  #use(used: number, now: number): void {
    const minute = Math.floor(now / MINUTE_MS)
    const before = this.#minute.of === minute ? this.#minute.events : 0
    this.#minute = { of: minute, events: before + used }
    const hour = Math.floor(now / HOUR_MS)
    this.#sql.exec('INSERT INTO hours VALUES (?1, ?2) ON CONFLICT DO UPDATE SET events = events + ?2', hour, used)
    this.#sql.exec('DELETE FROM hours WHERE hour < ?', hour - HOURS_KEPT)
  }

  #gather(outcomes: Outcome[], now: number): void {
    const project = Number(this.ctx.id.name)
    if (!Number.isSafeInteger(project)) return
    const hour = Math.floor(now / HOUR_MS)
    const { rows } = this.#sql
      .exec<{ rows: number }>('SELECT count(*) AS rows FROM outcomes WHERE hour = ?', hour)
      .one()
    for (const { category, reason, quantity } of outcomes) {
      const client = reason.startsWith('client:') && rows > MOST_OUTCOMES_AN_HOUR
      this.#sql.exec(
        `INSERT INTO outcomes VALUES (?1, ?2, ?3, ?4, ?5, 0) ON CONFLICT DO UPDATE SET quantity = quantity + ?5`,
        project,
        hour,
        client ? 'unknown' : category,
        client ? 'client:other' : reason,
        quantity,
      )
    }
    void this.#wakeToWrite(now)
  }

  async #wakeToWrite(now: number): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(now + WRITE_OUTCOMES_MS)
  }

  #origins(): Record<number, string[]> {
    const rows = this.#sql.exec<{ number: number; allowed: string }>('SELECT number, allowed FROM origins').toArray()
    return Object.fromEntries(rows.map(({ number, allowed }) => [number, JSON.parse(allowed)]))
  }

  #settings(): Settings {
    const [row] = this.#sql.exec<Settings>('SELECT deleted, events_per_hour AS eventsPerHour FROM settings').toArray()
    return row ?? { deleted: 0, eventsPerHour: null }
  }
}
