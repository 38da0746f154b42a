import { z } from 'zod'
import { waitingRoomPolicy } from './event-settings.ts'
import { instant } from './ids.ts'

/**
 * What the object of a waiting room goes by: the policy of its event, times in milliseconds since 1970. `rate` is in people
 * a minute. The version is the event's, which only grows.
 */
export interface WaitingRoomRules {
  mode: z.output<typeof waitingRoomPolicy>['mode']
  rate: number | null
  /** Who came before is drawn; null where the sale has no start. */
  opensAt: number | null
  admittedMinutes: number
  mostInside: number | null
  holdsPerSecond: number
  sockets: number
  version: number
}

const numbers = z
  .object({
    active: z.boolean().meta({ description: 'Whether one has to queue now' }),
    openedAt: instant.nullable().meta({ description: 'When who had come was drawn, and admission began' }),
    drawn: z.int().meta({ description: 'How many places were in the draw' }),
    seed: z.array(z.int()).nullable().meta({
      description: 'What the draw was made from, once it was: the same seed gives the same order again',
    }),
    joined: z.int().meta({ description: 'Places given, all in all' }),
    waiting: z.int(),
    inside: z.int().meta({ description: 'Admitted, within their minutes and not done' }),
    admitted: z.int().meta({ description: 'Admitted, all in all' }),
    lastMinute: z.int().meta({ description: 'Admitted within the last minute' }),
    sockets: z.int().meta({ description: 'Pages that are told of their place live' }),
  })
  .meta({ id: 'WaitingRoomNumbers' })
export type WaitingRoomNumbers = z.output<typeof numbers>

export const waitingRoom = waitingRoomPolicy
  .extend({
    eventId: z.string(),
    opensAt: instant.nullable(),
    version: z.int().meta({ description: 'Of the event' }),
    numbers: numbers.nullable().meta({ description: 'Null where it is off' }),
  })
  .meta({ id: 'WaitingRoom' })
export type WaitingRoom = z.output<typeof waitingRoom>

const version = z.int().optional().meta({ description: 'Of the event; 409 `stale_version` where it changed' })

/** What is left out goes back to its default. */
export const wholeWaitingRoom = waitingRoomPolicy.extend({ version }).meta({ id: 'WholeWaitingRoom' })

/** What is left out stays as it is. */
export const waitingRoomChange = z
  .object({
    mode: unset(waitingRoomPolicy.shape.mode),
    rate: unset(waitingRoomPolicy.shape.rate),
    opensAt: unset(waitingRoomPolicy.shape.opensAt),
    admittedMinutes: unset(waitingRoomPolicy.shape.admittedMinutes),
    mostInside: unset(waitingRoomPolicy.shape.mostInside),
    holdsPerSecond: unset(waitingRoomPolicy.shape.holdsPerSecond),
    sockets: unset(waitingRoomPolicy.shape.sockets),
    version,
  })
  .meta({ id: 'WaitingRoomChange' })

// A default would be filled in where a change says nothing.
function unset<T extends z.ZodType>(field: z.ZodDefault<T>): z.ZodOptional<T> {
  return field.unwrap().optional() as z.ZodOptional<T>
}

/**
 * Where somebody stands. `off`: nobody has to queue. `absent`: they have no place, because they never asked for one or gave
 * it back. `expired`: it was their turn and they did not come; who joins again is last.
 */
export const queueState = z.enum(['off', 'absent', 'waiting', 'admitted', 'expired'])

export const queueStanding = z
  .object({
    eventId: z.string(),
    state: queueState,
    place: z.int().nullable().meta({ description: 'The next to be admitted has 1. Null before the draw' }),
    ahead: z.int().nullable().meta({ description: 'How many people come before' }),
    waiting: z.int().meta({ description: 'How many people wait' }),
    estimatedSeconds: z.int().nullable().meta({ description: 'Until it is their turn, as things go now' }),
    opensAt: instant.nullable().meta({ description: 'When the draw is, where that is still to come' }),
    admittedUntil: instant.nullable(),
    refreshSeconds: z.int().meta({ description: 'Ask again after so long, where no socket is open' }),
    token: z.string().nullable().meta({
      description: 'While admitted: what `POST holds` takes as `Admission-Token`. A browser has it as a cookie',
    }),
  })
  .meta({ id: 'QueueStanding' })
export type QueueStanding = z.output<typeof queueStanding>

/** What the socket tells: where its guest stands, whenever that has changed, coalesced. The token comes over HTTP alone. */
export type QueueFrame = { type: 'standing' } & Standing

/** Where somebody stands, with times in milliseconds since 1970. */
export interface Standing {
  state: z.output<typeof queueState>
  ahead: number | null
  waiting: number
  estimatedSeconds: number | null
  opensAt: number | null
  admittedUntil: number | null
  refreshSeconds: number
}
