import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { requestId } from 'hono/request-id'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import { LIMITS } from '../../../contract/limits.ts'
import { logFailure } from '../../../platform/log.ts'
import { earlierAccounts } from '../aliases/accounts.ts'
import { earlierEvents } from '../aliases/events.ts'
import { earlierIssues } from '../aliases/issues.ts'
import { organisedEvents } from '../aliases/organised-events.ts'
import { organisedWaitlist } from '../aliases/organised-waitlist.ts'
import { registrationSteps } from '../aliases/registration-steps.ts'
import { registrations as earlierRegistrations } from '../aliases/registrations.ts'
import { seatLocks } from '../aliases/seat-locks.ts'
import { tourBookings } from '../aliases/tour-bookings.ts'
import { earlierTours } from '../aliases/tours.ts'
import { octo } from '../octo/app.ts'
import { bookingPages } from '../pages/booking.ts'
import { docsPage } from '../pages/docs.ts'
import { queuePages } from '../pages/queue.ts'
import { problem } from '../problem.ts'
import { apiKeys } from './api-keys.ts'
import { auth } from './auth.ts'
import { availabilities } from './availability.ts'
import { blocks } from './blocks.ts'
import { limitBody } from './body-limits.ts'
import { bookingChanges } from './booking-changes.ts'
import { bookingLists } from './booking-lists.ts'
import { bookingRebuilds } from './booking-rebuild.ts'
import { bookings } from './bookings.ts'
import { calendars } from './calendars.ts'
import { catalogue } from './catalogue.ts'
import { checkIns } from './check-ins.ts'
import { checkinLists } from './checkin-lists.ts'
import { codes } from './codes.ts'
import { crossOrigin } from './cors.ts'
import { deadLetters } from './dead-letters.ts'
import { deliveries } from './deliveries.ts'
import { describeSecurity, openApiDocument } from './document.ts'
import { domainEvents } from './domain-events.ts'
import { emailAddresses } from './email-addresses.ts'
import { emptyBodyHasNoType } from './empty-body.ts'
import { errors } from './errors.ts'
import { eventCalendar } from './event-calendar.ts'
import { eventPublisher } from './event-publisher.ts'
import { eventSteps } from './event-steps.ts'
import { eventStreams } from './event-streams.ts'
import { events } from './events.ts'
import { holds } from './holds.ts'
import { invitationLinks } from './invitation-links.ts'
import { invitationSteps } from './invitation-steps.ts'
import { invitations } from './invitations.ts'
import { issues } from './issues.ts'
import { limitUnguarded } from './limits.ts'
import { live } from './live.ts'
import { logErasures } from './log-erasures.ts'
import { logVerifications } from './log-verification.ts'
import { memberInvitations } from './member-invitations.ts'
import { members } from './members.ts'
import { notStored } from './not-stored.ts'
import { occurrences } from './occurrences.ts'
import { oidc } from './oidc.ts'
import { oidcProviders } from './oidc-providers.ts'
import { operations } from './operations.ts'
import { organisations } from './organisations.ts'
import { passwords } from './passwords.ts'
import { planVersions } from './plan-versions.ts'
import { plans } from './plans.ts'
import { profile } from './profile.ts'
import { projectKeys } from './project-keys.ts'
import { projects } from './projects.ts'
import { queues } from './queue.ts'
import { readers } from './readers.ts'
import { replays } from './replays.ts'
import { router } from './route.ts'
import { secondFactors } from './second-factor.ts'
import { signIns } from './sign-ins.ts'
import { soundRequest } from './sound-request.ts'
import { tours } from './tours.ts'
import { trace } from './trace.ts'
import { users } from './users.ts'
import { venues } from './venues.ts'
import { waitingRooms } from './waiting-room.ts'
import { waitlists } from './waitlist.ts'
import { waitlistLists } from './waitlist-lists.ts'
import { waitlistSteps } from './waitlist-steps.ts'

/** Everything the core answers over HTTP, except what SDKs send. */
export const api = router()

api.use(requestId())
api.use(trace)
api.use(
  methodNotAllowed({
    app: api,
    onMethodNotAllowed: (c, methods) => {
      c.header('Allow', methods.sort().join(', '))
      return problem(c, 'method_not_allowed')
    },
  }),
)
api.use(
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: [NONCE],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
    xFrameOptions: 'DENY',
    // A page that runs a script says so itself.
    overwrite: false,
  }),
)
for (const path of ['/api/*', '/auth/*']) {
  api.use(path, notStored)
  api.use(path, crossOrigin)
}
for (const path of ['/openapi.json', '/asyncapi.json', '/schemas/*', '/.well-known/*']) api.use(path, cors())
api.use(limitUnguarded)

const tooLarge = (c: Context) => problem(c, 'too_large')
for (const path of ['/api/v1/auth/*', '/api/auth/*', '/auth/*'])
  api.use(path, bodyLimit({ maxSize: LIMITS.authBytes, onError: tooLarge }))
for (const path of ['/api/*', '/auth/*']) {
  api.use(path, limitBody)
  api.use(path, emptyBodyHasNoType)
  api.use(path, soundRequest)
}

for (const subject of [
  auth,
  projects,
  projectKeys,
  apiKeys,
  issues,
  occurrences,
  errors,
  deadLetters,
  live,
  organisations,
  members,
  profile,
  passwords,
  emailAddresses,
  signIns,
  secondFactors,
  users,
  deliveries,
  memberInvitations,
  invitationLinks,
  oidc,
  oidcProviders,
  replays,
  // Before the log: `streams` is no id.
  eventStreams,
  logVerifications,
  logErasures,
  readers,
  eventPublisher,
  domainEvents,
  venues,
  plans,
  planVersions,
  events,
  eventSteps,
  eventCalendar,
  tours,
  holds,
  codes,
  queues,
  waitingRooms,
  bookingLists,
  bookingRebuilds,
  bookings,
  bookingChanges,
  invitations,
  invitationSteps,
  calendars,
  blocks,
  checkinLists,
  checkIns,
  availabilities,
  waitlistLists,
  waitlists,
  waitlistSteps,
])
  api.route('/api/v1', subject)
api.route('/', earlierAccounts)
api.route('/', earlierIssues)
api.route('/', earlierEvents)
for (const subject of [
  organisedEvents,
  organisedWaitlist,
  earlierRegistrations,
  registrationSteps,
  seatLocks,
  earlierTours,
  tourBookings,
])
  api.route('/', subject)
api.route('/', octo)
api.route('/', operations)
api.route('/', queuePages)
api.route('/', bookingPages)
api.route('/', catalogue)

describeSecurity(api)
api.get('/openapi.json', (c) => c.json(openApiDocument(api)))
api.get('/docs', (c) => c.html(docsPage(openApiDocument(api), c.get('secureHeadersNonce') ?? '')))

api.notFound((c) => problem(c, 'not_found'))

api.onError((error, c) => {
  // Hono throws these for bodies that are no JSON, or not said to be; nothing else here uses them.
  if (error instanceof HTTPException && error.status === 400) return problem(c, 'malformed_json')
  if (error instanceof HTTPException && error.status === 415) return problem(c, 'unsupported_media_type')
  logFailure(error, {
    requestId: c.get('requestId'),
    traceId: c.get('traceId'),
    method: c.req.method,
    path: c.req.routePath,
  })
  return problem(c, 'internal')
})
