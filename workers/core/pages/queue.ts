import type { Language } from '../../../contract/auth.ts'
import { preferredLanguage } from '../../../domain/notifications/language.ts'
import { sameOrigin } from '../api/caller.ts'
import { visitEvent } from '../api/known-event.ts'
import { joinQueue, leaveQueue, queueStandingOf } from '../api/queue.ts'
import { type ApiContext, router } from '../api/route.ts'
import { problem } from '../problem.ts'
import { addressOf, queuePage } from './queue/page.ts'

/** The queue of an event for people, with a script or without. */
export const queuePages = router()

queuePages.get('/events/:id/queue', (c) => shown(c))

queuePages.post('/events/:id/queue', async (c) => {
  const visit = await visitEvent(c, c.req.param('id'))
  if ('refused' in visit) return visit.refused
  if (!sameOrigin(c.req)) return problem(c, 'cross_site')
  const standing = await joinQueue(c, visit)
  if (standing === null) return shown(c, true)
  const from = standing.ahead === null ? {} : { from: String(standing.ahead) }
  return c.redirect(addressOf(visit.event.id, { lang: languageOf(c), ...from }), 303)
})

queuePages.post('/events/:id/queue/leave', async (c) => {
  const visit = await visitEvent(c, c.req.param('id'))
  if ('refused' in visit) return visit.refused
  if (!sameOrigin(c.req)) return problem(c, 'cross_site')
  await leaveQueue(c, visit)
  return c.redirect(addressOf(visit.event.id, { lang: languageOf(c) }), 303)
})

const shown = async (c: ApiContext, full = false) => {
  const visit = await visitEvent(c, c.req.param('id') ?? null)
  if ('refused' in visit) return visit.refused
  const { origin } = new URL(c.req.url)
  const nonce = c.get('secureHeadersNonce') ?? ''
  c.header('Cache-Control', 'no-store')
  c.header('Content-Security-Policy', policyOf(nonce, origin))
  const view = { event: visit.event, language: languageOf(c), from: fromOf(c), origin, full, nonce }
  return c.html(queuePage({ ...view, standing: await queueStandingOf(c, visit) }))
}

// Some browsers do not count WebSockets as 'self'.
const policyOf = (nonce: string, origin: string): string =>
  [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    `connect-src 'self' ${origin.replace(/^http/, 'ws')}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const languageOf = (c: ApiContext): Language => {
  const asked = c.req.query('lang')
  return asked === 'en' || asked === 'fr' ? asked : preferredLanguage(c.req.header('Accept-Language'))
}

const fromOf = (c: ApiContext): number | null => {
  const from = c.req.query('from')
  return from !== undefined && /^\d{1,7}$/.test(from) ? Number(from) : null
}
