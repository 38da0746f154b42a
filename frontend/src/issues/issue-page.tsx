import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { issueQuery } from '../api/issues.ts'
import { Failure } from '../components/failure.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { OccurrencePanel } from '../occurrence/occurrence-panel.tsx'
import { EventChart } from './event-chart.tsx'
import { GroupingPanel } from './grouping-panel.tsx'
import { IssueFacts } from './issue-facts.tsx'
import { IssueHeader } from './issue-header.tsx'
import { IssueSkeleton } from './issue-skeleton.tsx'
import { TagPanel } from './tag-panel.tsx'

const route = getRouteApi('/shell/issues/$id')

export function IssuePage() {
  const { id } = route.useParams()
  const { event, period } = route.useSearch()
  const navigate = route.useNavigate()
  const { data: issue, error, refetch } = useQuery(issueQuery(id))
  usePageTitle(issue?.title ?? '…')
  if (issue === undefined)
    return error === null ? <IssueSkeleton /> : <Failure error={error} onRetry={() => void refetch()} page />
  return (
    <div className="mx-auto max-w-7xl px-3 py-4 md:px-6">
      <IssueHeader issue={issue} />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="grid min-w-0 content-start gap-4">
          <EventChart
            id={id}
            period={period ?? '24h'}
            onPeriod={(chosen) =>
              void navigate({ search: { ...(event !== undefined && { event }), period: chosen }, replace: true })
            }
          />
          <OccurrencePanel
            issue={issue}
            eventId={event ?? 'latest'}
            onGo={(to) => void navigate({ search: { event: to, ...(period !== undefined && { period }) } })}
          />
        </div>
        <aside className="grid min-w-0 content-start gap-4">
          <IssueFacts issue={issue} />
          <TagPanel id={id} />
          <GroupingPanel grouping={issue.grouping} />
        </aside>
      </div>
    </div>
  )
}
