import type { NewReplay } from '../api/shapes.ts'

/** What stands in the form. */
export interface ReplayDraft {
  reader: string
  type: string
  by: 'time' | 'position'
  /** A local time without a zone, or a position. */
  from: string
  to: string
  rate: string
}

export const MOST_A_SECOND = 500

export const emptyReplay: ReplayDraft = { reader: '', type: '', by: 'time', from: '', to: '', rate: '50' }

/** What is asked of the API. An end that is left out is now. */
export function wishOf({ reader, type, by, from, to, rate }: ReplayDraft): NewReplay {
  const place = (text: string) => (by === 'position' ? Number(text) : instantOf(text))
  return {
    reader,
    from: place(from),
    ...(to !== '' && { to: place(to) }),
    ...(type.trim() !== '' && { type: type.trim() }),
    rate: Number(rate),
  }
}

/** What is no moment is sent as it is, and refused with a reason. */
const instantOf = (local: string) => (Number.isNaN(Date.parse(local)) ? local : new Date(local).toISOString())
