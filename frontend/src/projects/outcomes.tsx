import { useQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { outcomesQuery } from '../api/projects.ts'
import { Failure } from '../components/failure.tsx'
import { Moment } from '../components/moment.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useFormat, useMessages } from '../i18n/language.tsx'
import { type OutcomeSum, sumOutcomes } from './outcome-sums.ts'

export function Outcomes({ id }: { id: string }) {
  const { projects } = useMessages()
  const { data, error, refetch } = useQuery(outcomesQuery(id))
  return (
    <Panel title={projects.outcomes}>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton className="m-4 h-12" />}
      {data?.length === 0 && (
        <p className="flex items-center gap-2 p-4 text-muted">
          <CircleCheck className="size-4 text-ok" aria-hidden="true" />
          {projects.noOutcomes}
        </p>
      )}
      {data !== undefined && data.length > 0 && <OutcomeTable sums={sumOutcomes(data)} />}
    </Panel>
  )
}

function OutcomeTable({ sums }: { sums: readonly OutcomeSum[] }) {
  const { projects } = useMessages()
  const format = useFormat()
  const reasons: Record<string, string> = projects.reasons
  const categories: Record<string, string> = projects.categories
  return (
    <div className="p-4">
      <p className="mb-3 text-muted">{projects.outcomesText}</p>
      <table className="w-full text-start">
        <thead className="text-xs text-muted">
          <tr>
            <th className="pb-1.5 text-start font-medium">{projects.reason}</th>
            <th className="pb-1.5 text-start font-medium">{projects.category}</th>
            <th className="pb-1.5 text-end font-medium">{projects.quantity}</th>
            <th className="hidden pb-1.5 text-end font-medium sm:table-cell">{projects.lastHour}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {sums.map(({ category, reason, quantity, hour }) => (
            <tr key={`${category} ${reason}`}>
              <td className="py-2 pe-3">
                {reasons[reason] ?? reason} <code className="font-mono text-xs text-muted">{reason}</code>
              </td>
              <td className="py-2 pe-3">{categories[category] ?? category}</td>
              <td className="tabular py-2 text-end font-medium">{format.number(quantity)}</td>
              <td className="hidden py-2 text-end text-muted sm:table-cell">
                <Moment at={hour} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
