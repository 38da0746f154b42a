import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Role } from '../../contract/auth.ts'
import { problemCode } from '../../contract/problem.ts'
import { ACTIONS, allowed, SCOPES } from '../../domain/identity/access.ts'
import type { Permission } from '../../workers/core/api/route.ts'
import { PROBLEMS } from '../../workers/core/problem.ts'
import { freshAddress, ORIGIN } from './client.ts'
import { BODIES } from './walk-bodies.ts'
import { apiKeyWith, newcomer, type Organisation, ROLES } from './walk-fixtures.ts'
import { type App, inputsOf, PUBLIC, parametersOf, type Route, routesOf } from './walk-routes.ts'

/** What a check found wrong, in words; nothing is what it should find. */
export type Findings = string[]

interface Question {
  ids?: Readonly<Record<string, string>>
  token?: string | undefined
  body?: unknown
  query?: string
  headers?: Record<string, string>
}

export interface Answer {
  status: number
  type: string
  code: string | undefined
  /** The answer without what differs between two answers to the same question. */
  text: string
}

/** Ids that nobody has, in the shape of those that somebody has. */
const UNKNOWN: Readonly<Record<string, string>> = {
  projects: '999999999',
  keys: '99999',
  attachments: '77',
  occurrences: 'f'.repeat(32),
}
export const unknownIn = (collection: string) => UNKNOWN[collection] ?? 'unknown-id'

// The walk asks more in a second than anybody may in a minute. A password costs a fifth of a second, so few are tried.
const LIMITS = JSON.stringify({ general: 'off', keys: 'off', payments: 'off', 'sign-in': 2 })
const ENV: Env = { ...(env as Env), RATE_LIMITS: LIMITS }

/** Asks one route, its path parameters filled from `ids` by collection. */
export async function ask(app: App, route: Route, question: Question = {}): Promise<Answer> {
  const { ids = {}, token, body, query = '', headers = {} } = question
  let path = route.path
  for (const { name, collection } of parametersOf(path))
    path = path.replace(new RegExp(`:${name}(\\{[^/]*\\})?(?=/|$)`), ids[collection] ?? unknownIn(collection))
  const context = createExecutionContext()
  const request = new Request(`${ORIGIN}${path}${query}`, {
    method: route.method,
    redirect: 'manual',
    headers: {
      'cf-connecting-ip': freshAddress(),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const response = await app.fetch(request, ENV, context)
  response.webSocket?.accept()
  response.webSocket?.close()
  const text = await response.text()
  await waitOnExecutionContext(context)
  const type = response.headers.get('content-type') ?? ''
  const byOcto = route.path.startsWith('/octo')
  const varies = response.ok ? VARIES.answer : byOcto ? VARIES.octo : VARIES.refusal
  const told = { status: response.status, type, code: codeOf(text), text: text.replace(varies, '') }
  return byOcto ? byCode(told) : told
}

/** Fields that differ between two answers to one question: refusals of aliases say when it was and what was asked. */
const VARIES = {
  answer: /"(requestId|traceId)":"[^"]*"/g,
  refusal: /"(requestId|traceId|timestamp|path)":"[^"]*"/g,
  octo: /"(requestId|productId|optionId|unitId|availabilityId|uuid)":"[^"]*"/g,
}

/** OCTO has one status for nearly all that is refused; which one it would be elsewhere, the code of our own says. */
const byCode = (answer: Answer): Answer => {
  const code = problemCode.safeParse(answer.code)
  if (!code.success || answer.status < 400) return answer
  return { ...answer, status: PROBLEMS[code.data][0], type: 'application/problem+json' }
}

const codeOf = (text: string): string | undefined => {
  try {
    const { code } = JSON.parse(text) as { code?: string }
    return code
  } catch {
    // A download or a page, not a problem.
    return undefined
  }
}

/** @returns routes that have neither a guard nor a reason to have none, and reasons for routes that are not there. */
export function unguarded(app: App): Findings {
  const routes = routesOf(app)
  const open = routes.filter(({ name, permission }) => permission === null && !PUBLIC.has(name))
  const both = routes.filter(({ name, permission }) => permission !== null && PUBLIC.has(name))
  const gone = [...PUBLIC.keys()].filter((name) => !routes.some((route) => route.name === name))
  const readers = routes.filter(({ method, permission }) => method !== 'GET' && permission?.endsWith('.read'))
  return [
    ...open.map(({ name }) => `${name} has no guard and is not on the list of public routes`),
    ...both.map(({ name }) => `${name} has a guard and is on the list of public routes`),
    ...gone.map((name) => `${name} is on the list of public routes and is not there`),
    ...readers.map(({ name, permission }) => `${name} changes something and takes only ${permission}`),
  ]
}

