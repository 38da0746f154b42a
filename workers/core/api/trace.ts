import type { MiddlewareHandler } from 'hono'
import { readTraceparent, writeTraceparent } from '../../../domain/trace-context.ts'
import { randomHex } from '../../../platform/crypto.ts'
import { because } from '../../../platform/trace.ts'
import type { ApiEnv } from './route.ts'

/**
 * Lets a request go on in the trace of its sender, or begin one: `c.var.traceId` for problems and log lines, and the cause of
 * the facts it logs. The answer says which it was in `traceresponse` (W3C Trace Context Level 2).
 */
export const trace: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const sent = readTraceparent(c.req.header('traceparent'))
  const traceId = sent?.traceId ?? randomHex(16)
  c.set('traceId', traceId)
  const here = writeTraceparent({ traceId, parentId: randomHex(8), sampled: sent?.sampled ?? false })
  await because({ traceparent: here, correlationId: c.get('requestId') }, next)
  c.res.headers.set('traceresponse', here)
}
