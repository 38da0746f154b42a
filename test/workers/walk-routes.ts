import { findTargetHandler, isMiddleware } from 'hono/utils/handler'
import { openApiDocument } from '../../workers/core/api/document.ts'
import type { Permission, router } from '../../workers/core/api/route.ts'

export type App = ReturnType<typeof router>

/** A route as the app will match it, and what its guard says it takes. */
export interface Route {
  /** `GET /api/v1/projects/:id` */
  name: string
  method: string
  path: string
  /** Null where no guard stands before it. */
  permission: Permission | null
}

/** Routes that anybody may call, each with the reason why. Whatever is not here must have a guard. */
export const PUBLIC: ReadonlyMap<string, string> = new Map([
  ['POST /api/v1/auth/register', 'makes the account that one signs in with; limited per address'],
  ['POST /api/v1/auth/login', 'is how one signs in; limited per address and account'],
  ['POST /api/v1/auth/refresh', 'takes a refresh token instead of an access token'],
  ['POST /api/v1/auth/logout', 'takes a refresh token instead of an access token'],
  ['POST /api/v1/auth/password/forgot', 'is for who cannot sign in; answers alike for every address'],
  ['POST /api/v1/auth/password/reset', 'takes the token of a mail'],
  ['POST /api/v1/auth/email/confirm', 'takes the token of a mail'],
  ['GET /api/v1/auth/providers', 'names the providers that an ADMIN put on the sign-in page'],
  ['GET /api/v1/auth/oidc/:provider/login', 'is how one signs in'],
  ['GET /api/v1/auth/oidc/:provider/callback', 'takes the answer of a provider, tied to a cookie of this browser'],
  ['POST /api/v1/auth/oidc/:provider/backchannel-logout', 'takes a token that the provider signed'],
  ['POST /api/v1/members/invitations/look', 'takes the token of an invitation, which stands in a mail'],
  ['POST /api/v1/members/invitations/decline', 'takes the token of an invitation, which stands in a mail'],
  ['POST /auth/register', 'is the same at the address of an earlier system'],
  ['POST /auth/login', 'is the same at the address of an earlier system'],
  ['POST /api/auth/login', 'is the same at the address of an earlier system'],
  ['POST /api/auth/refresh', 'is the same at the address of an earlier system'],
  ['POST /api/auth/logout', 'is the same at the address of an earlier system'],
  ['POST /api/v1/events/:id/queue', 'is how guests queue for a public event; limited per address'],
  ['GET /api/v1/events/:id/queue', 'says where a guest stands, whom a cookie or token names'],
  ['DELETE /api/v1/events/:id/queue', 'takes the place of the guest whom a cookie or token names'],
  ['GET /events/:id/queue', 'is the same as a page'],
  ['POST /events/:id/queue', 'is the same as a form'],
  ['POST /events/:id/queue/leave', 'is the same as a form'],
  ['GET /api/v1/events', 'shows nobody but its organisation more than everyone may book'],
  ['GET /api/v1/events/:id', 'shows nobody but its organisation more than everyone may book'],
  ['GET /api/v1/events/:id/ical', 'shows what everyone may book'],
  ['GET /api/v1/events/:id/availability', 'counts places of a public event, and says nothing of anybody'],
  ['GET /api/v1/events/:id/live', 'tells the same as it changes'],
  ['GET /api/v1/events/:id/layout', 'shows where the places of a public event are'],
  ['POST /api/v1/events/:id/waitlist/join', 'is how guests wait for places of a public event; limited per address'],
  ['GET /api/v1/events/:id/waitlist/:entryId', 'shows an entry to whom a cookie or token names'],
  ['POST /api/v1/events/:id/waitlist/confirm', 'books what whom a cookie or token names is offered'],
  ['POST /api/v1/events/:id/waitlist/decline', 'declines what whom a cookie or token names is offered'],
  ['POST /api/v1/events/:id/waitlist/leave', 'lets go whom a cookie or token names'],
  ['GET /api/v1/invitations/:invitation', 'shows an invitation to whoever has its link'],
  ['POST /api/v1/invitations/:invitation/respond', 'takes the answer of whoever has the link of an invitation'],
  ['GET /api/v1/invitations/:invitation/ical', 'is an invitation for the calendar of whoever has its link'],
  ['GET /api/v1/bookings/:id/ical', 'is a booking for the calendar of whom a cookie or token names'],
  ['GET /invitations/*', 'says that there is no such page'],
  ['GET /invitations/:token', 'shows an invitation to whoever has its link'],
  ['POST /invitations/:token', 'takes the answer of whoever has the link of an invitation'],
  ['GET /invitations/:token/calendar.ics', 'is an invitation for the calendar of whoever has its link'],
  ['GET /api/v1/waitlist', 'shows entries to whom a cookie names'],
  ['GET /api/v1/tours', 'shows nobody but its organisation more than everyone may book'],
  ['GET /api/v1/tours/:id', 'shows nobody but its organisation more than everyone may book'],
  ['GET /api/v1/events/:id/codes/:code', 'says what a code opens to who knows it; wrong ones are counted per address'],
  ['POST /api/v1/events/:id/holds', 'is how guests hold places of a public event; limited per address'],
  ['POST /api/v1/events/:id/holds/:hold/extend', 'gives more time to whom a cookie names'],
  ['DELETE /api/v1/events/:id/holds/:hold', 'gives back what belongs to whom a cookie names'],
  ['POST /api/v1/bookings', 'is how guests book what they hold; limited per address'],
  ['GET /api/v1/bookings', 'shows bookings to whom a cookie names, and those of an organisation to its people'],
  ['GET /api/v1/bookings/:id', 'shows a booking to whom a cookie or token names'],
  ['PATCH /api/v1/bookings/:id', 'corrects a booking of whom a cookie or token names'],
  ['POST /api/v1/bookings/:id/confirm', 'confirms a booking of whom a cookie or token names'],
  ['POST /api/v1/bookings/:id/cancel', 'cancels a booking of whom a cookie or token names'],
  ['POST /api/v1/bookings/:id/seats', 'moves a booking of whom a cookie or token names'],
  ['POST /api/v1/bookings/:id/tickets', 'changes a booking of whom a cookie or token names'],
  ['GET /api/v1/bookings/:id/tickets', 'shows tickets to whom a cookie or token names'],
  ['POST /api/v1/bookings/:id/transfer', 'passes a booking on of whom a cookie or token names'],
  ['GET /livez', 'says that the Worker answers, to load balancers'],
  ['GET /readyz', 'says that the database answers, to load balancers'],
  ['GET /version', 'names the build'],
  ['GET /.well-known/jwks.json', 'holds public keys only (RFC 7517)'],
  ['GET /openapi.json', 'describes the API and holds no data'],
  ['GET /kafka-ui', 'leads to a page, which asks for a sign-in'],
  ['GET /kafka-ui/*', 'leads to a page, which asks for a sign-in'],
  ['GET /events', 'lists public events'],
  ['GET /events/*', 'says that there is no such page'],
  ['GET /o/:id', 'lists public events of an organisation'],
  ['GET /o/*', 'says that there is no such page'],
  ['GET /events/:id', 'shows a public event'],
  ['GET /tours', 'lists tours that everyone may book'],
  ['GET /tours/*', 'says that there is no such page'],
  ['GET /tours/:id', 'shows a tour that everyone may book, and others to their organisation alone'],
  ['GET /events/:id/seats', 'shows what is free of a public event'],
  ['GET /events/:id/plan.json', 'draws the house of a public event'],
  ['GET /events/:id/calendar.ics', 'is a public event for calendars'],
  ['POST /events/:id/holds', 'is how guests hold places; a form of our own pages, limited per address'],
  ['GET /events/:id/holds/:hold', 'shows a hold to whom a cookie names'],
  ['POST /events/:id/holds/:hold', 'books a hold of whom a cookie names'],
  ['POST /events/:id/holds/:hold/extend', 'extends a hold of whom a cookie names'],
  ['POST /events/:id/holds/:hold/release', 'lets go a hold of whom a cookie names'],
  ['GET /bookings', 'shows bookings to whom a cookie names'],
  ['GET /bookings/*', 'says that there is no such page'],
  ['GET /bookings/:id', 'shows a booking to whom a cookie or token names'],
  ['GET /bookings/:id/calendar.ics', 'is a booking for the calendar of whom a cookie or token names'],
  ['POST /bookings/:id/confirm', 'confirms a booking of whom a cookie or token names'],
  ['POST /bookings/:id/cancel', 'cancels a booking of whom a cookie or token names'],
  ['POST /bookings/:id/details', 'corrects a booking of whom a cookie or token names'],
  ['POST /bookings/:id/tickets', 'changes a booking of whom a cookie or token names'],
  ['GET /bookings/:id/seats', 'shows seats to whom a cookie or token names'],
  ['POST /bookings/:id/seats', 'moves a booking of whom a cookie or token names'],
  ['POST /bookings/:id/transfer', 'passes a booking on of whom a cookie or token names'],
  ['GET /waitlist/*', 'says that there is no such page'],
  ['GET /waitlist/:entry', 'shows an entry to whom a cookie or token names'],
  ['GET /waitlist', 'leads to the page of one’s own bookings'],
  ['GET /events/:id/waitlist', 'is the form by which guests wait for a public event'],
  ['POST /events/:id/waitlist/join', 'is how guests wait for a public event; a form of our own pages'],
  ['GET /events/:id/waitlist/:entry', 'shows an entry to whom a cookie or token names'],
  ['POST /events/:id/waitlist/:entry/accept', 'takes what is offered to whom a cookie or token names'],
  ['POST /events/:id/waitlist/:entry/decline', 'gives back what is offered to whom a cookie or token names'],
  ['POST /events/:id/waitlist/:entry/leave', 'ends the waiting of whom a cookie or token names'],
  ['POST /events/:id/waitlist/join', 'is how guests wait, at the address of an earlier system'],
  ['POST /events/:id/waitlist/confirm', 'books what whom a cookie or token names is offered'],
  ['DELETE /events/:id/waitlist/leave', 'lets go whom a cookie or token names'],
  ['POST /invitations', 'is how guests register for a public event; organisers alone invite others by it'],
  ['PUT /invitations/:id/confirm', 'confirms what belongs to whom a cookie, an account or a link names'],
  ['PUT /invitations/:id/cancel', 'cancels what belongs to whom a cookie, an account or a link names'],
  ['GET /invitations/user/:email', 'shows their own to who is signed in, and others to organisers alone'],
  ['POST /invitations/:eventId/seats/lock', 'is how guests hold seats of a public event'],
  ['DELETE /invitations/:eventId/seats/release', 'lets go holds of whom a cookie names'],
  ['GET /api/tours', 'shows nobody but its organisation more than everyone may book'],
  ['GET /api/tours/search', 'shows nobody but its organisation more than everyone may book'],
  ['GET /api/tours/:id', 'shows nobody but its organisation more than everyone may book'],
  ['GET /api/tours/:id/availability', 'shows nobody but its organisation more than everyone may book'],
  ['POST /api/bookings', 'is how guests book places of a public event'],
  ['GET /api/bookings', 'shows bookings to whom a cookie names'],
  ['GET /api/bookings/:id', 'shows a booking to whom a cookie or token names'],
  ['PUT /api/bookings/:id', 'changes a booking of whom a cookie or token names'],
  ['PATCH /api/bookings/:id', 'changes a booking of whom a cookie or token names'],
  ['DELETE /api/bookings/:id', 'cancels a booking of whom a cookie or token names'],
  ['POST /api/bookings/:id/cancel', 'cancels a booking of whom a cookie or token names'],
  ['PATCH /api/bookings/:id/cancel', 'cancels a booking of whom a cookie or token names'],
  ['PATCH /api/bookings/:id/payment-status', 'confirms a booking that costs nothing, or for its organisers alone'],
  ['GET /docs', 'describes the API and holds no data'],
  ['GET /docs/events', 'describes the events and holds no data'],
  ['GET /asyncapi.json', 'describes the events and holds no data'],
  ['GET /schemas/:file', 'describes an event and holds no data'],
])

