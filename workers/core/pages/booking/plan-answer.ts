import type { ApiContext } from '../../api/route.ts'
import { messagePage } from './message-page.ts'
import { mapOf, visitPage } from './visit.ts'

const DAY_SECONDS = 86_400

/** What the picker draws. Its address names the version of the plan, which never changes. */
export const planAnswer = async (c: ApiContext, id: string) => {
  const visit = await visitPage(c, id)
  if ('refused' in visit) return visit.refused
  const map = await mapOf(c.env, visit.event)
  if (map === null) return messagePage(c, 'notFound')
  const known = c.req.query('v') === String(visit.event.planVersion)
  const shared = visit.event.status === 'DRAFT' ? 'private' : 'public'
  c.header('Cache-Control', known ? `${shared}, max-age=${DAY_SECONDS}` : 'no-cache')
  return c.json(map)
}
