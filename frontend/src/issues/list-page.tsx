import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { issueListQuery } from '../api/issues.ts'
import { projectsQuery } from '../api/projects.ts'
import type { Issue } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { useMessages } from '../i18n/language.tsx'
import { LiveBadge } from '../live/live-badge.tsx'
import { EmptyList } from './empty-list.tsx'
import { IssueList } from './issue-list.tsx'
import { ListSkeleton } from './list-skeleton.tsx'
import { filterOf, type IssueSearch, issueSearch } from './search.ts'
import { StatusTabs } from './status-tabs.tsx'
import { Toolbar } from './toolbar.tsx'
import { useNewIssues } from './use-new-issues.ts'

const route = getRouteApi('/shell/issues')

export function ListPage() {
  const { issues: words } = useMessages()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const projects = useQuery(projectsQuery).data ?? []
  const change = (changed: IssueSearch) =>
    void navigate({ search: (before) => issueSearch({ ...before, ...changed }), replace: 'query' in changed })
  usePageTitle(words.title)
  return (
    <div className="mx-auto max-w-7xl px-3 py-4 md:px-6">
      <div className="flex items-center justify-between gap-3 pb-3">
        <h1 className="text-xl font-semibold tracking-tight">{words.title}</h1>
        <LiveBadge />
      </div>
      <Toolbar search={search} projects={projects} onChange={change} />
      <StatusTabs search={search} />
      <Results key={JSON.stringify(search)} search={search} onClear={() => void navigate({ search: {} })} />
    </div>
  )
}

/** A view of its own per search: what was dealt with in one is not hidden in the next. */
function Results({ search, onClear }: { search: IssueSearch; onClear(): void }) {
  const filter = filterOf(search)
  const list = useInfiniteQuery(issueListQuery(filter))
  const projects = useQuery(projectsQuery)
  const all: Issue[] = list.data?.pages.flatMap((page) => page.data) ?? []
  const news = useNewIssues(filter, all)
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const fits = (issue: Issue) => filter.status === 'all' || issue.status === filter.status || !gone.has(issue.id)
  const rows = all.filter(fits)

  if (list.isPending) return <ListSkeleton />
  if (list.isError && all.length === 0) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  return (
    <>
      <NewIssues count={news.count} onLoad={news.load} />
      {rows.length === 0 ? (
        <EmptyList search={search} projects={projects.data ?? []} onClear={onClear} />
      ) : (
        <IssueList
          rows={rows}
          status={filter.status}
          projects={projects.data ?? []}
          onGone={(ids) => setGone(new Set([...gone, ...ids]))}
        />
      )}
      <ListFoot
        rows={rows.length}
        more={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  )
}

/** News wait for a click: nothing moves while someone reads. */
function NewIssues(props: { count: number; onLoad(): Promise<void> }) {
  const { issues } = useMessages()
  const load = () => void props.onLoad().then(() => window.scrollTo({ top: 0 }))
  return (
    <div role="status" className="sticky top-3 z-20 h-3 text-center">
      {props.count > 0 && (
        <Button look="primary" size="small" onClick={load} shape="pill" className="shadow-raised">
          <ArrowUp />
          {issues.newIssues(props.count)}
        </Button>
      )}
    </div>
  )
}

function ListFoot(props: { rows: number; more: boolean; busy: boolean; onMore(): void }) {
  const { issues, shell } = useMessages()
  if (props.rows === 0) return null
  return (
    <div className="flex items-center justify-center gap-3 py-4 text-xs text-muted">
      {issues.shown(props.rows)}
      {props.more && (
        <Button onClick={props.onMore} disabled={props.busy}>
          {props.busy ? shell.loading : issues.loadMore}
        </Button>
      )}
    </div>
  )
}
