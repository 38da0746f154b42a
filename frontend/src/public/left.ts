import type { EventPageData } from '../../../contract/picker.ts'
import { element } from './element.ts'
import { watch } from './live.ts'
import { counted } from './words.ts'

/** Keeps the number of places left on the page of an event true. */
export const keepLeft = ({ eventId, seq, capacity, free, language, lowPercent, words }: EventPageData): void => {
  const line = document.getElementById('left')
  if (line === null) return
  watch({
    eventId,
    stock: { seq, capacity, free, seats: {} },
    tell({ free: now, capacity: all }) {
      const few = now * 100 < all * lowPercent
      line.className = `left${now === 0 ? ' gone' : few ? ' few' : ''}`
      const text = now === 0 ? words.gone : counted(language, few ? words.few : words.some, now)
      // The page of an event that was sold out has no form to book with.
      const more = free === 0 && now > 0 ? [' ', element('a', { href: `/events/${eventId}` }, words.again)] : []
      line.replaceChildren(text, ...more)
    },
  })
}
