import type { Caller } from '../../../contract/auth.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { authenticate, bearerToken } from './caller.ts'
import { originAllowed } from './cors.ts'
import type { ApiContext } from './route.ts'

type Refused = Extract<Awaited<ReturnType<typeof authenticate>>, { ok: false }>['error'] | 'origin_not_allowed'

/**
 * Who asks at an address that is open to everyone. A token that is not good is refused, so that a program notices; a
 * cookie that is not good any more makes a visitor of a browser.
 */
export const visitor = async (c: ApiContext): Promise<Result<Caller | null, Refused>> => {
  const known = await authenticate(c.req, c.env, (task) => c.executionCtx.waitUntil(task))
  if (!known.ok) return bearerToken(c.req) === undefined ? ok(null) : failed(known.error)
  if (!originAllowed(c.get('allowedBy'), known.value)) return failed('origin_not_allowed')
  c.set('caller', known.value)
  return ok(known.value)
}
