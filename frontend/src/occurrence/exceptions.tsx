import { ArrowDownUp, CornerDownRight } from 'lucide-react'
import { useState } from 'react'
import type { ExceptionValue, Mechanism, NormalizedEvent } from '../../../contract/occurrences.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Panel } from '../components/panel.tsx'
import { useMessages } from '../i18n/language.tsx'
import { exceptionsAsText } from './as-text.ts'
import { FrameList } from './frame-list.tsx'
import type { FrameView } from './frames.ts'

const newestFirst = 'trace.newestFirst'
const full = 'trace.full'

/** How someone likes their traces holds for all of them. */
export function useFrameView() {
  const [view, setView] = useState<FrameView>(() => ({
    newestFirst: localStorage.getItem(newestFirst) !== 'false',
    full: localStorage.getItem(full) === 'true',
  }))
  const turn = () => {
    localStorage.setItem(newestFirst, String(!view.newestFirst))
    setView({ ...view, newestFirst: !view.newestFirst })
  }
  const widen = () => {
    localStorage.setItem(full, String(!view.full))
    setView({ ...view, full: !view.full })
  }
  return { view, turn, widen }
}

export function Exceptions({ event }: { event: Partial<NormalizedEvent> }) {
  const { occurrence } = useMessages()
  const { view, turn, widen } = useFrameView()
  const values = (event.exception?.values ?? []).filter((value) => value != null)
  if (values.length === 0) return null
  const shown = view.newestFirst ? values.toReversed() : values
  return (
    <Panel
      title={occurrence.stackTrace}
      aside={
        <TraceButtons view={view} onTurn={turn} onWiden={widen} text={() => exceptionsAsText(values, event.platform)} />
      }
    >
      <div className="grid gap-6 p-4">
        {shown.map((exception, i) => (
          <ExceptionBlock
            // biome-ignore lint/suspicious/noArrayIndexKey: a chain never changes
            key={i}
            exception={exception}
            platform={event.platform}
            view={view}
            link={i === 0 ? null : view.newestFirst ? occurrence.causedBy : occurrence.ledTo}
          />
        ))}
      </div>
    </Panel>
  )
}

interface TraceButtonsProps {
  view: FrameView
  text: () => string
  onTurn(): void
  onWiden(): void
}

export function TraceButtons({ view, text, onTurn, onWiden }: TraceButtonsProps) {
  const { occurrence } = useMessages()
  return (
    <div className="flex flex-wrap gap-1.5">
      <Button size="small" aria-pressed={view.full} onClick={onWiden}>
        {view.full ? occurrence.onlyInApp : occurrence.fullTrace}
      </Button>
      <Button size="small" onClick={onTurn}>
        <ArrowDownUp />
        {view.newestFirst ? occurrence.newestFirst : occurrence.oldestFirst}
      </Button>
      <CopyButton text={text} label={occurrence.copyTrace} />
    </div>
  )
}

interface ExceptionBlockProps {
  exception: ExceptionValue
  platform: string | undefined
  view: FrameView
  link: string | null
}

function ExceptionBlock({ exception, platform, view, link }: ExceptionBlockProps) {
  const { occurrence } = useMessages()
  const { stacktrace } = exception
  return (
    <section className="grid min-w-0 gap-3">
      <div className="grid gap-1">
        {link !== null && (
          <p className="flex items-center gap-1.5 text-xs font-medium text-muted">
            <CornerDownRight className="size-3.5" aria-hidden="true" />
            {link}
          </p>
        )}
        <h3 className="text-base font-semibold wrap-anywhere text-error">
          {exception.type ?? occurrence.unnamed}
          {exception.module != null && (
            <span className="ms-2 font-mono text-xs font-normal text-muted">{exception.module}</span>
          )}
        </h3>
        {exception.value != null && exception.value !== '' && (
          <p className="max-h-48 overflow-y-auto font-mono text-sm wrap-anywhere whitespace-pre-wrap">
            {exception.value}
          </p>
        )}
        {exception.mechanism != null && <MechanismLine mechanism={exception.mechanism} />}
      </div>
      {stacktrace != null ? (
        <FrameList stacktrace={stacktrace} platform={platform} view={view} />
      ) : (
        <p className="text-xs text-muted">{occurrence.noFrames}</p>
      )}
    </section>
  )
}

function MechanismLine({ mechanism }: { mechanism: Mechanism }) {
  const { occurrence } = useMessages()
  const { handled, type, description, exception_id: id, parent_id: parent, is_exception_group: group } = mechanism
  return (
    <p className="flex flex-wrap items-center gap-2 text-xs text-muted">
      {handled != null && (
        <span
          className={`rounded px-1.5 py-px font-medium ${handled ? 'bg-hover text-ink' : 'bg-error-soft text-error'}`}
        >
          {handled ? occurrence.handled : occurrence.unhandled}
        </span>
      )}
      {type != null && <span className="font-mono">{type}</span>}
      {group === true && id != null && <span>{occurrence.group(id)}</span>}
      {parent != null && group !== true && <span>{occurrence.childOf(parent)}</span>}
      {description != null && <span>{description}</span>}
    </p>
  )
}
