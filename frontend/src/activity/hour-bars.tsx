import { useMessages } from '../i18n/language.tsx'

const height = 24

/** One path of bars, the highest as tall as the drawing; an hour with anything in it is never invisible. */
export function barsOf(counts: readonly number[]): string {
  const peak = Math.max(1, ...counts)
  return counts
    .flatMap((count, hour) => {
      const tall = Math.max(1.5, (count / peak) * height)
      return count === 0 ? [] : [`M${hour + 0.1} ${height}v-${tall.toFixed(1)}h.8v${tall.toFixed(1)}z`]
    })
    .join('')
}

/** Counts per hour, the present one last. */
export function HourBars({ counts, className }: { counts: readonly number[]; className: string }) {
  const { streams } = useMessages().activity
  const total = counts.reduce((sum, count) => sum + count, 0)
  return (
    <svg
      viewBox={`0 0 ${counts.length} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={streams.trend(total, Math.max(0, ...counts))}
      className={`border-b border-line text-accent ${className}`}
    >
      <path fill="currentColor" d={barsOf(counts)} />
    </svg>
  )
}
