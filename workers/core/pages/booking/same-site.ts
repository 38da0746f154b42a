import type { MiddlewareHandler } from 'hono'
import { sameOrigin } from '../../api/caller.ts'
import type { ApiEnv } from '../../api/route.ts'
import { messagePage } from './message-page.ts'
import { wantsPage } from './wants-page.ts'

/**
 * Takes forms from our own pages alone. Cookies are `SameSite=Lax`, but a page of a sibling subdomain counts as the same
 * site, and a guest's cookie is worth as much here as a session's.
 */
export const fromOurPages: MiddlewareHandler<ApiEnv> = async (c, next) =>
  wantsPage((name) => c.req.header(name)) && !sameOrigin(c.req) ? messagePage(c, 'crossSite') : next()
