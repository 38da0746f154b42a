import type { ApiError, FieldProblem } from '../api/problem.ts'
import type { EventWords } from './words-type.ts'

/** What is wrong with the field at a path such as `ticketTypes/0/price`, in the reader's words where we have them. */
export type ComplaintAt = (field: string) => string | undefined

const inWords = ({ code, detail }: FieldProblem, words: EventWords['complaints']): string => {
  const known: Record<string, string> = words
  return known[code] ?? (detail === '' ? code : detail)
}

/** What fields say for themselves; the others are told above the form. */
const SHOWN =
  /^\/(name|description|imageUrl|language|startsAt|endsAt|timeZone|venueId|place|address|city|country|planId|capacity|currency|saleStartsAt|saleEndsAt|cutoffMinutes|cancellationCutoffMinutes|holdSeconds|maxPerBuyer|lowPercent|ticketTypes\/\d+\/(name|price|description|saleStartsAt|saleEndsAt|restrictions\/((min|max)(Quantity|Age)|paxCount))|pools\/\d+\/(name|size)|allotments\/\d+\/(name|quantity|releasesAt)|codes\/\d+\/(code|discount|maxUses|startsAt|endsAt)|waitlist\/(offerSeconds|maxLapses|closesAt)|waitingRoom\/(rate|opensAt|mostInside|admittedMinutes|holdsPerSecond|sockets))$/

const problemsIn = (error: ApiError | null, faults: readonly FieldProblem[]) =>
  faults.length > 0 ? faults : (error?.problem.errors ?? [])

/** @param faults what the form found by itself; before these are gone nothing was sent */
export const complaintsAt =
  (error: ApiError | null, faults: readonly FieldProblem[], words: EventWords['complaints']): ComplaintAt =>
  (field) => {
    const found = problemsIn(error, faults).find(({ pointer }) => pointer === `/${field}`)
    return found === undefined ? undefined : inWords(found, words)
  }

/** What no field of the form shows, with where it stands. */
export const complaintsElsewhere = (
  error: ApiError | null,
  faults: readonly FieldProblem[],
  words: EventWords['complaints'],
): { pointer: string; text: string }[] =>
  problemsIn(error, faults)
    .filter(({ pointer }) => !SHOWN.test(pointer))
    .map((problem) => ({ pointer: problem.pointer, text: inWords(problem, words) }))

/** Whether any complaint lies below a path: a folded part that has one is opened. */
export const complainsBelow = (error: ApiError | null, faults: readonly FieldProblem[], path: string): boolean =>
  problemsIn(error, faults).some(({ pointer }) => pointer === `/${path}` || pointer.startsWith(`/${path}/`))
