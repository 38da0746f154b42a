import { html } from 'hono/html'
import { hasToQueue } from '../../api/must-queue.ts'
import type { ApiContext } from '../../api/route.ts'
import { addressOf } from '../queue/page.ts'
import { QUEUE_WORDS } from '../queue/words.ts'
import type { Html } from './reader.ts'
import { notice } from './shell.ts'
import { knownOf, type Visit } from './visit.ts'

/** @returns the way to the queue of an event, for who has to take it; null for who need not, or was let in already. */
export const queueWay = async (c: ApiContext, { event, asker, reader }: Visit): Promise<Html | null> => {
  const known = knownOf(event)
  if (!(await hasToQueue(c, { event: known, asker }))) return null
  const { opensAt } = known.waitingRoom
  const words = QUEUE_WORDS[reader.language]
  const early = opensAt !== null && reader.now < opensAt
  const [title, hint] = early ? [words.title, words.absentEarly] : [words.absentTitle, words.absent]
  return notice(
    { title, hint },
    html`<form class="stack" method="post" action="${addressOf(event.id, { lang: reader.language })}">
<button class="button primary">${words.join}</button><p class="hint">${words.keep}</p></form>`,
  )
}
