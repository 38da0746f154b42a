import { useMessages } from '../i18n/language.tsx'
import { useListeners, useLiveState } from './live.tsx'

const looks = { connecting: 'bg-muted', live: 'bg-ok', offline: 'bg-warning motion-safe:animate-pulse' } as const

/** Whether what is shown is still being kept up to date. */
export function LiveBadge() {
  const { shell } = useMessages()
  const state = useLiveState()
  const people = useListeners()
  const hint = shell.liveHint[state]
  return (
    <span
      role="status"
      title={people === null ? hint : `${hint} · ${shell.listeners(people)}`}
      className="inline-flex shrink-0 items-center gap-2 text-xs text-muted"
    >
      <span className={`size-2 rounded-full ${looks[state]}`} />
      {shell.live[state]}
    </span>
  )
}