/** @returns routes that the walk could not walk properly, because a parameter, a body or a field has no fixture. */
export function unprepared(app: App, { ids }: Organisation): Findings {
  const inputs = inputsOf(app)
  return guarded(app).flatMap((route) => {
    const input = inputs.get(route.name)
    const body = BODIES[route.name]?.(ids)
    const strange = parametersOf(route.path).filter(({ collection }) => ids[collection] === undefined)
    const unnamed = (input?.ids ?? []).filter(({ name }) => collectionOf(name) === undefined)
    return [
      ...strange.map(({ name }) => `${route.name}: no fixture for the parameter ${name}`),
      ...unnamed.map(({ name }) => `${route.name}: no fixture for the field ${name}`),
      ...(input?.bodyRequired === true && body === undefined ? [`${route.name}: no body in walk-bodies.ts`] : []),
    ]
  })
}

/** @returns routes that let somebody in whom nobody knows, by any of these credentials. */
export const strangersLetIn = (app: App, strangers: Record<string, Question>): Promise<Findings> =>
  over(guarded(app), async (route) =>
    over(Object.entries(strangers), async ([who, question]) => {
      const { status, code } = await ask(app, route, question)
      return status === 401 ? [] : [`${route.name}: ${who} got ${status} ${code ?? ''} instead of 401`]
    }),
  )

/** @returns routes that let in a role that may not, or keep out one that may. Ids are unknown, so nothing changes. */
export const rolesMistaken = (app: App, { id }: Organisation, admin: string): Promise<Findings> =>
  over(guarded(app), async (route) => {
    const ofPeople = await over([...ROLES], async (role) =>
      mistaken(route, role, rolePermitted(role, route.permission), await probe(app, route, await newcomer(id, role))),
    )
    if (route.permission !== 'platform.admin') return ofPeople
    return [...ofPeople, ...mistaken(route, 'an ADMIN', true, await probe(app, route, admin))]
  })

// The guard comes before the body is looked at, so that an empty one tells nothing to those whom it keeps out.
const probe = (app: App, route: Route, token: string) =>
  ask(app, route, { token, ...(route.method !== 'GET' && { body: {} }) })

const mistaken = ({ name, permission }: Route, who: string, may: boolean, { status, code }: Answer): Findings => {
  const kept = status === 401 || status === 403
  if (may && kept && !OWN_REFUSALS.has(code ?? '')) return [`${name}: ${who} may (${permission}) and got ${status}`]
  if (!may && (status !== 403 || code !== 'forbidden'))
    return [`${name}: ${who} may not (${permission}), got ${status}`]
  return []
}

/** Refusals of handlers, behind their guard. */
const OWN_REFUSALS = new Set(['wrong_password', 'invalid_code', 'wrong_account'])

const rolePermitted = (role: Role, permission: Permission | null): boolean => {
  const action = ACTIONS.find((one) => one === permission)
  return action === undefined ? permission === 'self' || permission === 'self.account' : allowed(role, action)
}

/** @returns routes that take an API key without their scope, or refuse one that has nothing else. */
export const scopesMistaken = (app: App, { id }: Organisation): Promise<Findings> =>
  over(guarded(app), async (route) => {
    const action = ACTIONS.find((one) => one === route.permission)
    const others = ACTIONS.filter((one) => one !== action)
    const without = await probe(app, route, await apiKeyWith(id, others))
    const only = await probe(app, route, await apiKeyWith(id, action === undefined ? ACTIONS : [action]))
    return [
      ...mistaken(route, 'an API key with every other scope', false, without),
      ...mistaken(route, 'an API key with its scope', action !== undefined && SCOPES.includes(action), only),
    ]
  })

/** @returns routes where a session that an organisation's provider vouched for may more than that organisation gives. */
export const vouchedMistaken = (app: App, vouched: () => Promise<string>): Promise<Findings> =>
  over(guarded(app), async (route) => {
    const answer = await probe(app, route, await vouched())
    if (route.permission !== 'self.account')
      return mistaken(route, 'a vouched owner', rolePermitted('owner', route.permission), answer)
    return answer.code === 'managed_by_provider' ? [] : [`${route.name}: a vouched owner got ${answer.status}`]
  })

/**
 * @returns routes where an owner reaches another organisation's things by their ids, or can tell them from ids nobody has.
 * Every mix of own and foreign ids is tried.
 */