/** @returns every route of the app, aliases included, as its router knows them: documented or not. */
export function routesOf(app: App): Route[] {
  const routes = new Map<string, Route>()
  for (const { method, path, handler } of app.routes) {
    const target = findTargetHandler(handler)
    // What is mounted for all methods and hands on is no route of its own.
    if (method === 'ALL' && isMiddleware(target)) continue
    const name = `${method} ${path}`
    const known = routes.get(name) ?? { name, method: method === 'ALL' ? 'POST' : method, path, permission: null }
    routes.set(name, { ...known, permission: known.permission ?? permissionOf(target) })
  }
  return [...routes.values()]
}

/** @returns each parameter of a path with the collection it stands in: `/projects/:id/keys/:keyId` has projects and keys. */
export function parametersOf(path: string): { name: string; collection: string }[] {
  const steps = path.split('/')
  return steps.flatMap((step, index) =>
    step.startsWith(':') ? [{ name: step.slice(1), collection: collectionAt(steps.slice(0, index)) }] : [],
  )
}

// To an organisation, or to an event.
const collectionAt = (before: readonly string[]): string =>
  before.slice(-2).join('/') === 'members/invitations' ? 'member-invitations' : (before.at(-1) ?? '')

/** What the document says of an operation's input: whether it must have a body, and which fields hold ids. */
export interface Input {
  bodyRequired: boolean
  ids: { where: 'query' | 'body'; name: string }[]
}

