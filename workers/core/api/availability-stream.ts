import { changesSince, type LiveView, wholeOf } from '../../../domain/booking/live-view.ts'

/** How often the room is asked on behalf of a stream: all those of an isolate share what it says. */
const LOOK_MS = 1000
/** So that whatever stands between knows that the stream lives. */
const STILL_HERE_MS = 15_000
/** A stream ends then, and its client comes back with `Last-Event-ID`. */
const LASTS_MS = 5 * 60_000
/** When it comes back. */
const RETRY_MS = 2000

/**
 * @param look reads the places of an event, as they were a second ago at most
 * @returns the frames of an event as server-sent events (HTML, section 9.2) for who cannot have a socket: `id` is the `seq`
 */
export const availabilityStream = (
  look: () => Promise<LiveView | null>,
  { since, until = Date.now() + LASTS_MS }: { since: number | null; until?: number },
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  let stand = since
  let low: boolean | null = null
  let said = Date.now()
  let begun = false

  const news = (view: LiveView): string => {
    const frames: string[] = []
    if (stand !== view.seq) frames.push(event(view.seq, frameOf(view, stand)))
    if (low === false && view.numbers.low)
      frames.push(event(view.seq, JSON.stringify({ type: 'low', free: view.numbers.free })))
    stand = view.seq
    low = view.numbers.low
    return frames.join('')
  }

  const next = async (): Promise<string | null> => {
    while (Date.now() < until) {
      const view = await look()
      if (view === null) return null
      const text = `${begun ? '' : `retry: ${RETRY_MS}\n\n`}${news(view)}`
      begun = true
      if (text !== '') return text
      if (Date.now() - said >= STILL_HERE_MS) return ': still here\n\n'
      await scheduler.wait(LOOK_MS)
    }
    return null
  }

  return new ReadableStream({
    async pull(controller) {
      const text = await next()
      said = Date.now()
      if (text === null) controller.close()
      else controller.enqueue(encoder.encode(text))
    },
  })
}

const frameOf = (view: LiveView, since: number | null): string => {
  const frame = since === null ? wholeOf(view) : changesSince(view, since)
  return JSON.stringify(frame ?? { type: 'resync', seq: view.seq })
}

const event = (seq: number, data: string): string => `id: ${seq}\ndata: ${data}\n\n`
