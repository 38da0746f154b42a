import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Issue, IssueDetail, IssueList, IssueStatus } from '../api/shapes.ts'
import type { Activity, DomainEvent, Frame } from './frames.ts'

const statusAfter: Record<string, IssueStatus> = {
  'issue.regressed': 'unresolved',
  'issue.escalated': 'unresolved',
  'issue.unresolved': 'unresolved',
  'issue.resolved': 'resolved',
  'issue.ignored': 'ignored',
}

/** The same issue with its newest counters; the last hour of its sparkline grows by what was added. */
export function withActivity<I extends Issue>(issue: I, activity: Activity): I {
  const added = Math.max(0, activity.count - issue.count)
  const sparkline = issue.sparkline.map((n, hour) => (hour === issue.sparkline.length - 1 ? n + added : n))
  return { ...issue, count: activity.count, users: activity.users, lastSeen: activity.lastSeen, sparkline }
}

/** Changes the issues of some ids wherever they are cached, in place: no row moves. */
export function changeIssues(queries: QueryClient, ids: ReadonlySet<string>, change: <I extends Issue>(issue: I) => I) {
  queries.setQueriesData<InfiniteData<IssueList>>({ queryKey: ['issues'] }, (lists) => {
    if (lists === undefined || !lists.pages.some((page) => page.data.some((issue) => ids.has(issue.id)))) return lists
    const pages = lists.pages.map((page) => ({
      ...page,
      data: page.data.map((issue) => (ids.has(issue.id) ? change(issue) : issue)),
    }))
    return { ...lists, pages }
  })
  for (const id of ids) {
    queries.setQueryData<IssueDetail>(['issue', id], (issue) => issue && change(issue))
  }
}

export const issueIdOf = (event: DomainEvent) => event.data?.issueId ?? event.subject

export function applyFrame(queries: QueryClient, frame: Frame) {
  if (frame.type === 'activity') {
    const newest = new Map(frame.issues.map((activity) => [activity.id, activity]))
    changeIssues(queries, new Set(newest.keys()), (issue) => {
      const activity = newest.get(issue.id)
      return activity === undefined ? issue : withActivity(issue, activity)
    })
  }
  if (frame.type === 'event') {
    const status = statusAfter[frame.data.type]
    const id = issueIdOf(frame.data)
    if (status !== undefined && id !== undefined) {
      changeIssues(queries, new Set([id]), (issue) => ({ ...issue, status }))
    }
  }
}
