import { type IssueFilter, type Sort, type StatusFilter, sorts, statuses } from '../api/issue-filter.ts'

/** What stands in the URL of the list; what is left out has its default. */
export interface IssueSearch {
  status?: StatusFilter
  sort?: Sort
  project?: string
  query?: string
}

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined =>
  values.find((known) => known === value)

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined)

/** Keeps what is known and not a default, so that equal views have equal URLs. */
export function issueSearch(raw: Record<string, unknown>): IssueSearch {
  const status = oneOf(statuses, raw.status)
  const sort = oneOf(sorts, raw.sort)
  const project = text(raw.project)
  const query = text(raw.query)
  return {
    ...(status !== undefined && status !== 'unresolved' && { status }),
    ...(sort !== undefined && sort !== 'lastSeen' && { sort }),
    ...(project !== undefined && { project }),
    ...(query !== undefined && { query }),
  }
}

export const filterOf = (search: IssueSearch): IssueFilter => ({ status: 'unresolved', sort: 'lastSeen', ...search })
