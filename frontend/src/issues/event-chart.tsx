import { useQuery } from '@tanstack/react-query'
import { type PointerEvent, useState } from 'react'
import { type Period, periods } from '../api/issue-filter.ts'
import { statsQuery } from '../api/issues.ts'
import type { StatsPoint } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useFormat, useMessages } from '../i18n/language.tsx'

interface EventChartProps {
  id: string
  period: Period
  onPeriod(period: Period): void
}

export function EventChart({ id, period, onPeriod }: EventChartProps) {
  const { occurrence } = useMessages()
  const { data, error, refetch } = useQuery(statsQuery(id, period))
  const choice = (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div role="group" aria-label={occurrence.chart} className="flex gap-1">
      {periods.map((known) => (
        <Button
          key={known}
          size="small"
          look={known === period ? 'outline' : 'quiet'}
          aria-pressed={known === period}
          onClick={() => onPeriod(known)}
        >
          {occurrence.periods[known]}
        </Button>
      ))}
    </div>
  )
  return (
    <Panel title={occurrence.chart} aside={choice}>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton className="m-4 h-[6.75rem]" />}
      {data !== undefined && <Bars points={data} />}
    </Panel>
  )
}

const height = 100

/** One path for all bars; the hour under the pointer is told in words. */
function Bars({ points }: { points: readonly StatsPoint[] }) {
  const { issues, occurrence } = useMessages()
  const format = useFormat()
  const [at, setAt] = useState<number | null>(null)
  const counts = points.map((point) => point.count)
  const peak = Math.max(1, ...counts)
  const total = counts.reduce((sum, count) => sum + count, 0)
  const first = points[0]
  const last = points.at(-1)
  const hovered = at === null ? undefined : points[at]
  return (
    <div className="px-4 pt-2 pb-3">
      <p className="tabular flex h-5 justify-between text-xs text-muted">
        <span>
          {hovered === undefined
            ? issues.eventCount(total)
            : `${format.hour(hovered.hour)} · ${issues.eventCount(hovered.count)}`}
        </span>
        <span aria-hidden="true">↑ {format.compact(peak)}</span>
      </p>
      <svg
        viewBox={`0 0 ${points.length} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={occurrence.chartText(total, Math.max(0, ...counts))}
        onPointerMove={(event) => setAt(barUnder(event, points.length))}
        onPointerLeave={() => setAt(null)}
        className="h-20 w-full border-b border-line text-accent"
      >
        {at !== null && <rect x={at} width="1" height={height} className="text-hover" fill="currentColor" />}
        <path fill="currentColor" d={chartPath(counts, peak)} />
      </svg>
      <p className="mt-1 flex justify-between text-xs text-muted" aria-hidden="true">
        <span>{first && format.hour(first.hour)}</span>
        <span>{last && format.hour(last.hour)}</span>
      </p>
    </div>
  )
}

function barUnder({ currentTarget, clientX }: PointerEvent, bars: number): number {
  const { left, width } = currentTarget.getBoundingClientRect()
  return Math.min(bars - 1, Math.max(0, Math.floor(((clientX - left) / width) * bars)))
}

export const chartPath = (counts: readonly number[], peak: number) =>
  counts
    .flatMap((count, hour) => {
      const tall = Math.max(2, (count / peak) * height)
      return count === 0 ? [] : [`M${hour + 0.1} ${height}v-${tall.toFixed(1)}h.8v${tall.toFixed(1)}z`]
    })
    .join('')
