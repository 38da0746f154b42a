import { useInfiniteQuery } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useMe } from '../account/use-me.ts'
import { replaysQuery } from '../api/replays.ts'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'
import { CardTable } from '../organization/card-table.tsx'
import { LoadMore } from '../organization/load-more.tsx'
import { ReplayForm } from './replay-form.tsx'
import { ReplayRow } from './replay-row.tsx'

/** Events told again to one reader: what is under way, and a form for the next. */
export function ReplayPage() {
  const { replay } = useMessages().activity
  const may = mayDo(useMe(), 'replay.manage')
  return (
    <div className="grid gap-4">
      <p className="text-muted">
        {replay.intro} {!may && replay.readOnly}
      </p>
      <div className="grid items-start gap-4 xl:grid-cols-[24rem_minmax(0,1fr)]">
        {may && <ReplayForm />}
        <Replays may={may} />
      </div>
    </div>
  )
}

/** Often enough for a bar that moves, and only as long as something runs. */
const ASK_AGAIN_MS = 1000

function Replays({ may }: { may: boolean }) {
  const { activity, organization } = useMessages()
  const { replay } = activity
  const list = useInfiniteQuery({
    ...replaysQuery,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some(({ status }) => status === 'running')) === true && ASK_AGAIN_MS,
  })
  if (list.isPending) return <Skeleton className="h-48 w-full rounded-xl" />
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap((page) => page.data)
  if (rows.length === 0) return <Notice icon={<RotateCcw />} title={replay.emptyTitle} />
  const heads = [replay.reader, replay.progressHead, replay.range, ...(may ? [organization.actions] : [])]
  return (
    <Panel title={replay.list}>
      <CardTable label={replay.list} heads={heads}>
        {rows.map((one) => (
          <ReplayRow key={one.id} replay={one} may={may} />
        ))}
      </CardTable>
      <LoadMore list={list} />
    </Panel>
  )
}
