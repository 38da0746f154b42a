import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Issue, IssueDetail, IssueList, IssueStatus, StatsPoint } from '../api/shapes.ts'
import type { Activity, DomainEvent, Frame } from './frames.ts'

const statusAfter: Record<string, IssueStatus> = {
  'issue.created': 'unresolved',
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

type IssueChange = <I extends Issue>(issue: I) => I

/** Changes the issues of some ids wherever they are cached, in place: no row moves. */
export function changeIssues(queries: QueryClient, ids: ReadonlySet<string>, change: IssueChange) {
  for (const [queryKey, lists] of queries.getQueriesData<InfiniteData<IssueList>>({ queryKey: ['issues'] })) {
    if (!lists?.pages.some((page) => page.data.some((issue) => ids.has(issue.id)))) continue
    const pages = lists.pages.map((page) => ({
      ...page,
      data: page.data.map((issue) => (ids.has(issue.id) ? change(issue) : issue)),
    }))
    queries.setQueryData(queryKey, { ...lists, pages })
  }
  for (const id of ids) {
    queries.setQueryData<IssueDetail>(['issue', id], (issue) => issue && change(issue))
  }
  // Written data counts as fresh, but which issues a list holds, and their order, may be another now: lists that are
  // not on screen read again when next opened.
  void queries.invalidateQueries({ queryKey: ['issues'], refetchType: 'none' })
}

/** The chart of an open issue grows with it; a new hour is read from the server, which shifts all of them. */
function growCharts(queries: QueryClient, { id, count, lastSeen }: Activity) {
  const before = queries.getQueryData<IssueDetail>(['issue', id])?.count
  if (before === undefined || count <= before) return
  for (const [queryKey, points] of queries.getQueriesData<StatsPoint[]>({ queryKey: ['issue', id, 'stats'] })) {
    const last = points?.at(-1)
    if (points === undefined || last === undefined) continue
    if (lastSeen.slice(0, 13) > last.hour.slice(0, 13)) void queries.invalidateQueries({ queryKey })
    else queries.setQueryData(queryKey, [...points.slice(0, -1), { ...last, count: last.count + count - before }])
  }
}

/**
 * Projects are few and change seldom, so their list is read again. Issues of a deleted project stay on screen until the
 * list is next opened: rows must not move under the pointer, and what is clicked says that it is gone.
 */
function refreshProjects(queries: QueryClient, { type }: DomainEvent) {
  void queries.invalidateQueries({ queryKey: ['projects'] })
  if (type === 'project.deleted') void queries.invalidateQueries({ queryKey: ['issues'], refetchType: 'none' })
}

/** More was missed than was told: what is open is read again, but no list under the pointer. */
function readAgain(queries: QueryClient) {
  void queries.invalidateQueries({ queryKey: ['projects'] })
  void queries.invalidateQueries({ queryKey: ['issue'] })
  void queries.invalidateQueries({ queryKey: ['issues'], refetchType: 'none' })
}

export const issueIdOf = (event: DomainEvent) => event.data?.issueId ?? event.subject

export function applyFrame(queries: QueryClient, frame: Frame) {
  if (frame.type === 'resync') readAgain(queries)
  if (frame.type === 'activity') {
    for (const activity of frame.issues) growCharts(queries, activity)
    const newest = new Map(frame.issues.map((activity) => [activity.id, activity]))
    changeIssues(queries, new Set(newest.keys()), (issue) => {
      const activity = newest.get(issue.id)
      return activity === undefined ? issue : withActivity(issue, activity)
    })
  }
  if (frame.type === 'event') {
    if (frame.data.type.startsWith('project.')) refreshProjects(queries, frame.data)
    const status = statusAfter[frame.data.type]
    const id = issueIdOf(frame.data)
    if (status !== undefined && id !== undefined) {
      changeIssues(queries, new Set([id]), (issue) => ({ ...issue, status }))
    }
  }
}