export const foreignReached = (
  app: App,
  { own, foreign, token }: { own: Organisation; foreign: Organisation; token: string },
): Promise<Findings> =>
  over(
    guarded(app).filter(({ permission }) => permission !== 'platform.admin'),
    async (route) => {
      const collections = parametersOf(route.path).map(({ collection }) => collection)
      return over(mixes(collections), async (mixed) => {
        const pick = (from: (collection: string) => string | undefined) => ({
          ...own.ids,
          ...Object.fromEntries(mixed.map((collection) => [collection, from(collection) ?? ''])),
        })
        const body = BODIES[route.name]?.(own.ids)
        const [theirs, nobodys] = [
          await ask(app, route, { token, body, ids: pick((collection) => foreign.ids[collection]) }),
          await ask(app, route, { token, body, ids: pick(unknownIn) }),
        ]
        return compared(`${route.name} with a foreign ${mixed.join(' and ')}`, theirs, nobodys)
      })
    },
  )

/** @returns routes where an id of another organisation in a query or a body reaches something. */
export const foreignNamed = (app: App, own: Organisation, foreign: Organisation): Promise<Findings> => {
  const inputs = inputsOf(app)
  return over(
    guarded(app).filter(({ permission }) => permission !== 'platform.admin'),
    async (route) =>
      over(inputs.get(route.name)?.ids ?? [], async ({ where, name }) => {
        const collection = collectionOf(name) ?? ''
        const named = (id: string) => ({
          token: own.people.owner.token,
          ids: own.ids,
          ...(where === 'query'
            ? { query: `?${name}=${id}`, body: BODIES[route.name]?.(own.ids) }
            : { body: { ...(BODIES[route.name]?.(own.ids) as object), [name]: id } }),
        })
        const theirs = await ask(app, route, named(foreign.ids[collection] ?? ''))
        const nobodys = await ask(app, route, named(unknownIn(collection)))
        const what = `${route.name} with a foreign ${name}`
        if (theirs.status === 200 && /"data":\[\]/.test(theirs.text) && theirs.text === nobodys.text) return []
        const blamed = theirs.status === 422 && theirs.text.includes(`"pointer":"/${name}"`)
        if (blamed && theirs.text === nobodys.text) return []
        return compared(what, theirs, nobodys)
      }),
  )
}

const compared = (what: string, theirs: Answer, nobodys: Answer): Findings => {
  if (theirs.status !== 404) return [`${what} got ${theirs.status} ${theirs.code ?? ''} instead of 404`]
  return theirs.text === nobodys.text ? [] : [`${what} is told apart: ${theirs.text} against ${nobodys.text}`]
}

/** @returns routes that do not find what the organisation itself has: their refusals of others would prove nothing. */
export const ownMissed = async (app: App, fresh: () => Promise<Organisation>): Promise<Findings> =>
  over(
    guarded(app).filter(({ permission }) => permission !== 'platform.admin'),
    async (route) => {
      if (parametersOf(route.path).length === 0) return []
      const own = await fresh()
      const { status, code } = await ask(app, route, {
        token: own.people.owner.token,
        ids: own.ids,
        body: BODIES[route.name]?.(own.ids),
      })
      return [400, 401, 403, 404, 422].includes(status) || status >= 500
        ? [`${route.name}: its own organisation got ${status} ${code ?? ''}`]
        : []
    },
  )

/** @returns the routes of the app that have a guard. */
export const guarded = (app: App): Route[] => routesOf(app).filter(({ permission }) => permission !== null)

/** @returns the collection that an id-valued field names a thing of: `project` and `projectId` name projects. */
export function collectionOf(field: string): string | undefined {
  const singular = field.replace(/Ids?$/, '')
  return COLLECTIONS[singular]
}

const COLLECTIONS: Readonly<Record<string, string>> = {
  project: 'projects',
  issue: 'issues',
  user: 'members',
  member: 'members',
  provider: 'identity-providers',
  invitation: 'invitations',
  organization: 'organizations',
  venue: 'venues',
  plan: 'plans',
  tour: 'tours',
  option: 'options',
  allotment: 'allotments',
  entry: 'entries',
  ticketType: 'ticket-types',
  list: 'checkin-lists',
}

/** @returns every choice of at least one of these. */
const mixes = ([first, ...rest]: string[]): string[][] =>
  first === undefined ? [] : [[first], ...mixes(rest).flatMap((mix) => [mix, [first, ...mix]])]

/** Does the same for each, one after the other, and gathers what was found. */
export async function over<Item>(items: Item[], check: (item: Item) => Promise<Findings>): Promise<Findings> {
  const found: Findings = []
  for (const item of items) found.push(...(await check(item)))
  return found
}
