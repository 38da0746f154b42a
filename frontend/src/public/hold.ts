import type { HoldPageData } from '../../../contract/picker.ts'
import { clock, counted, say } from './words.ts'

/** Before the places go, in milliseconds: time enough to notice and to ask for more (WCAG 2.2, 2.2.1). */
const WARN_MS = 120_000

/** Makes a clock of the time that places are held for, warns before it ends, and gives more at a click. */
export const countDown = ({ eventId, holdId, endsAt, lastsMs, language, words }: HoldPageData): void => {
  const line = document.querySelector('#time-left b')
  const warning = document.getElementById('time-warning')
  const extend = document.getElementById('extend')
  let ends = endsAt
  let end = performance.now() + lastsMs

  const tick = (): void => {
    const left = end - performance.now()
    if (left <= 0) {
      location.reload()
      return
    }
    if (line !== null) line.textContent = say(words.left, { time: clock(left) })
    document.querySelector('#time-left small')?.remove()
    const soon = left < Math.min(WARN_MS, lastsMs / 3)
    if (warning !== null && warning.hidden === soon) {
      warning.hidden = !soon
      warning.textContent = soon ? counted(language, words.soon, Math.max(1, Math.round(left / 60_000))) : ''
    }
  }
  tick()
  setInterval(tick, 1000)

  extend?.closest('form')?.addEventListener('submit', async (event) => {
    event.preventDefault()
    const answer = await fetch(`/api/v1/events/${eventId}/holds/${holdId}/extend`, { method: 'POST' }).catch(() => null)
    if (answer === null) return
    if (!answer.ok) {
      location.reload()
      return
    }
    const { expiresAt, extendableUntil } = (await answer.json()) as { expiresAt: string; extendableUntil: string }
    // Told as a difference, because the clock of this computer may be wrong.
    end += Date.parse(expiresAt) - ends
    ends = Date.parse(expiresAt)
    tick()
    const last = expiresAt >= extendableUntil
    document.getElementById('time-said')?.replaceChildren(last ? words.noMore : words.extended)
    if (last) extend.hidden = true
  })
}
