import { DurableObject } from 'cloudflare:workers'
import { LIMITS } from '../contract/limits.ts'
import type { Accepted, AcceptedMessage } from '../contract/occurrences.ts'
import { digestApart, type Fate, GIVE_UP_AFTER } from '../domain/errors/digest-apart.ts'
import { retryDelay } from '../domain/errors/retry.ts'
import { digestDeps, logWaiting, settle } from '../platform/digest.ts'

interface Row extends Record<string, SqlStorageValue> {
  id: number
  meta: string
  body: ArrayBuffer | null
  attempts: number
}

/** Occurrences that come in together are digested together: one segment and one set of rows for all of them. */
const GATHER_MS = 60
/** The stores are asked again at least this often. */
const LONGEST_WAIT_MS = 30_000

/**
 * Accepted occurrences until they are digested: a row is durable when `keep` returns, so it survives the process.
 * The embedded default digests from here; a deployment comes here only when its queue takes nothing.
 */
export class Spool extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql
  readonly #deps = digestDeps(this.env)
  #draining: Promise<void> | undefined
  #alarm: number | null | undefined
  /** Digests in a row that found the stores away. */
  #outages = 0

  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    this.#sql.exec(`CREATE TABLE IF NOT EXISTS messages (
      id INTEGER PRIMARY KEY, meta TEXT NOT NULL, body BLOB, attempts INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0)`)
  }

  /** Durable when this returns. Digesting starts by itself. */
  keep(messages: AcceptedMessage[]): void {
    for (const { meta, body, inboxKey } of messages) {
      const kept = inboxKey === undefined ? meta : { ...meta, inboxKey }
      this.#sql.exec('INSERT INTO messages (meta, body) VALUES (?, ?)', JSON.stringify(kept), body ?? null)
    }
    this.#wake()
  }

  /** How many messages wait, and how many of them have failed by themselves. */
  backlog(): { messages: number; failing: number } {
    return this.#sql
      .exec<{ messages: number; failing: number }>(
        'SELECT count(*) AS messages, count(nullif(attempts, 0)) AS failing FROM messages',
      )
      .one()
  }

  override async alarm(): Promise<void> {
    this.#alarm = null
    this.#draining ??= this.#drain()
    await this.#draining
  }

  #wake(): void {
    // The alarm is for the process that dies before it is done: it fires again after the next start.
    this.#alarmAt(Date.now() + 1000)
    this.#draining ??= this.#drain()
  }

  async #drain(): Promise<void> {
    try {
      let rows: Row[] = []
      do {
        // A full batch is followed at once by the next; otherwise what comes in meanwhile is gathered.
        if (rows.length < LIMITS.digestEvents) await scheduler.wait(GATHER_MS)
        rows = this.#due()
        if (rows.length > 0) await this.#digest(rows)
      } while (rows.length > 0)
    } finally {
      this.#draining = undefined
      const { next } = this.#sql.exec<{ next: number | null }>('SELECT min(due) AS next FROM messages').one()
      if (next !== null) this.#alarmAt(Math.max(next, Date.now() + 100))
    }
  }

  async #digest(rows: Row[]): Promise<void> {
    const messages = rows.map(messageOf)
    const fates = await digestApart(this.#deps, messages)
    logWaiting(fates)
    const done: Row[] = []
    for (const [index, row] of rows.entries()) {
      const message = messages[index]
      const fate = fates[index]
      if (message && fate && (await this.#finish(row, message, fate))) done.push(row)
    }
    this.#forget(done)
    this.#outages = fates.some(({ fate }) => fate === 'later') ? this.#outages + 1 : 0
  }

  /** @returns whether the row is done with; otherwise it has been told when to come again. */
  async #finish(row: Row, message: AcceptedMessage, fate: Fate): Promise<boolean> {
    if (fate.fate === 'later') return this.#again(row, row.attempts, retryDelay(this.#outages))
    if (fate.fate === 'failed' && row.attempts < GIVE_UP_AFTER) {
      return this.#again(row, row.attempts + 1, retryDelay(row.attempts))
    }
    if (fate.fate === 'stored' && !message.inboxKey) return true
    try {
      const { detail } = fate.fate === 'failed' ? fate : { detail: '' }
      await settle(
        this.env,
        message,
        fate.fate === 'failed' ? { fate: 'poison', reason: 'digest_failed', detail } : fate,
      )
      return true
    } catch {
      return this.#again(row, row.attempts, retryDelay(this.#outages))
    }
  }

  #again(row: Row, attempts: number, delay: number): false {
    // An hour's outage must not make a newcomer wait ten minutes after it is over.
    const due = Date.now() + Math.min(delay, LONGEST_WAIT_MS)
    this.#sql.exec('UPDATE messages SET attempts = ?, due = ? WHERE id = ?', attempts, due, row.id)
    return false
  }

  #forget(rows: Row[]): void {
    const ids = JSON.stringify(rows.map(({ id }) => id))
    this.#sql.exec('DELETE FROM messages WHERE id IN (SELECT value FROM json_each(?))', ids)
  }

  /** The next batch: fresh messages first, a message that keeps failing by itself. */
  #due(): Row[] {
    const rows: Row[] = []
    let bytes = 0
    const due = this.#sql.exec<Row>(
      'SELECT id, meta, body, attempts FROM messages WHERE due <= ? ORDER BY attempts, id LIMIT ?',
      Date.now(),
      LIMITS.digestEvents,
    )
    for (const row of due) {
      bytes += row.body?.byteLength ?? LIMITS.eventBytes
      if (rows.length > 0 && bytes > LIMITS.digestBytes) break
      rows.push(row)
    }
    return rows
  }

  #alarmAt(time: number): void {
    if (this.#alarm !== null && this.#alarm !== undefined && this.#alarm <= time) return
    this.#alarm = time
    void this.ctx.storage.setAlarm(time)
  }
}

function messageOf({ meta, body }: Row): AcceptedMessage {
  const { inboxKey, ...accepted } = JSON.parse(meta) as Accepted & { inboxKey?: string }
  return {
    meta: accepted,
    ...(body === null ? {} : { body: new Uint8Array(body) }),
    ...(inboxKey === undefined ? {} : { inboxKey }),
  }
}
