import type { House } from './house.ts'
import type { Complaint } from './panel.ts'

interface Problem {
  code?: string
  errors?: { detail?: string }[]
}

/** Why the chosen seats are not held, and which of them somebody else has. */
export interface Refused {
  complaint: Complaint
  seats: string[]
}

// The same choice sent again is the same request, so that an answer that was lost on the way does not hold twice.
const key = { choice: '', value: '' }

/** Sets the chosen seats aside and goes on to what is held. @returns why not; null while the browser goes on */
export const holdSeats = async ({ data, map, chosen }: House): Promise<Refused | null> => {
  const { words, code } = data
  const entries = [...chosen].map(([seat, type]) => [map.seats.guid[seat] ?? '', type] as const)
  const body = JSON.stringify({
    seats: entries.map(([guid]) => guid),
    ticketTypes: Object.fromEntries(entries),
    ...(code === null ? {} : { code }),
    ...(data.replaces === null ? {} : { replaces: data.replaces }),
  })
  if (key.choice !== body) Object.assign(key, { choice: body, value: crypto.randomUUID() })
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key.value }
  const path = `/api/v1/events/${data.eventId}/holds`
  const answer = await fetch(path, { method: 'POST', headers, body }).catch(() => null)
  if (answer === null) return { complaint: { title: words.failed, remedy: '' }, seats: [] }
  if (answer.ok) {
    const { id } = (await answer.json()) as { id: string }
    location.assign(`/events/${data.eventId}/holds/${id}`)
    return null
  }
  key.choice = ''
  return refusedBy(data, (await answer.json().catch(() => ({}))) as Problem)
}

const refusedBy = ({ words, eventId }: House['data'], { code = 'other', errors = [] }: Problem): Refused => {
  const { title, remedy } = words.refusal[code] ?? words.refusal.other ?? { title: words.failed, remedy: '' }
  const queue = code === 'waiting_room' ? { link: { to: `/events/${eventId}/queue`, text: words.queue } } : {}
  const seats = code === 'unavailable' ? errors.flatMap(({ detail }) => detail ?? []) : []
  return { complaint: { title, remedy, ...queue }, seats }
}
