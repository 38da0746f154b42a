import type { LogSearch } from '../../../platform/db/log-search.ts'
import type { Sealing } from '../../../platform/log-sealer.ts'
import { endOfWholeLog, searchWholeLog } from '../../../platform/log-search.ts'
import { asView } from './event-view.ts'

type Search = Omit<LogSearch, 'limit'>

/** Events one export reads at most: a request may ask the platform a thousand times, and a page takes up to five. */
const MOST = 40_000
/** Events held at once. */
const PAGE = 250

/** @returns the position with which an export has to end; null where it reaches the end of the log. */
export const endOfExport = (log: Sealing, search: Search): Promise<number | null> => endOfWholeLog(log, search, MOST)

/** @returns the events of a search as NDJSON, read page by page as fast as they are taken. */
export const linesOf = (log: Sealing, search: Search, end: number | null): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  let after = search.after
  return new ReadableStream({
    async pull(controller) {
      // A page without lines has to be followed by another, or nobody would pull again.
      for (let lines = ''; lines === ''; ) {
        const { events, next } = await searchWholeLog(log, { ...search, after, limit: PAGE })
        const within = events.filter(({ position }) => isWithin(position, search, end))
        lines = within.map((event) => `${JSON.stringify(asView(event, search.visible))}\n`).join('')
        if (lines !== '') controller.enqueue(encoder.encode(lines))
        if (next === null || !isWithin(next, search, end) || next === end) return controller.close()
        after = next
      }
    },
  })
}

const isWithin = (position: number, { order }: Search, end: number | null): boolean =>
  end === null || (order === 'asc' ? position <= end : position >= end)
