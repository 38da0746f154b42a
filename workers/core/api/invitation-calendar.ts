import type { Invitation } from '../../../contract/invitations.ts'
import { database } from '../../../platform/db/commit.ts'
import type { EventRow } from '../../../platform/db/events.ts'
import { organisationById } from '../../../platform/db/organisations.ts'
import type { CalendarSubject } from '../pages/booking/calendar-page.ts'
import { invitationLinks } from './invitation-answer.ts'
import type { Asked } from './route.ts'

/** @returns an invitation as calendars know it: the same as before, whatever changes in it or in its event. */
export const invitationSubject = async (c: Asked, one: Invitation, event: EventRow): Promise<CalendarSubject> => {
  const { page } = await invitationLinks(c, one.id)
  const organisation = await organisationById(database(c.env.DB), event.organisationId)
  const answer = one.status === 'WAITLIST' ? 'waits' : one.answer
  return {
    uid: one.id,
    sequence: event.version + one.version,
    changedAt: one.updatedAt,
    url: page,
    cancelled: one.status === 'CANCELLED' || event.status === 'CANCELLED',
    meeting: {
      // Answers come by the page; a mail to this address reaches nobody.
      organiser: { name: organisation?.name ?? null, email: `no-reply@${new URL(page).hostname}` },
      attendee: { name: one.name, email: one.email, answer, guests: one.plusOnes },
    },
  }
}
