import type { EventChange } from '../../../contract/events.ts'
import type { FieldError } from '../../../contract/problem.ts'
import type { EventContent } from '../../../domain/booking/event-content.ts'
import { changedFields } from '../../../domain/booking/event-difference.ts'
import { changedContent } from '../../../domain/booking/event-draft.ts'
import { mayBecome } from '../../../domain/booking/event-status.ts'
import { failed, type Result } from '../../../domain/result.ts'
import { randomId } from '../../../platform/crypto.ts'
import type { EventRow } from '../../../platform/db/events.ts'
import { readLayout } from '../../../platform/plans.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { type SoundEvent, soundEvent } from './event-plan.ts'
import { contentOf, keepChange } from './kept-change.ts'

export type ChangeRefusal = 'stale_version' | FieldError[]

interface ChangeRequest {
  row: EventRow
  wish: EventChange
  actor: string | null
  now: number
}

/**
 * Changes what the wish names and tells the room. What contradicts itself, or would take a seat from someone who has it,
 * is refused before anything is kept; what is so already is left as it is, without a fact.
 */
export const changeEvent = async (
  env: Env,
  { row, wish, actor, now }: ChangeRequest,
): Promise<Result<EventRow, ChangeRefusal>> => {
  const { version, ...said } = wish
  if (version !== undefined && version !== row.version) return failed('stale_version')
  const content = changedContent(contentOf(row), said, randomId)
  const faults = statusFaults(row, content)
  if (faults.length > 0) return failed(faults)
  const sound = await soundEvent(env, { organisationId: row.organisationId, content })
  if (!sound.ok) return sound
  const vanishing = [
    ...(await vanishingPlaces(env, row, sound.value)),
    ...(await vanishingTypes(env, row, sound.value)),
  ]
  if (vanishing.length > 0) return failed(vanishing)
  return keepChange(env, { row, content: ruledByHand(row, sound.value.content), actor, now })
}

// Whoever changes a departure by hand takes it from its tour's rule.
const ruledByHand = (row: EventRow, content: EventContent): EventContent =>
  changedFields(contentOf(row), content).length === 0
    ? content
    : { ...content, settings: { ...content.settings, tourVersion: null } }

const statusFaults = (before: EventContent, after: EventContent): FieldError[] => {
  const faults: FieldError[] = []
  if (!mayBecome(before.status, after.status))
    faults.push({
      pointer: '/status',
      code: 'no_such_step',
      detail:
        after.status === 'CANCELLED'
          ? 'An event is cancelled at its own address, /cancel'
          : `From ${before.status} it cannot become ${after.status}`,
    })
  if (before.currency !== after.currency && before.status !== 'DRAFT')
    faults.push({ pointer: '/currency', code: 'fixed', detail: 'Places may have been sold in the other currency' })
  return faults
}

// The room keeps them all the same, so that what somebody gets in between counts; then they are sold no more.
const vanishingTypes = async (env: Env, row: EventRow, { content }: SoundEvent): Promise<FieldError[]> => {
  const ids = content.settings.ticketTypes.map(({ id }) => id)
  if (row.settings.ticketTypes.every(({ id }) => ids.includes(id))) return []
  const lost = await eventRoom(env.EVENT_ROOM, row.id).wouldLoseTypes(ids)
  if (lost.length === 0) return []
  const detail = `Somebody has places with ${lost.slice(0, 20).join(', ')}: set \`active\` to false to sell no more`
  return [{ pointer: '/ticketTypes', code: 'places_taken', detail }]
}

// The room has the last word on this: between our look and its step somebody may take a seat, and then the row says so.
const vanishingPlaces = async (env: Env, row: EventRow, { content, plan }: SoundEvent): Promise<FieldError[]> => {
  if (row.planId === content.planId && row.planVersion === content.planVersion) return []
  const layout = plan === null ? null : await readLayout(env.BUCKET, plan.layoutKey)
  const lost = await eventRoom(env.EVENT_ROOM, row.id).wouldLose(layout)
  if (lost.length === 0) return []
  const named = lost.slice(0, 20).join(', ')
  return [
    { pointer: '/planId', code: 'places_taken', detail: `Somebody has these places, and they would vanish: ${named}` },
  ]
}
