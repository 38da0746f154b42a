interface ProgressBarProps {
  label: string
  value: number
  max: number
  tone?: 'accent' | 'ok' | 'warning' | 'error' | 'muted'
}

const tones = { accent: 'text-accent', ok: 'text-ok', warning: 'text-warning', error: 'text-error', muted: 'text-edge' }

/** How much of a whole; drawn, because a policy forbids styles in markup. */
export function ProgressBar({ label, value, max, tone = 'accent' }: ProgressBarProps) {
  const share = max <= 0 ? 0 : Math.min(1, value / max)
  return (
    <svg
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      className={`h-1.5 w-full overflow-hidden rounded-full bg-hover ${tones[tone]}`}
    >
      {share > 0 && <rect width={Math.max(1.5, share * 100)} height="6" rx="1" fill="currentColor" />}
    </svg>
  )
}
