import { useMessages } from '../i18n/language.tsx'

const height = 24
const step = 5
const bar = 3.6

/** One path of bars, the highest as tall as the drawing; an hour with anything in it is never invisible. */
export function barsPath(counts: readonly number[]): string {
  const peak = Math.max(1, ...counts)
  return counts
    .map((count, hour) => {
      const tall = count === 0 ? 1 : Math.max(2.5, (count / peak) * height)
      return `M${(hour * step).toFixed(1)} ${height}v-${tall.toFixed(1)}h${bar}v${tall.toFixed(1)}z`
    })
    .join('')
}

export function Sparkline(props: { counts: readonly number[]; className?: string }) {
  const { issues } = useMessages()
  const total = props.counts.reduce((sum, count) => sum + count, 0)
  return (
    <svg
      viewBox={`0 0 ${props.counts.length * step} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={issues.trendText(total, Math.max(0, ...props.counts))}
      className={`${total === 0 ? 'text-line' : 'text-accent'} ${props.className ?? ''}`}
    >
      <path fill="currentColor" d={barsPath(props.counts)} />
    </svg>
  )
}
