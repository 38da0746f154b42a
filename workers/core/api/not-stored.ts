import type { MiddlewareHandler } from 'hono'

/** What one person may read must not lie in a cache where another one finds it. */
export const notStored: MiddlewareHandler = async (c, next) => {
  await next()
  if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store')
}
