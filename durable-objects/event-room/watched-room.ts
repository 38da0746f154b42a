import { DurableObject } from 'cloudflare:workers'
import type { AvailabilityDelta } from '../../contract/availability-frames.ts'
import type { Availability } from '../../domain/booking/availability.ts'
import type { PlaceState } from '../../domain/booking/room.ts'
import type { Live, RelayStart } from './live.ts'
import { stepsOf } from './steps.ts'

/** What the public may know of a room, and at which `seq`. */
export type AvailabilityAnswer = Availability & { eventId: string; seq: number; seats: Record<string, PlaceState> }

/** A room as those meet it who only look: what can be had, and who is told when that changes. */
export class WatchedRoom extends DurableObject<Env> {
  protected readonly steps = stepsOf(this.ctx, this.env)

  /** @returns what can be had now; null where nobody has told the room of its event. */
  availability(): AvailabilityAnswer | null {
    this.steps.hearClock()
    const room = this.steps.room()
    if (room === null) return null
    const { type: _, ...now } = this.steps.live.published.snapshot(room)
    return { eventId: room.settings.eventId, ...now }
  }

  /** @returns what changed since `seq`, or all as JSON where that is not known; null where nobody has told of the event */
  update(since: number | null): AvailabilityDelta | string | null {
    this.steps.hearClock()
    if (this.steps.room() === null) return null
    return (since === null ? null : this.steps.live.changes(since)) ?? this.steps.live.published.whole()
  }

  /** @returns what changed since `seq`, to a relay that missed it; null where that is not known any more */
  changes(since: number): AvailabilityDelta | null {
    return this.steps.live.changes(since)
  }

  /** A relay has its first socket, woke, or says that it is still there. */
  follow(relay: Parameters<Live['follow']>[0]): RelayStart | null {
    return this.steps.live.follow(relay)
  }

  /** Upgrades to a socket that is told of every change from `since` on. The worker has looked whether the event is public. */
  override fetch(request: Request): Promise<Response> {
    this.steps.hearClock()
    return this.steps.live.admit(request)
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    await this.steps.live.audience.heard(socket, message)
  }

  override webSocketClose(socket: WebSocket): void {
    this.steps.live.audience.left(socket)
  }

  override webSocketError(socket: WebSocket): void {
    this.steps.live.audience.left(socket)
  }
}
