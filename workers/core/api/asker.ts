import { getCookie, setCookie } from 'hono/cookie'
import type { Caller } from '../../../contract/auth.ts'
import type { Asker, Retry } from '../../../contract/room.ts'
import { canonicalJson } from '../../../domain/canonical-json.ts'
import { readIdempotencyKey } from '../../../domain/idempotency-key.ts'
import { permitted } from '../../../domain/identity/access.ts'
import { networkOf } from '../../../domain/identity/network.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { readBookingToken } from '../../../platform/booking-links.ts'
import { randomId, sha256Hex } from '../../../platform/crypto.ts'
import { isLinkToken, type LinkPurpose, linkKeys, linkToken } from '../../../platform/link-tokens.ts'
import { cause } from '../../../platform/trace.ts'
import { authenticate, bearerToken, mayBeForged } from './caller.ts'
import { ACCESS_COOKIE, GUEST_COOKIE } from './cookies.ts'
import type { ApiContext } from './route.ts'

const GUEST_DAYS = 400

type Refused = Extract<Awaited<ReturnType<typeof authenticate>>, { ok: false }>['error']

/** Who asks a room, as the request shows. */
export interface Asking {
  asker: Asker
  /** A guest who had no cookie yet: their key counts with their address, and the answer says who they are. */
  newcomer: boolean
  /** May read what the organisation's people may. */
  reads: boolean
}

/**
 * @param organisationId whose event it is: people of it who may manage bookings are its organisers
 * @returns who asks, by account and by the cookie of this browser; a guest without one is made one
 */
export const askerOf = async (c: ApiContext, organisationId: string): Promise<Result<Asking, Refused>> => {
  const named = bearerToken(c.req) !== undefined || getCookie(c, ACCESS_COOKIE) !== undefined
  const known = named ? await authenticate(c.req, c.env, (task) => c.executionCtx.waitUntil(task)) : null
  // A sign-in of this browser that has ended makes nobody less of a guest; a token that is sent must be good.
  if (known !== null && !known.ok && (bearerToken(c.req) !== undefined || known.error === 'cross_site')) return known
  const caller = known?.ok === true ? known.value : null
  const guest = await guestOf(c)
  // Refused, not left out: who asks would be given another cookie in its place.
  if (guest !== null && mayBeForged(c.req)) return failed('cross_site')
  const newcomer = guest === null && caller === null
  const owners = [
    ...(caller === null ? [] : [`u:${caller.userId}`]),
    ...(guest === null ? [] : [guest]),
    ...(newcomer ? [randomId('g').replace('_', ':')] : []),
  ]
  const organiser = caller !== null && caller.organisationId === organisationId && permitted(caller, 'booking.manage')
  const reads = caller !== null && caller.organisationId === organisationId && permitted(caller, 'booking.read')
  return ok({ asker: { owners, links: [], organiser, actor: caller?.userId ?? null, cause: cause() }, newcomer, reads })
}

/** @returns someone who came through the guard of a route, as rooms know them; of this organisation, so no guest. */
export const staff = ({ userId }: Pick<Caller, 'userId'>): Asker => ({
  owners: [`u:${userId}`],
  links: [],
  organiser: true,
  actor: userId,
  cause: cause(),
})

/** Lets a browser be known as this owner from now on, where that is a guest. */
export const rememberGuest = async (c: ApiContext, owner: string): Promise<void> => {
  if (!owner.startsWith('g:') || (await guestOf(c)) === owner) return
  const id = owner.slice(2)
  const value = `${id}.${linkToken(await linkKeys(c.env.KEY_RING), 'guest', id)}`
  setCookie(c, GUEST_COOKIE, value, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: GUEST_DAYS * 86_400,
  })
}

/** The same for a thing that may belong to several: remembers the guest of this browser, where they are one of them. */
export const rememberOwner = async (
  c: ApiContext,
  { owners }: Pick<Asker, 'owners'>,
  thing: { owners: readonly string[] },
): Promise<void> => {
  const guest = owners.find((owner) => owner.startsWith('g:') && thing.owners.includes(owner))
  if (guest !== undefined) await rememberGuest(c, guest)
}

/** @returns the asker with what a link gives: whoever follows it may do with this thing what its owner may. */
export const withLink = async (
  c: ApiContext,
  asker: Asker,
  { purpose, id }: { purpose: LinkPurpose; id: string },
): Promise<Asker> => {
  const token = c.req.query('token')
  if (token === undefined) return asker
  const keys = await linkKeys(c.env.KEY_RING)
  const theirs = () => (isLinkToken(keys, { purpose, id, token }) ? id : null)
  const named = purpose === 'booking' ? readBookingToken(keys, id, token) : theirs()
  return named === null ? asker : { ...asker, links: [...asker.links, named] }
}

/**
 * @returns the same for what programs read and come back for, as calendars do: they keep no cookie, so who has none would
 * be made another owner each time
 */
export const withLinkToRead = async (
  c: ApiContext,
  { asker, newcomer }: Pick<Asking, 'asker' | 'newcomer'>,
  of: { purpose: LinkPurpose; id: string },
): Promise<Asker> => withLink(c, newcomer ? { ...asker, owners: [] } : asker, of)

/**
 * A client whose first answer was lost comes again without a cookie, or with the one of that answer, or signed in
 * meanwhile: its key is known by each of these.
 * @returns what the request's `Idempotency-Key` stands for in a room, or null where it has none; `invalid` for one that
 * is no key
 */
export const retryOf = (
  c: Pick<ApiContext, 'req'>,
  asking: Omit<Asking, 'reads'>,
  wish: unknown,
): Retry | null | 'invalid' => {
  const header = c.req.header('Idempotency-Key')
  if (header === undefined) return null
  const key = readIdempotencyKey(header)
  return key === null ? 'invalid' : retryBy(c, asking, { key, wish })
}

/** @returns what a key stands for in a room that came with a request for `wish`. */
export const retryBy = (
  c: Pick<ApiContext, 'req'>,
  { asker, newcomer }: Omit<Asking, 'reads'>,
  { key, wish }: { key: string; wish: unknown },
): Retry => {
  const address = c.req.header('CF-Connecting-IP') ?? 'here'
  const before = newcomer ? [`a:${sha256Hex(networkOf(address)).slice(0, 32)}`] : []
  const [scope = '', ...also] = [...before, ...asker.owners].map((who) => `${c.req.routePath} ${who}`)
  return { scope, also, key, digest: sha256Hex(canonicalJson(wish)) }
}

const guestOf = async (c: ApiContext): Promise<string | null> => {
  const [id = '', ...token] = (getCookie(c, GUEST_COOKIE) ?? '').split('.')
  if (!/^[\w-]{22}$/.test(id)) return null
  const given = { purpose: 'guest' as const, id, token: token.join('.') }
  return isLinkToken(await linkKeys(c.env.KEY_RING), given) ? `g:${id}` : null
}
