import { z } from 'zod'
import { availability } from './availability.ts'

const seq = z.int().min(0)
const numbers = availability.omit({ eventId: true, seq: true, seats: true })
const seats = availability.shape.seats

/** All that there is: the first frame to who says no `since`, where the plan is not too large for one. */
const snapshot = numbers
  .extend({ type: z.literal('snapshot'), seq, seats })
  .meta({ id: 'AvailabilitySnapshot', description: 'Everything as it is at `seq`' })

/** What changed. Says what is, not what happened: who hears of a change twice is none the worse. */
const delta = numbers
  .extend({
    type: z.literal('delta'),
    since: seq.meta({ description: 'Who stands here, or later, misses nothing; who stands before it has a gap' }),
    seq,
    seats: seats.meta({ description: 'Only those that changed since' }),
  })
  .meta({ id: 'AvailabilityDelta', description: 'What changed since `since`; the numbers whole' })

const resync = z
  .object({ type: z.literal('resync'), seq })
  .meta({ description: 'Too much changed to be told: read `availability`, then go on' })

const low = z
  .object({ type: z.literal('low'), free: z.int().min(0) })
  .meta({ description: 'Few places are left by now. Said once, and again only after there were clearly more' })

const ping = z.object({ type: z.literal('ping') }).meta({ description: 'May come; says nothing' })

/** What `GET events/{id}/live` sends, over a WebSocket and as server-sent events alike. Skip types that you do not know. */
export const availabilityFrame = z
  .discriminatedUnion('type', [snapshot, delta, resync, low, ping])
  .meta({ id: 'AvailabilityFrame' })
export type AvailabilityFrame = z.output<typeof availabilityFrame>

export type AvailabilitySnapshot = z.output<typeof snapshot>
export type AvailabilityDelta = z.output<typeof delta>

/** All that a client may say: where it stands, and how many characters it has read since it last said so. */
export const watcherMessage = z.strictObject({
  since: z.int().min(0).optional(),
  read: z.int().min(0).optional(),
})

/** What may be said of a watched event to who knows of it up to some `seq`: what changed, or all. */
export type AvailabilityUpdate = AvailabilityDelta | AvailabilitySnapshot
