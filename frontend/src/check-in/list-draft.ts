import type { CheckinList, CheckinListChange, NewCheckinList } from '../api/check-ins.ts'
import { localMoment, momentOf } from '../events/zoned.ts'

export const RULES = ['entry', 'exit', 'multipleEntries', 'unpaid'] as const

/** A check-in list as it stands in a form. */
export interface ListDraft extends Record<(typeof RULES)[number], boolean> {
  name: string
  /** Ids of ticket types. */
  types: readonly string[]
  /** By the clock of the event; empty: at any time. */
  from: string
  until: string
}

interface ListEvent {
  timeZone: string
  ticketTypes: readonly { id: string }[]
}

const allOf = ({ ticketTypes }: ListEvent) => ticketTypes.map(({ id }) => id)

export const blankList = (name: string, event: ListEvent): ListDraft => ({
  name,
  types: allOf(event),
  entry: true,
  exit: false,
  multipleEntries: false,
  unpaid: false,
  from: '',
  until: '',
})

export const draftOfList = (list: CheckinList, event: ListEvent): ListDraft => {
  const local = (at: string | null) => (at === null ? '' : localMoment(at, event.timeZone))
  const { name, entry, exit, multipleEntries, unpaid } = list
  const rules = { entry, exit, multipleEntries, unpaid }
  return { name, types: list.ticketTypes ?? allOf(event), ...rules, from: local(list.from), until: local(list.until) }
}

/** What the API is sent for a whole form; all ticket types are none in particular, so that a new one is let in too. */
export const listOf = ({ types, from, until, name, ...rules }: ListDraft, event: ListEvent): NewCheckinList => ({
  ...rules,
  name: name.trim(),
  ticketTypes: allOf(event).every((id) => types.includes(id)) ? null : [...types],
  from: momentOf(from, event.timeZone),
  until: momentOf(until, event.timeZone),
})

/** What differs from what stands there, alone: what somebody else changed meanwhile stays. */
export function listChangeOf(draft: ListDraft, before: ListDraft, event: ListEvent): CheckinListChange {
  const [now, then] = [listOf(draft, event), listOf(before, event)]
  const fields = Object.keys(now) as (keyof NewCheckinList)[]
  const changed = fields.filter((field) => JSON.stringify(now[field]) !== JSON.stringify(then[field]))
  return Object.fromEntries(changed.map((field) => [field, now[field]]))
}
