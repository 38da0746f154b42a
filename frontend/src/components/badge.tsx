import type { ReactNode } from 'react'

const looks = {
  ok: 'bg-ok-soft text-ok',
  warning: 'bg-warning-soft text-warning',
  plain: 'bg-hover text-muted',
}

/** A state in one or two words. */
export function Badge(props: { look: keyof typeof looks; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3.5 ${looks[props.look]}`}
    >
      {props.children}
    </span>
  )
}
