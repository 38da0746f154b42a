import type { Context, MiddlewareHandler } from 'hono'
import { jsonFault } from '../../../domain/strict-json.ts'
import { problem } from '../problem.ts'
import { isGuarded } from './limits.ts'
import type { ApiEnv } from './route.ts'

/** Reports come from programs that are going wrong, so the SDK side makes the best of whatever they hold. */
const REPORTS = ['/api/v1/errors', '/api/errors', '/api/issues']
const JSON_TYPE = /^application\/([\w.+-]+\+)?json\b/i

const NUL_IN_ADDRESS = {
  errors: [{ pointer: '', code: 'invalid_text', detail: 'An address may not hold NUL' }],
}

/**
 * Looks for what one of us would read otherwise than the next: JSON with traps in it, and addresses with NUL.
 * @returns the refusal, or null
 */
export const unsound = async (c: Context): Promise<Response | null> => {
  if (c.req.url.includes('%00')) return problem(c, 'invalid', NUL_IN_ADDRESS)
  const json = JSON_TYPE.test(c.req.header('Content-Type') ?? '') && !REPORTS.includes(c.req.path)
  const fault = json ? jsonFault(await c.req.text()) : null
  return fault === null ? null : problem(c, 'invalid', { errors: [fault] })
}

/** Refuses what is unsound where no guard does: reading a large body is work that only those let in may ask for. */
export const soundRequest: MiddlewareHandler<ApiEnv> = async (c, next) =>
  (isGuarded(c) ? null : await unsound(c)) ?? next()
