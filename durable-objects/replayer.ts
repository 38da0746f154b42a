import { DurableObject } from 'cloudflare:workers'
import { database } from '../platform/db/commit.ts'
import { runningReplays } from '../platform/db/replays.ts'
import { replaying } from '../platform/replays.ts'

/** When the database is away. */
const AGAIN_MS = 5000

/**
 * Tells the live feed of one organisation, named by its id, again what it was told, at the rate that was asked for. It
 * keeps nothing but its name: how far each replay is stands in the database.
 */
export class Replayer extends DurableObject<Env> {
  readonly #tell = replaying({ db: this.env.DB, bucket: this.env.BUCKET }, async ({ organisationId }, events) => {
    await this.env.LIVE_HUB.get(this.env.LIVE_HUB.idFromName(organisationId)).replay(events)
    return { done: events.length }
  })

  /** Goes on with what runs, soon after this returned. */
  async wake(organisationId: string): Promise<void> {
    await this.ctx.storage.put('organisation', organisationId)
    await this.ctx.storage.setAlarm(Date.now())
  }

  override async alarm(): Promise<void> {
    const organisationId = await this.ctx.storage.get<string>('organisation')
    if (organisationId === undefined) return
    const next = await this.#next(organisationId)
    // Who was woken meanwhile has something new to tell.
    const woken = (await this.ctx.storage.getAlarm()) ?? Number.POSITIVE_INFINITY
    if (next !== null && next < woken) await this.ctx.storage.setAlarm(next)
  }

  async #next(organisationId: string): Promise<number | null> {
    try {
      return await this.#tell(await runningReplays(database(this.env.DB), { organisationId, reader: 'live' }))
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown'
      console.warn(
        JSON.stringify({ level: 'warn', message: 'replays stand', organisation: organisationId, error: name }),
      )
      return Date.now() + AGAIN_MS
    }
  }
}
