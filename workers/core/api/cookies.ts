import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { ACCESS_TOKEN_SECONDS, REFRESH_TOKEN_MS } from '../../../domain/identity/tokens.ts'

/** `__Host-` binds a cookie to this very host and to HTTPS; browsers count http://localhost as safe enough. */
export const ACCESS_COOKIE = '__Host-signalbox'
const REFRESH_COOKIE = '__Host-signalbox-refresh'
/** Who this browser is to the rooms of events, signed in or not. */
export const GUEST_COOKIE = '__Host-guest'
/** Links of entries of waitlists that this browser followed. */
export const ENTRIES_COOKIE = '__Host-entries'

const GUARDED = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

/** Gives a browser its two tokens where no script can read them. */
export const setSessionCookies = (c: Context, tokens: { accessToken: string; refreshToken: string }): void => {
  setCookie(c, ACCESS_COOKIE, tokens.accessToken, { ...GUARDED, maxAge: ACCESS_TOKEN_SECONDS })
  setCookie(c, REFRESH_COOKIE, tokens.refreshToken, { ...GUARDED, maxAge: REFRESH_TOKEN_MS / 1000 })
}

/** Signs a browser out. What its person booked belongs to its guest too, and whoever comes next must not find it. */
export const clearSessionCookies = (c: Context): void => {
  deleteCookie(c, ACCESS_COOKIE, GUARDED)
  deleteCookie(c, REFRESH_COOKIE, GUARDED)
  deleteCookie(c, GUEST_COOKIE, GUARDED)
  deleteCookie(c, ENTRIES_COOKIE, GUARDED)
}

/** @returns the browser's refresh token, if it has one. */
export const refreshCookie = (c: Context): string | undefined => getCookie(c, REFRESH_COOKIE)
