import type { CheckinList, NewScan } from '../api/check-ins.ts'
import { digestOf, type Roster, verdictOf } from './roster.ts'
import { judged, passagesBefore } from './scan-queue.ts'
import { useScanQueue } from './use-scan-queue.ts'

/** What is longer is no code of ours, and the API takes no more. */
const LONGEST_CODE = 500

/**
 * A door: scans are taken at once, and told as soon as there is a network.
 * @param roster what the device goes by meanwhile
 */
export function useDoor({ eventId, list, roster }: { eventId: string; list: CheckinList; roster: Roster | undefined }) {
  const { change, add, ...queue } = useScanQueue(eventId, list.id)
  const judge = async (sent: NewScan, by: Roster) => {
    const digest = sent.secret === undefined ? null : await digestOf(sent.secret)
    if (sent.secret !== undefined && digest === null) return
    const ticket = (digest === null ? by.byId.get(sent.ticketId ?? '') : by.byDigest.get(digest)) ?? null
    change((door) => {
      const before = ticket === null ? [] : passagesBefore(door, { ticketId: ticket.id, sent, roster: by })
      return judged(door, sent.nonce, verdictOf(list, by, { sent, ticket, before }))
    })
  }
  const scan = (wish: Pick<NewScan, 'direction' | 'force'> & ({ secret: string } | { ticketId: string })) => {
    const read = 'secret' in wish ? { ...wish, secret: wish.secret.slice(0, LONGEST_CODE) } : wish
    const sent: NewScan = { ...read, listId: list.id, nonce: crypto.randomUUID(), at: new Date().toISOString() }
    add(sent)
    if (roster !== undefined) void judge(sent, roster)
  }
  return { ...queue, scan }
}
