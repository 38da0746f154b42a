import { useMessages } from '../i18n/language.tsx'
import { barsPath } from '../issues/sparkline.tsx'

/** Counts per hour, the present one last. */
export function HourBars({ counts, className }: { counts: readonly number[]; className: string }) {
  const { streams } = useMessages().activity
  const total = counts.reduce((sum, count) => sum + count, 0)
  return (
    <svg
      viewBox={`0 0 ${counts.length * 5 - 1.4} 24`}
      preserveAspectRatio="none"
      role="img"
      aria-label={streams.trend(total, Math.max(0, ...counts))}
      className={`${total === 0 ? 'text-line' : 'text-accent'} ${className}`}
    >
      <path fill="currentColor" d={barsPath(counts)} />
    </svg>
  )
}
