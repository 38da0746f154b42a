import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Occurrence } from '../api/shapes.ts'
import { IconButton } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Moment } from '../components/moment.tsx'
import { useShortcuts } from '../components/shortcuts.ts'
import { useFormat, useMessages } from '../i18n/language.tsx'

interface NavigationProps {
  occurrence: Occurrence
  onGo(eventId: string): void
}

/** From the oldest event of the issue to the latest. */
export function OccurrenceNavigation({ occurrence, onGo }: NavigationProps) {
  const { occurrence: words } = useMessages()
  const format = useFormat()
  const { previous, next } = occurrence
  const older = () => previous !== null && onGo(previous)
  const newer = () => next !== null && onGo(next)
  useShortcuts({ j: older, k: newer })
  const step = (label: string, icon: ReactNode, go: (() => void) | null) => (
    <IconButton label={label} disabled={go === null} onClick={() => go?.()}>
      {icon}
    </IconButton>
  )
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <h2 className="text-base font-semibold">{words.event}</h2>
      <code className="font-mono text-xs text-muted">{occurrence.id.slice(0, 8)}</code>
      <CopyButton text={occurrence.id} label="ID" />
      <span className="text-xs text-muted">
        {format.absolute(occurrence.timestamp)} · <Moment at={occurrence.timestamp} />
      </span>
      <div className="ms-auto flex">
        {step(words.oldest, <ChevronFirst />, previous === null ? null : () => onGo('oldest'))}
        {step(words.older, <ChevronLeft />, previous === null ? null : older)}
        {step(words.newer, <ChevronRight />, next === null ? null : newer)}
        {step(words.latest, <ChevronLast />, next === null ? null : () => onGo('latest'))}
      </div>
    </div>
  )
}
