import { z } from 'zod'
import { type LogVerification, logVerification, verificationQuery } from '../../../contract/log-verification.ts'
import { hourOf } from '../../../domain/events/log-chain.ts'
import { type Verified, verifyLog } from '../../../platform/log-verification.ts'
import { problem } from '../problem.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { answer, can, problems, router } from './route.ts'

export const logVerifications = router()
const place = z.tuple([z.int().min(0)])
const HOUR_MS = 3_600_000

logVerifications.openapi(
  can('log.read', {
    method: 'get',
    path: '/domain-events/verify',
    tags: ['domain events'],
    summary: 'Whether the sealed hours of the log are what they were',
    description:
      'Takes every digest and link anew and compares them with what the table still has. A long log takes several requests: go on with `next`.',
    request: { query: verificationQuery },
    responses: { 200: answer(logVerification, 'What was verified, and the first thing that is wrong'), ...problems },
  }),
  async (c) => {
    const { from, to, cursor } = c.req.valid('query')
    const after = cursor === undefined ? [0] : readCursor(cursor, place)
    if (after === null) return problem(c, 'invalid_cursor')
    const stretch = {
      organisation: c.var.caller.organisationId,
      after: after[0] ?? 0,
      fromHour: from === undefined ? 0 : hourOf(Date.parse(from)),
      toHour: to === undefined ? Number.MAX_SAFE_INTEGER : hourOf(Date.parse(to)),
    }
    return c.json(asVerification(await verifyLog({ db: c.env.DB, bucket: c.env.BUCKET }, stretch)), 200)
  },
)

const asVerification = ({ last, firstBroken, next, ...counts }: Verified): LogVerification => ({
  ok: firstBroken === null,
  ...counts,
  head: last?.digest ?? null,
  sealedUntil: last === null ? null : instant(last.hour + 1),
  firstBroken: firstBroken === null ? null : { ...firstBroken, hour: instant(firstBroken.hour) },
  next: next === null ? null : writeCursor([next]),
})

const instant = (hour: number): string => new Date(hour * HOUR_MS).toISOString()
