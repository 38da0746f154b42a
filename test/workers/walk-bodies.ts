type Ids = Readonly<Record<string, string>>

// Either form of a path, because resellers end theirs with a slash, or not.
const octo = (path: string, body: (ids: Ids) => unknown) => ({
  [`POST /octo/${path}`]: body,
  [`POST /octo/${path}/`]: body,
})
const named = ({ products, options }: Ids) => ({ productId: products, optionId: options })

/**
 * A body each route would take, so that what refuses a request is not its shape. `ids` are those of the organisation
 * whose things the body names.
 */
export const BODIES: Readonly<Record<string, (ids: Ids) => unknown>> = {
  'POST /api/v1/projects': () => ({ name: 'Another' }),
  'PUT /api/v1/events/:id/waiting-room': () => ({ mode: 'off' }),
  'PATCH /api/v1/events/:id/waiting-room': () => ({ rate: 200 }),
  'POST /api/v1/projects/:id/keys': () => ({ name: 'Another' }),
  'POST /api/v1/errors': ({ projects }) => ({ message: 'By hand', project: projects }),
  'POST /api/errors': ({ projects }) => ({ message: 'By hand', project: projects }),
  'POST /api/issues': ({ projects }) => ({ message: 'By hand', project: projects }),
  'POST /api/v1/api-keys': () => ({ name: 'Another', scopes: ['issue.read'] }),
  'POST /api/v1/organizations': () => ({ name: 'Another' }),
  'PATCH /api/v1/organizations/:id': () => ({ name: 'Renamed' }),
  'DELETE /api/v1/organizations/:id': ({ organizations }) => ({ name: organizations?.replace('o-', 'Organisation ') }),
  'POST /api/v1/domain-events': () => ({ type: 'walk.published', data: {} }),
  'POST /api/events': () => ({ type: 'UserActionPerformed', userId: 'u', actionType: 'LOGIN' }),
  'POST /api/v1/domain-events/erasures': () => ({ person: 'nobody@example.com' }),
  'POST /api/v1/replays': () => ({ reader: 'live', from: 0, to: 5, type: 'issue.*', rate: 5, dryRun: true }),
  'PATCH /api/v1/members/:userId': () => ({ role: 'member' }),
  'POST /api/v1/members/invitations': () => ({ email: 'another@example.com', role: 'viewer' }),
  'POST /api/v1/members/invitations/accept': () => ({ token: 'unknown' }),
  'PATCH /api/v1/projects/:id': () => ({ name: 'Renamed' }),
  'DELETE /api/v1/projects/:id': ({ projects }) => ({ name: `Project mark${projects}x` }),
  'PATCH /api/v1/projects/:id/keys/:keyId': () => ({ name: 'Renamed' }),
  'PUT /api/v1/users/profile': () => ({ firstName: 'Renamed', lastName: null, username: 'renamed', language: 'fr' }),
  'POST /api/v1/users/profile/password': () => ({ currentPassword: 'not it', newPassword: 'correct horse' }),
  'POST /api/v1/users/profile/email': () => ({ email: 'another@example.com', password: 'not it' }),
  'POST /api/v1/users/profile/second-factor': () => ({ password: 'not it' }),
  'POST /api/v1/users/profile/second-factor/confirm': () => ({ code: '123456' }),
  'DELETE /api/v1/users/profile/second-factor': () => ({ password: 'not it', code: '123456' }),
  'POST /api/v1/users/profile/second-factor/recovery-codes': () => ({ password: 'not it', code: '123456' }),
  'PATCH /api/v1/users/:id': () => ({ platformRole: 'USER', disabled: false }),
  'POST /api/v1/identity-providers': () => PROVIDER,
  'POST /api/v1/readers/:name/rewind': () => ({ position: 0 }),
  'PATCH /api/v1/identity-providers/:id': () => ({ name: 'Renamed', enabled: false }),
  'POST /api/v1/events': () => CONCERT,
  ...octo('bookings', (ids) => ({ ...named(ids), availabilityId: ids.events, unitItems: [{ unitId: 'adult' }] })),
  ...octo('bookings/:uuid/confirm', () => ({ contact: { fullName: 'Ada' } })),
  ...octo('availability', (ids) => ({ ...named(ids), localDate: '2027-06-01' })),
  ...octo('availability/calendar', (ids) => ({
    ...named(ids),
    localDateStart: '2027-06-01',
    localDateEnd: '2027-06-02',
  })),
  'POST /events': () => ({ title: 'Another', eventDate: '2027-06-01T18:00:00', maxCapacity: 5 }),
  'PUT /events/:id': () => ({ title: 'Renamed' }),
  'PATCH /events/:id': () => ({ title: 'Renamed' }),
  'PATCH /api/v1/events/:id': () => ({ name: 'Renamed' }),
  'POST /api/v1/events/:id/duplicate': () => ({ startsAt: '2028-06-01T18:00:00Z' }),
  'POST /api/v1/events/:id/codes': () => ({ count: 1 }),
  'POST /api/v1/events/:id/invitations': () => ({ to: [{ email: 'another@example.com' }] }),
  'PATCH /api/v1/invitations/:invitation': () => ({ plusOnes: 2 }),
  'POST /api/v1/events/:id/blocks': () => ({ quantity: 1 }),
  'DELETE /api/v1/events/:id/blocks': () => ({ ids: ['q_none'] }),
  'POST /api/v1/bookings/rebuild': () => ({ repair: true }),
  'POST /api/v1/events/:id/checkin-lists': () => ({ name: 'Another' }),
  'PATCH /api/v1/events/:id/checkin-lists/:list': () => ({ name: 'Renamed' }),
  'POST /api/v1/events/:id/checkins': (ids) => ({
    listId: ids['checkin-lists'],
    ticketId: 't_of_the_walk_1',
    nonce: 'nonce-of-the-walk',
  }),
  'POST /api/v1/events/:id/waitlist/revoke': ({ entries }) => ({ entryId: entries }),
  'POST /api/v1/events/:id/waitlist/prioritise': ({ entries }) => ({ entryId: entries, priority: 1, reason: 'So' }),
  'POST /api/v1/events/:id/waitlist/offer': ({ entries }) => ({ entryId: entries }),
  'POST /api/v1/tours': () => WALK,
  'POST /api/v1/tours/:id/duplicate': () => ({ name: 'Copy' }),
  'PATCH /api/v1/tours/:id': () => ({ name: 'Renamed' }),
  'POST /api/v1/venues': () => ({ name: 'Another', timeZone: 'UTC' }),
  'PATCH /api/v1/venues/:id': () => ({ name: 'Renamed' }),
  'POST /api/v1/plans': ({ venues }) => ({ plan: PLAN, venueId: venues }),
  'PATCH /api/v1/plans/:id': ({ venues }) => ({ name: 'Renamed', venueId: venues }),
}

const PLAN = { name: 'Another', categories: [], zones: [] }

// Refused before anybody is asked over the network: an issuer has to be https.
const PROVIDER = {
  name: 'Another',
  issuer: 'http://identity.example',
  clientId: 'signalbox',
  roleMapping: [{ value: 'staff', role: 'member' }],
}

const CONCERT = {
  name: 'Another',
  startsAt: '2027-06-01T18:00:00Z',
  endsAt: '2027-06-01T20:00:00Z',
  timeZone: 'UTC',
  capacity: 5,
}

const WALK = { name: 'Another', timeZone: 'UTC', options: [{ internalName: 'Walk', durationMinutes: 60, capacity: 5 }] }
