import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { MailOpen, RefreshCw, SearchX } from 'lucide-react'
import { useMe } from '../account/use-me.ts'
import { deliveriesQuery } from '../api/deliveries.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Panel } from '../components/panel.tsx'
import { Select } from '../components/select.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { mayDo, runsDeployment } from '../organization/access.ts'
import { CardTable } from '../organization/card-table.tsx'
import { LoadMore } from '../organization/load-more.tsx'
import { NoAccess } from '../organization/no-access.tsx'
import { PageHead } from '../organization/page-head.tsx'
import { DeliveryDialog } from './delivery-dialog.tsx'
import { DeliveryRow } from './delivery-row.tsx'
import { type DeliverySearch, deliverySearch, STATUSES } from './search.ts'

const route = getRouteApi('/shell/settings-frame/monitoring/deliveries')

export function DeliveriesPage() {
  const { monitoring, organization } = useMessages()
  const { delivery, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const may = mayDo(useMe(), 'delivery.read')
  const change = (changed: Partial<Record<keyof DeliverySearch, string>>) =>
    void navigate({ search: (before) => deliverySearch({ ...before, ...changed }) })
  return (
    <>
      <PageHead title={monitoring.title} intro={monitoring.intro} />
      {may ? (
        <>
          <Filters filter={filter} onChange={change} />
          {filter.scope === 'deployment' && <p className="pb-3 text-muted">{monitoring.readingLogged}</p>}
          <Deliveries filter={filter} onChange={change} />
        </>
      ) : (
        <NoAccess text={organization.noAccess} />
      )}
      {delivery !== undefined && <DeliveryDialog id={delivery} onClose={() => change({ delivery: '' })} />}
    </>
  )
}

interface FilterProps {
  filter: DeliverySearch
  onChange(changed: Partial<Record<keyof DeliverySearch, string>>): void
}

function Filters({ filter, onChange }: FilterProps) {
  const { monitoring } = useMessages()
  const runs = runsDeployment(useMe())
  return (
    <div className="flex flex-wrap gap-2 pb-3">
      {runs && (
        <Select
          label={monitoring.scope}
          value={filter.scope ?? 'organization'}
          onChange={(scope) => onChange({ scope })}
          options={[
            ['organization', monitoring.scopes.organization],
            ['deployment', monitoring.scopes.deployment],
          ]}
        />
      )}
      <Select
        label={monitoring.status}
        value={filter.status ?? ''}
        onChange={(status) => onChange({ status })}
        options={[
          ['', monitoring.allStatuses],
          ...STATUSES.map((status) => [status, monitoring.statuses[status]] as const),
        ]}
      />
    </div>
  )
}

function Deliveries({ filter, onChange }: FilterProps) {
  const { monitoring } = useMessages()
  const list = useInfiniteQuery(deliveriesQuery(filter))
  if (list.isPending) return <Skeleton className="h-48 w-full rounded-xl" />
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap((page) => page.data)
  if (rows.length === 0) return <Nothing filter={filter} onChange={onChange} />
  const refresh = (
    <Button size="small" disabled={list.isRefetching} onClick={() => void list.refetch()}>
      <RefreshCw aria-hidden="true" />
      {monitoring.refresh}
    </Button>
  )
  return (
    <Panel title={monitoring.title} aside={refresh}>
      <CardTable
        label={monitoring.title}
        heads={[monitoring.subject, monitoring.to, monitoring.status, monitoring.time]}
      >
        {rows.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} />
        ))}
      </CardTable>
      <LoadMore list={list} />
    </Panel>
  )
}

/** Why nothing is here: nothing was sent yet, or nothing has this status. */
function Nothing({ filter, onChange }: FilterProps) {
  const { monitoring } = useMessages()
  if (filter.status !== undefined)
    return (
      <Notice icon={<SearchX />} title={monitoring.noMatchTitle}>
        <Button onClick={() => onChange({ status: '' })}>{monitoring.clear}</Button>
      </Notice>
    )
  const text = filter.scope === 'deployment' ? monitoring.emptyDeployment : monitoring.emptyText
  return <Notice icon={<MailOpen />} title={monitoring.emptyTitle} text={text} />
}
