import { BellOff, CircleCheck, CircleDot } from 'lucide-react'
import type { IssueStatus } from '../api/shapes.ts'
import { useMessages } from '../i18n/language.tsx'

const looks = {
  unresolved: { icon: CircleDot, style: 'bg-warning-soft text-warning' },
  resolved: { icon: CircleCheck, style: 'bg-ok-soft text-ok' },
  ignored: { icon: BellOff, style: 'bg-hover text-muted' },
} as const

export function StatusBadge(props: { status: IssueStatus }) {
  const { issues } = useMessages()
  const { icon: Icon, style } = looks[props.status]
  return (
    <span className={`inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium ${style}`}>
      <Icon className="size-3.5" aria-hidden="true" />
      {issues.statusNames[props.status]}
    </span>
  )
}
