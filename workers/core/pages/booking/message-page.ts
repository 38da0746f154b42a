import { html } from 'hono/html'
import type { ApiContext } from '../../api/route.ts'
import { problem } from '../../problem.ts'
import { readerOf } from './reader.ts'
import { shell } from './shell.ts'
import { wantsPage } from './wants-page.ts'

const MESSAGES = {
  notFound: { status: 404, code: 'not_found' },
  crossSite: { status: 403, code: 'cross_site' },
  signIn: { status: 401, code: 'unauthenticated' },
  tooLarge: { status: 413, code: 'too_large' },
  broken: { status: 500, code: 'internal' },
} as const

/** A page that says why there is no other, and where to go on; a problem to who does not read pages. */
export const messagePage = (c: ApiContext, what: keyof typeof MESSAGES): Response | Promise<Response> => {
  const { status, code } = MESSAGES[what]
  if (!wantsPage((name) => c.req.header(name))) return problem(c, code)
  const reader = readerOf(c)
  const { error, refusal } = reader.words
  const hint = {
    notFound: error.notFoundHint,
    crossSite: error.crossSiteHint,
    signIn: error.signInHint,
    tooLarge: refusal.other?.[1] ?? '',
    broken: error.brokenHint(c.get('requestId')),
  }[what]
  const body = html`<section class="message"><h1>${error[what]}</h1><p>${hint}</p>
<p><a class="button" href="/events">${error.home}</a></p></section>`
  c.header('Cache-Control', 'no-store')
  return c.html(shell(reader, { title: error[what], personal: true }, body), status)
}
