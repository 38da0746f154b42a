export const statuses = ['unresolved', 'resolved', 'ignored', 'all'] as const
export const sorts = ['lastSeen', 'firstSeen', 'count', 'users'] as const
export const periods = ['24h', '14d'] as const

export type StatusFilter = (typeof statuses)[number]
export type Sort = (typeof sorts)[number]
export type Period = (typeof periods)[number]

/** What the list shows; the page keeps it in its URL. */
export interface IssueFilter {
  status: StatusFilter
  sort: Sort
  project?: string
  query?: string
}