interface Schema {
  $ref?: string
  pattern?: string
  anyOf?: Schema[]
  properties?: Record<string, Schema>
}

interface Operation {
  parameters?: { in: string; name: string; schema?: Schema }[]
  requestBody?: { required?: boolean; content?: Record<string, { schema?: Schema }> }
}

/** @returns the input of every documented route, by its name. */
export function inputsOf(app: App): Map<string, Input> {
  const document: { paths?: object; components?: { schemas?: object } } = JSON.parse(
    JSON.stringify(openApiDocument(app)),
  )
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>
  const resolve = (schema: Schema = {}): Schema =>
    schema.$ref === undefined ? schema : resolve(schemas[schema.$ref.split('/').at(-1) ?? ''])
  const inputs = new Map<string, Input>()
  for (const [path, item] of Object.entries((document.paths ?? {}) as Record<string, Record<string, Operation>>))
    for (const [method, operation] of Object.entries(item))
      inputs.set(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, inputOf(operation, resolve))
  return inputs
}

function inputOf({ parameters = [], requestBody }: Operation, resolve: (schema?: Schema) => Schema): Input {
  const body = resolve(requestBody?.content?.['application/json']?.schema)
  const queried = parameters.filter((parameter) => parameter.in === 'query')
  const holdsId = (name: string, schema?: Schema) =>
    !NOT_OURS.has(name) && (ID_NAME.test(name) || ID_PATTERNS.has(patternOf(resolve(schema)) ?? ''))
  return {
    bodyRequired: requestBody?.required === true,
    ids: [
      ...queried
        .filter(({ name, schema }) => holdsId(name, schema))
        .map(({ name }) => ({ where: 'query' as const, name })),
      ...Object.entries(body.properties ?? {})
        .filter(([name, schema]) => holdsId(name, schema))
        .map(([name]) => ({ where: 'body' as const, name })),
    ],
  }
}

/** The patterns of ids in contract/ids.ts, as the document shows them. */
const ID_PATTERNS = new Set(['^[1-9]\\d{0,14}$', '^[\\w-]+$', '^[0-9a-f]{32}$'])
const ID_NAME = /^(project|provider|member|issue|key|organization)$|(Id|Ids)$/

/** Named like ids of ours: a place in a list, and what we are to an identity provider. */
const NOT_OURS = new Set(['cursor', 'clientId'])

const patternOf = ({ pattern, anyOf }: Schema): string | undefined =>
  pattern ?? anyOf?.map(patternOf).find((found) => found !== undefined)

const permissionOf = (handler: object): Permission | null =>
  'permission' in handler ? (handler.permission as Permission) : null
