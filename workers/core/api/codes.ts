import { z } from 'zod'
import { codeQuery, type OpenedCode, openedCode, typedCode } from '../../../contract/codes.ts'
import { bookableId } from '../../../contract/events.ts'
import type { Asker, Refusal, RoomAnswer } from '../../../contract/room.ts'
import type { CodeAsk, Opened } from '../../../domain/booking/opened.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { database } from '../../../platform/db/commit.ts'
import { anyEventById, type EventRow } from '../../../platform/db/events.ts'
import { eventRoom } from '../../../platform/rooms.ts'
import { problem } from '../problem.ts'
import { guessAttempt, outOfAttempts, succeeded } from './attempts.ts'
import { visitEvent } from './known-event.ts'
import { type ApiContext, answer, open, problems, router } from './route.ts'

export const codes = router()

codes.openapi(
  open({
    method: 'get',
    path: '/events/{id}/codes/{code}',
    tags: ['booking'],
    summary: 'What a code opens: ticket types, places that are kept for it, and lower prices',
    description:
      'A code that nobody gave, that is not good now and that is used up are answered alike; wrong ones are counted.',
    request: { params: z.object({ id: bookableId, code: typedCode }), query: codeQuery },
    responses: { 200: answer(openedCode, 'What can be bought with it now'), ...problems },
  }),
  async (c) => {
    const { id, code } = c.req.valid('param')
    const visit = await visitEvent(c, id)
    if ('refused' in visit) return visit.refused
    const row = await anyEventById(database(c.env.DB), visit.event.id)
    if (row === null) return problem(c, 'not_found')
    const ask = { code, replaces: c.req.valid('query').replaces }
    const opened = await openedFor(c, row, { ask, asker: visit.asker })
    if (opened.ok) return c.json(opened.value, 200)
    return opened.error === 'too_many_attempts'
      ? problem(c, 'too_many_attempts')
      : problem(c, 'not_found', { detail: 'There is no such code, or it is not good now.' })
  },
)

/** @returns what a code opens, or why it opens nothing. */
export const openedFor = async (
  c: ApiContext,
  row: EventRow,
  { ask, asker }: { ask: CodeAsk; asker: Asker },
): Promise<Result<OpenedCode, Refusal['reason'] | 'too_many_attempts'>> => {
  const room = eventRoom(c.env.EVENT_ROOM, row.id)
  const opened = await unguessed(c, ask.code, async (): Promise<RoomAnswer<Opened>> => room.opened(ask, asker))
  if (opened === 'too_many_attempts') return failed(opened)
  return opened.ok ? ok(asOpened(row, opened.value)) : failed(opened.error.reason)
}

/** Asks a room for something with a code. Only codes that are not good use up what an address may try. */
export const unguessed = async <T>(
  c: ApiContext,
  code: string | undefined,
  ask: () => Promise<RoomAnswer<T>>,
): Promise<RoomAnswer<T> | 'too_many_attempts'> => {
  if (code === undefined) return ask()
  const attempt = guessAttempt(c, Date.now())
  if (await outOfAttempts(c, attempt)) return 'too_many_attempts'
  const answered = await ask()
  if (answered.ok || answered.error.reason !== 'code_not_valid') await succeeded(c, attempt)
  return answered
}

// The room knows what sells and for how much, the catalogue what it is.
const asOpened = ({ settings }: EventRow, { ticketTypes, ...opened }: Opened): OpenedCode => {
  const known = new Map(settings.ticketTypes.map((type) => [type.id, type]))
  return {
    ...opened,
    ticketTypes: ticketTypes.flatMap(({ id, price, free }) => {
      const type = known.get(id)
      return type === undefined ? [] : [{ ...type, price, fullPrice: type.price, free }]
    }),
  }
}
