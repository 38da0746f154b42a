import { getCookie, setCookie } from 'hono/cookie'
import type { PlacedEntry } from '../../../../contract/waitlist.ts'
import { isLinkToken, linkKeys } from '../../../../platform/link-tokens.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import { ENTRIES_COOKIE } from '../../api/cookies.ts'
import { eventIdOf } from '../../api/known-event.ts'
import type { ApiContext } from '../../api/route.ts'

const DAYS = 90
/** The browser's last ones: each is sent with every request. */
const MOST = 8

/**
 * Keeps the link of an entry in the browser that followed it, so that the cookie is enough from then on. An entry has one
 * owner, whose guest may have other things besides: the link stays good for this one thing.
 */
export const keepEntry = async (c: ApiContext, id: string, token: string): Promise<void> => {
  const others = (await keptIn(c)).filter((one) => one.id !== id)
  const kept = [{ id, token }, ...others].slice(0, MOST)
  setCookie(c, ENTRIES_COOKIE, kept.map((one) => `${one.id}.${one.token}`).join('~'), {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: DAYS * 86_400,
  })
}

/** @returns the ids of entries whose links this browser followed, the last one first. */
export const keptEntries = async (c: ApiContext): Promise<string[]> => (await keptIn(c)).map(({ id }) => id)

/** @returns those of them that still wait, or have an offer, as their rooms say. */
export const followedEntries = async (c: ApiContext): Promise<PlacedEntry[]> => {
  const asked = (await keptEntries(c)).map(async (id) => {
    const asker = { owners: [], links: [id], organiser: false, actor: null, cause: {} }
    const found = await eventRoom(c.env.EVENT_ROOM, eventIdOf(id) ?? '').entry(id, { do: 'look' }, asker)
    return found.ok && (found.value.status === 'WAITING' || found.value.status === 'OFFERED') ? [found.value] : []
  })
  return (await Promise.all(asked)).flat()
}

const keptIn = async (c: ApiContext): Promise<{ id: string; token: string }[]> => {
  const cookie = getCookie(c, ENTRIES_COOKIE)
  if (cookie === undefined) return []
  const keys = await linkKeys(c.env.KEY_RING)
  return cookie
    .split('~')
    .slice(0, MOST)
    .flatMap((part) => {
      const [id = '', ...token] = part.split('.')
      const kept = { id, token: token.join('.') }
      return eventIdOf(id) !== null && isLinkToken(keys, { purpose: 'entry', ...kept }) ? [kept] : []
    })
}
