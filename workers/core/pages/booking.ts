import type { Handler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { logFailure } from '../../../platform/log.ts'
import { type ApiContext, type ApiEnv, router } from '../api/route.ts'
import { changeDetails, changeQuantity, passOn } from './booking/booking-changes.ts'
import { bookingCalendar, bookingPage, cancelBooking, confirmBooking } from './booking/booking-page.ts'
import { eventCalendar } from './booking/calendar-page.ts'
import { eventPage } from './booking/event-page.ts'
import { bookHold, extendHold, placeHold, releaseHold } from './booking/hold-actions.ts'
import { holdPage } from './booking/hold-page.ts'
import { answerInvitation, invitationCalendar, invitationPage } from './booking/invitation-page.ts'
import { joinPage, joinWaitlist } from './booking/join-page.ts'
import { listPage } from './booking/list-page.ts'
import { messagePage } from './booking/message-page.ts'
import { myBookingsPage } from './booking/my-bookings-page.ts'
import { moveToSeats, otherSeatsPage } from './booking/other-seats-page.ts'
import { planAnswer } from './booking/plan-answer.ts'
import { chosenLanguage } from './booking/reader.ts'
import { fromOurPages } from './booking/same-site.ts'
import { seatsPage } from './booking/seats-page.ts'
import { tourPage } from './booking/tour-page.ts'
import { toursPage } from './booking/tours-page.ts'
import { endEntry, entryPage, takeOffer } from './booking/waitlist-page.ts'
import { wantsPage } from './booking/wants-page.ts'

/** The pages where the public finds events and books places. Every step is a form, so none of it needs a script. */
export const bookingPages = router()

const FORM_BYTES = 100_000
const PATHS = [
  '/events',
  '/events/*',
  '/o/*',
  '/tours',
  '/tours/*',
  '/bookings',
  '/bookings/*',
  '/waitlist/*',
  '/invitations/*',
]

// Pictures of events may be anywhere; all else is our own. `same-origin`, because a link token stands in addresses.
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'same-origin',
}

const pages = router()
pages.onError((error, c) => {
  logFailure(error, { requestId: c.get('requestId'), method: c.req.method, path: c.req.routePath })
  return messagePage(c, 'broken')
})
for (const path of PATHS) {
  pages.use(path, async (c, next) => {
    if (!wantsPage((name) => c.req.header(name))) return next()
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value)
    const chosen = c.req.method === 'GET' ? chosenLanguage(c) : null
    return chosen === null ? next() : c.redirect(chosen, 303)
  })
}
const id = (c: ApiContext): string => c.req.param('id') ?? ''
const entry = (c: ApiContext): string => c.req.param('entry') ?? ''
const hold = (c: ApiContext) => ({ id: id(c), holdId: c.req.param('hold') ?? '' })
const limit = bodyLimit({ maxSize: FORM_BYTES, onError: (c) => messagePage(c, 'tooLarge') })
// What is no form goes on to the clients of earlier systems: its body was read and limited there.
const limited: Handler<ApiEnv> = (c, next) => (wantsPage((name) => c.req.header(name)) ? limit(c, next) : next())
const form = [fromOurPages, limited] as const
const page =
  (show: (c: ApiContext) => Promise<Response>): Handler<ApiEnv> =>
  (c, next) =>
    wantsPage((name) => c.req.header(name)) ? show(c) : next()

pages.get(
  '/events',
  page((c) => listPage(c, null)),
)
pages.get(
  '/o/:id',
  page((c) => listPage(c, id(c))),
)
pages.get(
  '/tours',
  page((c) => toursPage(c)),
)
pages.get(
  '/tours/:id',
  page((c) => tourPage(c, id(c))),
)
pages.get(
  '/events/:id',
  page((c) => eventPage(c, id(c))),
)
pages.get(
  '/events/:id/seats',
  page((c) => seatsPage(c, id(c))),
)
pages.get('/events/:id/plan.json', (c) => planAnswer(c, id(c)))
pages.get('/events/:id/calendar.ics', (c) => eventCalendar(c, id(c)))
pages.post(
  '/events/:id/holds',
  ...form,
  page((c) => placeHold(c, id(c))),
)
pages.get(
  '/events/:id/holds/:hold',
  page((c) => holdPage(c, hold(c))),
)
pages.post(
  '/events/:id/holds/:hold',
  ...form,
  page((c) => bookHold(c, hold(c))),
)
pages.post(
  '/events/:id/holds/:hold/extend',
  ...form,
  page((c) => extendHold(c, hold(c))),
)
pages.post(
  '/events/:id/holds/:hold/release',
  ...form,
  page((c) => releaseHold(c, hold(c))),
)
const token = (c: ApiContext): string => c.req.param('token') ?? ''
pages.get(
  '/invitations/:token',
  page((c) => invitationPage(c, token(c))),
)
pages.post(
  '/invitations/:token',
  ...form,
  page((c) => answerInvitation(c, token(c))),
)
pages.get('/invitations/:token/calendar.ics', (c) => invitationCalendar(c, token(c)))
pages.get(
  '/bookings',
  page((c) => myBookingsPage(c)),
)
pages.get(
  '/bookings/:id',
  page((c) => bookingPage(c, id(c))),
)
pages.get('/bookings/:id/calendar.ics', (c) => bookingCalendar(c, id(c)))
pages.post(
  '/bookings/:id/confirm',
  ...form,
  page((c) => confirmBooking(c, id(c))),
)
pages.post(
  '/bookings/:id/cancel',
  ...form,
  page((c) => cancelBooking(c, id(c))),
)
pages.post(
  '/bookings/:id/details',
  ...form,
  page((c) => changeDetails(c, id(c))),
)
pages.post(
  '/bookings/:id/tickets',
  ...form,
  page((c) => changeQuantity(c, id(c))),
)
pages.get(
  '/bookings/:id/seats',
  page((c) => otherSeatsPage(c, id(c))),
)
pages.post(
  '/bookings/:id/seats',
  ...form,
  page((c) => moveToSeats(c, id(c))),
)
pages.post(
  '/bookings/:id/transfer',
  ...form,
  page((c) => passOn(c, id(c))),
)
pages.get(
  '/events/:id/waitlist',
  page((c) => joinPage(c, id(c))),
)
pages.post(
  '/events/:id/waitlist/join',
  ...form,
  page((c) => joinWaitlist(c, id(c))),
)
pages.get(
  '/events/:id/waitlist/:entry',
  page((c) => entryPage(c, entry(c))),
)
pages.post(
  '/events/:id/waitlist/:entry/accept',
  ...form,
  page((c) => takeOffer(c, entry(c))),
)
pages.post(
  '/events/:id/waitlist/:entry/decline',
  ...form,
  page((c) => endEntry(c, entry(c), 'decline')),
)
pages.post(
  '/events/:id/waitlist/:entry/leave',
  ...form,
  page((c) => endEntry(c, entry(c), 'leave')),
)
pages.get(
  '/waitlist',
  page(async (c) => c.redirect('/bookings', 303)),
)
pages.get(
  '/waitlist/:entry',
  page((c) => entryPage(c, entry(c))),
)
for (const path of PATHS)
  pages.get(
    path,
    page(async (c) => messagePage(c, 'notFound')),
  )

bookingPages.route('/', pages)
