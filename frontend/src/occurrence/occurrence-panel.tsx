import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Archive, ArrowUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { occurrenceQuery } from '../api/issues.ts'
import type { IssueDetail } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { OccurrenceNavigation } from './occurrence-navigation.tsx'
import { OccurrenceView } from './occurrence-view.tsx'

interface OccurrencePanelProps {
  issue: IssueDetail
  /** An event's id, `latest` or `oldest`. */
  eventId: string
  onGo(eventId: string): void
}

export function OccurrencePanel({ issue, eventId, onGo }: OccurrencePanelProps) {
  const { occurrence: words } = useMessages()
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...occurrenceQuery(issue.id, eventId),
    placeholderData: keepPreviousData,
  })
  const gone = error?.problem?.code === 'payload_gone'
  if (gone) return <Notice icon={<Archive />} title={words.event} text={words.gone} />
  if (data === undefined || (error !== null && isPlaceholderData))
    return error === null ? (
      <Skeleton className="h-96 w-full" />
    ) : (
      <Failure error={error} onRetry={() => void refetch()} />
    )
  return (
    <section
      aria-label={words.event}
      className={`grid min-w-0 gap-4 transition-opacity ${isPlaceholderData ? 'opacity-60' : ''}`}
    >
      <OccurrenceNavigation occurrence={data} onGo={onGo} />
      {eventId === 'latest' && <NewerArrived issue={issue} shown={data.id} />}
      <OccurrenceView key={data.id} occurrence={data} />
    </section>
  )
}

/** The event someone reads is never swapped under their eyes: newer ones wait for a click. */
function NewerArrived({ issue, shown }: { issue: IssueDetail; shown: string }) {
  const { occurrence } = useMessages()
  const queries = useQueryClient()
  const [seen, setSeen] = useState({ shown, count: issue.count })
  useEffect(() => {
    if (shown !== seen.shown) setSeen({ shown, count: issue.count })
  }, [shown, seen.shown, issue.count])
  const arrived = issue.count - seen.count
  const load = () => {
    setSeen({ shown, count: issue.count })
    void queries.invalidateQueries({ queryKey: ['issue', issue.id] })
  }
  return (
    <div role="status" className="justify-self-center empty:hidden">
      {arrived > 0 && (
        <Button look="primary" size="small" shape="pill" onClick={load}>
          <ArrowUp />
          {occurrence.newerArrived(arrived)}
        </Button>
      )}
    </div>
  )
}
