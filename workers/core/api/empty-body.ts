import type { Context, MiddlewareHandler } from 'hono'

/**
 * Many clients name a content type on every POST, body or not. An empty body is of no type, so where a body may be left
 * out it counts as left out, and elsewhere its missing fields are named.
 */
export const emptyBodyHasNoType: MiddlewareHandler = async (c, next) => {
  if (c.req.header('Content-Type') !== undefined && !saysHowLong(c) && (await c.req.arrayBuffer()).byteLength === 0) {
    const headers = new Headers(c.req.raw.headers)
    headers.delete('Content-Type')
    c.req.raw = new Request(c.req.url, { method: c.req.method, headers })
  }
  return next()
}

// Whoever reads a body as bytes first makes everyone after them decode it anew.
const saysHowLong = (c: Context): boolean => Number(c.req.header('Content-Length')) > 0
