import { z } from 'zod'
import { eventId } from '../../../contract/ids.ts'
import { errorReport } from '../../../contract/issues.ts'
import { reportByHand } from './report-by-hand.ts'
import { answer, body, permit, problems, router, SIGNED_IN } from './route.ts'

export const errors = router()

// Described here, read by the SDK side: it takes reports in more shapes than the one we document.
errors.openAPIRegistry.registerPath({
  method: 'post',
  path: '/errors',
  tags: ['errors'],
  summary: 'Report an error by hand',
  description: 'With a bearer token the body names the project; with a DSN key in `X-Sentry-Auth` the key does.',
  'x-permission': 'error.report',
  security: [...SIGNED_IN, { dsnKey: [] }],
  request: { body: body(errorReport), query: z.object({ project: z.string().optional() }) },
  responses: { 200: answer(z.object({ id: eventId }), 'Kept, under this event id'), ...problems },
})

errors.post('/errors', permit('error.report'), (c) => reportByHand(c, c.var.caller))
