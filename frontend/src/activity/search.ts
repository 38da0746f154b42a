/** How far back the list of events goes; `custom` has a beginning and an end of its own. */
export const RANGES = ['1h', '24h', '7d', '30d', 'custom'] as const
export type Range = (typeof RANGES)[number]

/** Fields of an event that a filter names, in the order in which the page offers them. */
export const FILTERS = ['type', 'subject', 'actor', 'source', 'correlation'] as const
export type Filter = (typeof FILTERS)[number]

/** What stands in the URL of the list; what is left out filters nothing. */
export interface EventSearch extends Partial<Record<Filter, string>> {
  /** Words that its data must contain. */
  q?: string
  range?: Range
  /** RFC 3339, with the range `custom` alone. */
  from?: string
  to?: string
}

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined)

const moment = (value: unknown) => {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

/** Keeps what is known and says something, so that equal views have equal URLs. */
export function eventSearch(raw: Record<string, unknown>): EventSearch {
  const range = RANGES.find((known) => known === raw.range)
  const custom = range === 'custom'
  const known: [keyof EventSearch, string | undefined][] = [
    ...FILTERS.map((name): [Filter, string | undefined] => [name, text(raw[name])]),
    ['q', text(raw.q)],
    ['range', range],
    ['from', custom ? moment(raw.from) : undefined],
    ['to', custom ? moment(raw.to) : undefined],
  ]
  return Object.fromEntries(known.filter(([, value]) => value !== undefined))
}

/** Whether the list shows less than everything. */
export const isFiltered = (search: EventSearch) => Object.keys(search).length > 0

const HOUR_MS = 3_600_000
const HOURS: Partial<Record<Range, number>> = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24 }

/** The times that a range stands for. `now` in milliseconds since 1970. */
export function spanOf({ range, from, to }: EventSearch, now: number): { from?: string; to?: string } {
  const hours = range === undefined ? undefined : HOURS[range]
  if (hours !== undefined) return { from: new Date(now - hours * HOUR_MS).toISOString() }
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
}
