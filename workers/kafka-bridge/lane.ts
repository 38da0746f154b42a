import { DurableObject } from 'cloudflare:workers'
import type { LoggedEvent } from '../../contract/domain-events.ts'
import { batchSize, mustWait, type Outcome, standAfter } from '../../domain/events/reader.ts'
import { database } from '../../platform/db/commit.ts'
import { eventsAfter, keepOutcome, type ReaderRow, readerOf } from '../../platform/db/readers.ts'
import { deleteRedriven, pendingRedrives, updateGaveUpAgain } from '../../platform/db/redrives.ts'
import { runningReplays } from '../../platform/db/replays.ts'
import { deliveryOf } from '../../platform/kafka/deliver.ts'
import { replaying } from '../../platform/replays.ts'

/** Batches of one run; what is left waits for an alarm, which has an allowance of its own. */
const BATCHES = 200
/** A lane that dies in the middle of a run goes on after this long. */
const RUN_MS = 30_000
/** When the database is away. */
const AGAIN_MS = 2000
/** A connection is given back when nothing was sent for this long: a held one bills, and brokers close it anyway. */
const IDLE_MS = 10_000

/** What a lane says of itself. */
export interface LaneStatus {
  reader: string
  /** Why nothing can be sent as it is told to. */
  fault: string | null
  /** Batches that a broker took for others, and that were sent again. */
  lost: number
  running: boolean
  /** Whether it holds a connection. */
  held: boolean
}

/**
 * The reader of the log for one destination: it holds the producer, and has one batch in flight, ever. Who wakes it does
 * not wait for what it sends; after a crash it sends again what its cursor has not passed.
 */
export class Lane extends DurableObject<BridgeEnv> {
  readonly #reader = `kafka:${this.ctx.id.name ?? 'main'}`
  readonly #delivery = deliveryOf({ ...this.env })
  readonly #replays = replaying({ db: this.env.DB, bucket: this.env.BUCKET }, (_, events) =>
    this.#alone(() => this.#deliver(events, { replay: true, failingFor: 0 })),
  )
  #turn: Promise<unknown> = Promise.resolve()
  #running: Promise<void> | undefined
  #woken = false
  /** When something was last sent over a connection that is held still. */
  #heldSince: number | null = null
  /** What kept an earlier process from sending need not keep this one: it may have been started for that. */
  #fresh = true

  /** Goes on from the cursor. When this returns the reader is there; what it reads is sent afterwards. */
  async wake(): Promise<void> {
    await readerOf(this.env.DB, this.#reader, 'head', Date.now())
    this.#woken = true
    if (this.#running) return
    await this.ctx.storage.setAlarm(Date.now() + RUN_MS)
    this.#running ??= this.#run()
  }

  /** How it stands; where it stands is in the row of the reader. */
  status(): LaneStatus {
    const { fault, lost } = this.#delivery
    return {
      reader: this.#reader,
      fault,
      lost: lost(),
      running: this.#running !== undefined,
      held: this.#heldSince !== null,
    }
  }

  override async alarm(): Promise<void> {
    this.#woken = true
    this.#running ??= this.#run()
    await this.#running
  }

  async #run(): Promise<void> {
    let next: number | null = null
    try {
      do {
        this.#woken = false
        next = sooner(await this.#drain(), await this.#tellAgain())
      } while (this.#woken)
    } catch (error) {
      // The database is away: the cursor stands.
      console.warn(JSON.stringify({ level: 'warn', message: 'lane stands', lane: this.#reader, error: nameOf(error) }))
      next = Date.now() + AGAIN_MS
    }
    this.#running = undefined
    await this.#rest(next)
  }

  /** @returns when to go on, in milliseconds since 1970; null when there is nothing more to send. */
  async #drain(): Promise<number | null> {
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const row = await readerOf(this.env.DB, this.#reader, 'head', Date.now())
      if (row.state === 'paused') return null
      if (mustWait(row, Date.now()) && !this.#fresh) return row.retryAt
      this.#fresh = false
      if (batch === 0) await this.#takeRedriven(row)
      const events = await eventsAfter(this.env.DB, row.cursor, batchSize(row))
      if (events.length === 0 && row.reason === this.#delivery.fault) return null
      const failingFor = row.failingSince === null ? 0 : Date.now() - row.failingSince
      const outcome = await this.#alone(() => this.#deliver(events, { replay: false, failingFor }))
      await this.#keep(row, events, outcome)
    }
    return Date.now()
  }

  /** Sends one batch of each replay that is due. @returns when the next one is; null when there is none. */
  async #tellAgain(): Promise<number | null> {
    return this.#replays(await runningReplays(database(this.env.DB), { reader: this.#reader }))
  }

  async #keep(row: ReaderRow, events: LoggedEvent[], outcome: Outcome): Promise<void> {
    const now = Date.now()
    const positions = events.map(({ position }) => position)
    const after = standAfter(row, positions, outcome, now)
    await stubbornly(() => this.env.DB.batch(keepOutcome(this.env.DB, row, after, { events, now })))
  }

  /** What somebody sent again is sent by itself, out of the order it once had: the cursor does not move. */
  async #takeRedriven({ name }: ReaderRow): Promise<void> {
    for (const redrive of await pendingRedrives(this.env.DB, name, BATCHES)) {
      const { stopped } = await this.#alone(() => this.#deliver([redrive.event], { replay: false, failingFor: 0 }))
      // What is away may be back at the next call: it stays pending.
      if (stopped?.why === 'unavailable') return
      const kept = stopped
        ? updateGaveUpAgain(this.env.DB, redrive, { reason: stopped.reason, now: Date.now() })
        : deleteRedriven(this.env.DB, redrive)
      await stubbornly(() => kept.run())
    }
  }

  async #deliver(events: LoggedEvent[], how: { replay: boolean; failingFor: number }): Promise<Outcome> {
    try {
      return await this.#delivery.deliver(events, how)
    } catch (error) {
      return { done: 0, stopped: { why: 'failed', reason: nameOf(error) } }
    } finally {
      this.#heldSince = Date.now()
    }
  }

  /** One after the other, in the order of asking: a client of Kafka with two batches in flight loses records. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** Waits for the next call, or until it is time to go on or to give the connection back. */
  async #rest(next: number | null): Promise<void> {
    if (this.#heldSince !== null && this.#heldSince + IDLE_MS <= Date.now()) {
      this.#heldSince = null
      await this.#alone(() => this.#delivery.close())
    }
    const idle = this.#heldSince === null ? Number.POSITIVE_INFINITY : this.#heldSince + IDLE_MS
    const at = Math.min(next ?? Number.POSITIVE_INFINITY, idle)
    if (this.#running) return
    if (Number.isFinite(at)) await this.ctx.storage.setAlarm(at)
    else await this.ctx.storage.deleteAlarm()
  }
}

const sooner = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other)

/** What was sent and is not kept is sent again, so it is worth another try. */
async function stubbornly(work: () => Promise<unknown>): Promise<void> {
  for (const pause of PAUSES_MS) {
    try {
      await work()
      return
    } catch {
      await scheduler.wait(pause)
    }
  }
  await work()
}

const PAUSES_MS = [50, 250]

// A message may hold what an event says of somebody.
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')
