import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import {
  deletePlan,
  duplicatePlan,
  type Plan,
  type PlanVersion,
  planDocumentQuery,
  planExportUrl,
  planQuery,
  planVersionsQuery,
  publishPlan,
} from '../api/plans.ts'
import { Button, buttonStyle } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Moment } from '../components/moment.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { say } from '../components/toast.ts'
import { BackLink } from '../events/back-link.tsx'
import { MoreMenu } from '../events/more-menu.tsx'
import { useTold } from '../events/told.ts'
import { useEventWords } from '../events/words.ts'
import { useFormat } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'
import { Badge } from '../organization/badge.tsx'
import { Confirm } from '../organization/confirm.tsx'
import { CategoryPlan } from './category-plan.tsx'
import { drawingOf } from './drawing.ts'
import { ImportDialog } from './import-dialog.tsx'
import { PlanBadges } from './plan-badges.tsx'

const route = getRouteApi('/shell/manage/plans/$id')

export function PlanPage() {
  const { pages } = useEventWords()
  const { id } = route.useParams()
  const { data: plan, error, refetch } = useQuery(planQuery(id))
  const [shown, setShown] = useState<number | null>(null)
  usePageTitle(plan?.name ?? pages.plans)
  return (
    <div className="mx-auto grid max-w-6xl gap-4 px-3 py-4 md:px-6">
      <BackLink to="/manage/plans">{pages.plans}</BackLink>
      {error !== null && plan === undefined && <Failure error={error} onRetry={() => void refetch()} page />}
      {plan === undefined && error === null && <Skeleton className="h-96 w-full rounded-xl" />}
      {plan !== undefined && (
        <>
          <Head plan={plan} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <Drawn plan={plan} version={shown ?? newest(plan)} />
            <Versions plan={plan} shown={shown ?? newest(plan)} onShow={setShown} />
          </div>
        </>
      )}
    </div>
  )
}

const newest = (plan: Plan) => plan.draftVersion ?? plan.publishedVersion ?? 1

function Head({ plan }: { plan: Plan }) {
  const { plans } = useEventWords()
  const format = useFormat()
  const may = mayDo(useMe(), 'event.manage')
  return (
    <header className="flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0">
        <h1 className="flex flex-wrap items-center gap-2.5 text-xl font-semibold tracking-tight">
          <span className="wrap-anywhere">{plan.name}</span>
          <PlanBadges plan={plan} />
        </h1>
        <p className="mt-1 text-muted">{plans.size(format.number(plan.seats), format.number(plan.places))}</p>
      </div>
      {may && <Steps plan={plan} />}
    </header>
  )
}

function Steps({ plan }: { plan: Plan }) {
  const { plans } = useEventWords()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState<'draft' | 'delete' | null>(null)
  const told = useTold()
  const reread = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['plan', plan.id] }),
      queries.invalidateQueries({ queryKey: ['plans'] }),
    ])
  const publish = useMutation({
    mutationFn: () => publishPlan(plan.id, plan.version),
    onSuccess: () => {
      say(plans.nowPublished)
      return reread()
    },
    onError: (error) => {
      told(error)
      return reread()
    },
  })
  const duplicate = useMutation({
    mutationFn: () => duplicatePlan(plan.id, plans.copyOf(plan.name)),
    onSuccess: async (copy) => {
      await queries.invalidateQueries({ queryKey: ['plans'] })
      await navigate({ to: '/manage/plans/$id', params: { id: copy.id } })
    },
    onError: told,
  })
  const remove = useMutation({
    mutationFn: () => deletePlan(plan.id),
    onSuccess: async () => {
      await navigate({ to: '/manage/plans' })
      await queries.invalidateQueries({ queryKey: ['plans'] })
    },
  })
  return (
    <div className="flex flex-wrap gap-2">
      {plan.draftVersion !== null && (
        <Button look="primary" disabled={publish.isPending} onClick={() => publish.mutate()}>
          {plans.publish}
        </Button>
      )}
      <Button onClick={() => setAsking('draft')}>{plans.newDraft}</Button>
      <MoreMenu
        label={plans.more}
        items={[
          { text: plans.duplicate, run: () => duplicate.mutate() },
          { text: plans.remove, run: () => setAsking('delete'), danger: true },
        ]}
      />
      {asking === 'draft' && <ImportDialog plan={plan} onClose={() => setAsking(null)} />}
      {asking === 'delete' && (
        <Confirm
          title={plans.removeTitle(plan.name)}
          text={plans.removeText}
          submit={plans.remove}
          mutation={remove}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  )
}

function Drawn({ plan, version }: { plan: Plan; version: number }) {
  const { plans } = useEventWords()
  const { data: document, error, refetch } = useQuery(planDocumentQuery(plan.id, version))
  const drawing = useMemo(() => (document === undefined ? null : drawingOf(document)), [document])
  return (
    <Panel title={plans.version(version)}>
      <div className="p-4">
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        {drawing === null && error === null && <Skeleton className="h-80 w-full" />}
        {drawing !== null && <CategoryPlan drawing={drawing} />}
      </div>
    </Panel>
  )
}

interface VersionsProps {
  plan: Plan
  shown: number
  onShow(version: number): void
}

function Versions({ plan, shown, onShow }: VersionsProps) {
  const { plans } = useEventWords()
  const { data: versions = [] } = useQuery(planVersionsQuery(plan.id))
  return (
    <Panel title={plans.versions}>
      <ol className="divide-y divide-line">
        {versions.map((version) => (
          <VersionLine
            key={version.version}
            plan={plan}
            version={version}
            current={version.version === shown}
            onShow={() => onShow(version.version)}
          />
        ))}
      </ol>
    </Panel>
  )
}

interface VersionLineProps {
  plan: Plan
  version: PlanVersion
  current: boolean
  onShow(): void
}

function VersionLine({ plan, version, current, onShow }: VersionLineProps) {
  const { plans } = useEventWords()
  const format = useFormat()
  return (
    <li className="grid gap-1.5 px-4 py-3">
      <div className="flex items-center justify-between gap-2">
        <Button
          look="quiet"
          size="small"
          aria-pressed={current}
          onClick={onShow}
          className={current ? 'bg-hover text-ink' : ''}
        >
          {plans.version(version.version)}
        </Button>
        <Badge tone={version.status === 'PUBLISHED' ? 'ok' : 'warning'}>{plans.statuses[version.status]}</Badge>
      </div>
      <p className="flex flex-wrap gap-x-2 text-xs text-muted">
        <Moment at={version.publishedAt ?? version.createdAt} />
        <span>{plans.placesIn(format.number(version.places))}</span>
        <span>{format.bytes(version.bytes)}</span>
      </p>
      <p className="flex flex-wrap gap-2">
        {(['signalbox', 'pretix'] as const).map((form) => (
          <a
            key={form}
            href={planExportUrl(plan.id, { version: version.version, format: form })}
            download
            className={buttonStyle({ size: 'small' })}
          >
            <Download aria-hidden="true" />
            {plans.formats[form]}
          </a>
        ))}
      </p>
    </li>
  )
}
