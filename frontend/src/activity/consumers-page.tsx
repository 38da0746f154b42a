import { useQuery } from '@tanstack/react-query'
import { Radio } from 'lucide-react'
import type { Reader } from '../../../contract/readers.ts'
import { useMe } from '../account/use-me.ts'
import { readersQuery } from '../api/readers.ts'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { runsDeployment } from '../organization/access.ts'
import { CardTable } from '../organization/card-table.tsx'
import { ReaderRow } from './reader-row.tsx'

/** A lag is of use while it is fresh; the page asks again as long as someone looks at it. */
const ASK_AGAIN_MS = 3000

export function ConsumersPage() {
  const { activity, organization } = useMessages()
  const { consumers } = activity
  const { data, error, refetch } = useQuery({ ...readersQuery, refetchInterval: ASK_AGAIN_MS, staleTime: 0 })
  const runs = runsDeployment(useMe())
  if (data === undefined && error !== null) return <Failure error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton className="h-64 w-full rounded-xl" />
  if (data.length === 0) return <Notice icon={<Radio />} title={consumers.emptyTitle} />
  const heads = [
    consumers.name,
    consumers.state,
    consumers.lag,
    consumers.position,
    ...(runs ? [organization.actions] : []),
  ]
  return (
    <div className="grid gap-4">
      <p className="text-muted">
        {consumers.intro} {!runs && consumers.adminOnly}
      </p>
      <Panel title={activity.pages.consumers}>
        <CardTable label={activity.pages.consumers} heads={heads}>
          {data.map((reader: Reader) => (
            <ReaderRow key={reader.name} reader={reader} runs={runs} />
          ))}
        </CardTable>
      </Panel>
    </div>
  )
}
