import { type Period, periods } from '../api/issue-filter.ts'

/** What stands in the URL of an issue; the latest event and the last day when left out. */
export interface IssuePageSearch {
  event?: string
  period?: Period
}

export function issuePageSearch(raw: Record<string, unknown>): IssuePageSearch {
  const event = typeof raw.event === 'string' && /^(oldest|[0-9a-f]{32})$/.test(raw.event) ? raw.event : undefined
  const period = periods.find((known) => known === raw.period && known !== '24h')
  return { ...(event !== undefined && { event }), ...(period !== undefined && { period }) }
}
