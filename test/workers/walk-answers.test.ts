import { beforeAll, expect, it, vi } from 'vitest'
import { problemCode } from '../../contract/problem.ts'
import { api } from '../../workers/core/api/app.ts'
import { migrated } from './migrated.ts'
import { type Answer, ask, type Findings, guarded, over } from './walk.ts'
import { BODIES } from './walk-bodies.ts'
import { newcomer, type Organisation, organisationWithAll, personIn } from './walk-fixtures.ts'
import { parametersOf, type Route, routesOf } from './walk-routes.ts'

// Thousands of questions take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let one: Organisation
let other: Organisation

beforeAll(async () => {
  await migrated()
  one = await organisationWithAll(2000)
  other = await organisationWithAll(2001)
})

/** Reads that show nothing of what people called their things, each with what they show instead. */
const NAMELESS: ReadonlyMap<string, string> = new Map([
  ['GET /api/v1/issues/:id/stats', 'counts'],
  ['GET /api/v1/users/profile/second-factor', 'whether there is one'],
  ['GET /api/v1/live', 'a socket'],
  ['GET /api/v1/domain-events/verify', 'counts and a digest'],
  ...['/octo/capabilities', '/octo/capabilities/'].map((path) => [`GET ${path}`, 'what we can do of OCTO'] as const),
  ...['/octo/bookings', '/octo/bookings/'].map((path) => [`GET ${path}`, 'nothing without a reference'] as const),
  ['GET /api/v1/readers', 'what reads the log for everybody'],
  ['GET /api/v1/events/:id/checkin-lists/:list/numbers', 'counts'],
  ['GET /api/v1/events/:id/blocks', 'what is off sale, of which a draft that nobody told its room has none'],
])

/** Whatever a list may be asked, among it the marks of others. */
const askedOf = ({ mark, ids }: Organisation) => [
  '',
  '?limit=100',
  `?query=${mark}&status=all`,
  `?status=all&project=${ids.projects}`,
  `?query=user.email:user-${mark}@example.com`,
  `?query=browser:${mark}&status=all`,
  `?search=${mark}`,
  '?period=14d',
]

const reads = () => guarded(api).filter(({ method }) => method === 'GET')

it('no read, list or search shows anything of another organisation', async () => {
  const shown = await over(reads(), async (route) =>
    over(askedOf(one), async (query) => {
      const { text } = await ask(api, route, { token: other.people.owner.token, ids: other.ids, query })
      return text.includes(one.mark) && !query.includes(one.mark) ? [`${route.name}${query} shows ${one.mark}`] : []
    }),
  )
  expect(shown).toEqual([])
})

it('every read shows what is its own, so that what it shows of others would be seen', async () => {
  const admin = await personIn([{ organisationId: one.id, role: 'owner' }], { id: 'u-admin', platformRole: 'ADMIN' })
  const hidden = await over(reads(), async (route) => {
    const { status, text } = await ask(api, route, { token: tokenOf(route, admin.token), ids: one.ids })
    return text.includes(one.mark) || NAMELESS.has(route.name) ? [] : [`${route.name} ${status} shows no ${one.mark}`]
  })
  expect(hidden).toEqual([])
})

const tokenOf = ({ permission }: Route, admin: string) =>
  permission === 'platform.admin' ? admin : one.people.owner.token

const JUNK: unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  '\u0000',
  "'; DROP TABLE users; --",
  '\ud800',
  'x'.repeat(5000),
  [],
  [{}],
  { $ne: null },
  { toString: 1 },
]
const WHOLE = [
  '{"',
  'null',
  '[]',
  '"text"',
  '1',
  '{"__proto__":{"role":"owner"}}',
  `${'['.repeat(2000)}${']'.repeat(2000)}`,
]
const QUERIES = [
  '?limit=-1',
  '?limit=abc',
  '?limit=1e9',
  '?cursor=garbage',
  `?cursor=${btoa('[{"a":1}]')}`,
  `?cursor=${btoa('["x",-1,null]')}`,
  '?query=%00%27%22%25_%5C',
  `?query=${'a%20'.repeat(100)}`,
  '?project=%27%20OR%201=1',
  '?project=999999999999999999999',
  '?since=-1',
  '?status=x&sort=x&period=x',
  '?limit=1&limit=2',
  '?%E0%A4%A',
]
const PARTS = [
  "'",
  '%00',
  '%E0%A4%A',
  '..%2f..%2f',
  'x'.repeat(300),
  '-1',
  '1e9',
  '%F0%9F%92%A3',
  '{}',
  '0x10',
  '99999999999999',
]

/** What must never be in an answer: names of what is behind it. */
const INSIDE =
  /sqlite|D1_|drizzle|node_modules|\bstack\b|\bat \S+ ?\(|\.[tj]s:\d|select .+ from|insert into|TypeError|\[object/i

it('no input of any kind makes a route answer anything but a problem that tells nothing of its inside', async () => {
  const found = await over(routesOf(api), async (route) => {
    const token = await newcomer(one.id, 'owner', { user: { platform_role: 'ADMIN' } })
    return over(questionsFor(route), async (question) =>
      badly(route, question, await ask(api, route, { token, ...question })),
    )
  })
  expect(found).toEqual([])
})

type Bad = { ids?: Record<string, string>; body?: unknown; query?: string; headers?: Record<string, string> }

function questionsFor({ name, method, path }: Route): Bad[] {
  const valid = BODIES[name]?.(one.ids)
  const base = { ids: one.ids, ...(valid !== undefined && { body: valid }) }
  const parts = parametersOf(path).flatMap(({ collection }) =>
    PARTS.map((part) => ({ ...base, ids: { ...one.ids, [collection]: part } })),
  )
  const queries = QUERIES.map((query) => ({ ...base, query, ids: {} }))
  if (method === 'GET') return [...parts, ...queries]
  const bodies = WHOLE.map((body) => ({ ids: {}, body }))
  const typed = [
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
  ].map((type) => ({ ids: {}, body: '{}', headers: { 'content-type': type } }))
  const fields = Object.entries({ ...(valid as object) }).flatMap(([field]) =>
    JUNK.map((junk) => ({ ids: {}, body: { ...(valid as object), [field]: junk } })),
  )
  return [...parts, ...queries.slice(0, 2), ...bodies, ...typed, ...fields]
}

function badly({ name }: Route, question: Bad, { status, type, code, text }: Answer): Findings {
  const told = `${name} ${JSON.stringify({ ...question, ids: undefined }).slice(0, 120)} got ${status} ${text.slice(0, 200)}`
  if (status >= 500) return [told]
  if (status < 400) return []
  if (!type.startsWith('application/problem+json')) return [`${told}: no problem but ${type}`]
  if (!problemCode.safeParse(code).success) return [`${told}: no known code`]
  return INSIDE.test(text) ? [`${told}: tells of its inside`] : []
}
