import type { Asked } from './route.ts'

/** @returns the origin that people know this deployment by: `PUBLIC_ORIGIN`, or the one that was asked. */
export const publicOrigin = (c: Asked): string => {
  const { PUBLIC_ORIGIN: configured } = c.env
  return configured === undefined || configured === '' ? new URL(c.req.url).origin : new URL(configured).origin
}

/** @returns the address of a page with a token in its fragment, which no server and no referrer gets to see. */
export const linkWithToken = (c: Asked, page: string, token: string): string =>
  `${publicOrigin(c)}${page}#token=${token}`
