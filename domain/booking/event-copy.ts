import type { EventSettings } from '../../contract/event-settings.ts'
import type { EventCopy } from '../../contract/events.ts'
import type { EventContent } from './event-content.ts'
import { changedContent, type Mint } from './event-draft.ts'
import { localOf, movedBy } from './zoned-time.ts'

/**
 * @returns another date of the same event, a draft unless the wish says otherwise. What it says of times moves along by
 * the clock of the place, so a sale that started a week before at noon does so again.
 */
export const copiedContent = (before: EventContent, wish: EventCopy, mint: Mint): EventContent => {
  const { startsAt, ...rest } = wish
  const { timeZone } = before
  const byLocal = localOf(Date.parse(startsAt), timeZone) - localOf(before.startsAt, timeZone)
  const move = (time: number) => movedBy(time, byLocal, timeZone)
  const moved: EventContent = {
    ...before,
    status: 'DRAFT',
    startsAt: Date.parse(startsAt),
    endsAt: Date.parse(startsAt) + (before.endsAt - before.startsAt),
    settings: movedSettings(before.settings, move),
  }
  return changedContent(moved, rest, mint)
}

const movedSettings = (settings: EventSettings, move: (time: number) => number): EventSettings => {
  const at = (moment: string | null) => (moment === null ? null : new Date(move(Date.parse(moment))).toISOString())
  return {
    ...settings,
    saleStartsAt: at(settings.saleStartsAt),
    saleEndsAt: at(settings.saleEndsAt),
    ticketTypes: settings.ticketTypes.map((type) => ({
      ...type,
      saleStartsAt: at(type.saleStartsAt),
      saleEndsAt: at(type.saleEndsAt),
    })),
    allotments: settings.allotments.map((allotment) => ({ ...allotment, releasesAt: at(allotment.releasesAt) })),
    codes: settings.codes.map((code) => ({ ...code, startsAt: at(code.startsAt), endsAt: at(code.endsAt) })),
    waitlist: { ...settings.waitlist, closesAt: at(settings.waitlist.closesAt) },
    waitingRoom: { ...settings.waitingRoom, opensAt: at(settings.waitingRoom.opensAt) },
    cancellationReason: null,
    tourVersion: null,
  }
}
