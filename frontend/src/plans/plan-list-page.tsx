import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Armchair, Upload } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { type Plan, plansQuery } from '../api/plans.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Moment } from '../components/moment.tsx'
import { Notice } from '../components/notice.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useEventWords } from '../events/words.ts'
import { useFormat } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'
import { CardTable, Cell, HeadCell, Row } from '../organization/card-table.tsx'
import { LoadMore } from '../organization/load-more.tsx'
import { PageHead } from '../organization/page-head.tsx'
import { SearchBox } from '../organization/search-box.tsx'
import { useSettled } from '../organization/use-settled.ts'
import { ImportDialog } from './import-dialog.tsx'
import { PlanBadges } from './plan-badges.tsx'

export function PlanListPage() {
  const { pages, plans } = useEventWords()
  const may = mayDo(useMe(), 'event.manage')
  const [importing, setImporting] = useState(false)
  const [text, setText] = useState('')
  const open = () => setImporting(true)
  return (
    <>
      <PageHead title={pages.plans} intro={plans.intro}>
        {may && (
          <Button look="primary" onClick={open}>
            <Upload aria-hidden="true" />
            {plans.import}
          </Button>
        )}
      </PageHead>
      <div className="pb-3">
        <SearchBox label={plans.search} text={text} onText={setText} />
      </div>
      <Plans query={useSettled(text.trim())} />
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </>
  )
}

function Plans({ query }: { query: string }) {
  const { pages, plans } = useEventWords()
  const list = useInfiniteQuery({ ...plansQuery(query), placeholderData: (before) => before })
  if (list.isPending) return <Skeleton className="h-60 w-full rounded-xl" />
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap((page) => page.data)
  if (rows.length === 0)
    return (
      <Notice
        icon={<Armchair />}
        title={query === '' ? plans.empty : plans.noMatch}
        {...(query === '' && { text: plans.emptyText })}
      />
    )
  return (
    <div className="overflow-clip rounded-xl border border-line bg-surface">
      <CardTable label={pages.plans} heads={[plans.name, plans.places, plans.status, plans.changed]}>
        {rows.map((plan) => (
          <PlanRow key={plan.id} plan={plan} />
        ))}
      </CardTable>
      <LoadMore list={list} />
    </div>
  )
}

function PlanRow({ plan }: { plan: Plan }) {
  const { plans } = useEventWords()
  const format = useFormat()
  return (
    <Row>
      <HeadCell>
        <Link
          to="/manage/plans/$id"
          params={{ id: plan.id }}
          className="font-medium wrap-anywhere text-accent hover:underline"
        >
          {plan.name}
        </Link>
      </HeadCell>
      <Cell label={plans.places}>
        <span className="tabular">{format.number(plan.places)}</span>
      </Cell>
      <Cell label={plans.status}>
        <PlanBadges plan={plan} />
      </Cell>
      <Cell label={plans.changed}>
        <Moment at={plan.updatedAt} className="whitespace-nowrap text-muted" />
      </Cell>
    </Row>
  )
}
