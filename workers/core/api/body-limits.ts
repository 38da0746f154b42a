import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { LIMITS } from '../../../contract/limits.ts'
import { problem } from '../problem.ts'

const PLANS = /^\/api\/v1\/plans(?:\/|$)/

const upTo = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: (c: Context) =>
      problem(c, 'too_large', {
        errors: [{ pointer: '', code: 'too_large', detail: `A body here has at most ${maxSize} bytes` }],
      }),
  })

const ofPlans = upTo(LIMITS.planBytes)
const ofOthers = upTo(LIMITS.apiBytes)

/** Refuses bodies that are too large for their path before they are read: seating plans are larger than all else. */
export const limitBody: MiddlewareHandler = (c, next) => (PLANS.test(c.req.path) ? ofPlans(c, next) : ofOthers(c, next))
