import { useState } from 'react'
import type { NormalizedEvent, Stacktrace, Thread } from '../../../contract/occurrences.ts'
import { Panel } from '../components/panel.tsx'
import { Select } from '../components/select.tsx'
import { useMessages } from '../i18n/language.tsx'
import { framesAsText } from './as-text.ts'
import { TraceButtons, useFrameView } from './exceptions.tsx'
import { FrameList } from './frame-list.tsx'

interface TraceProps {
  stacktrace: Stacktrace
  platform: string | undefined
}

/** A trace that no exception carries. */
export function BareTrace({ event }: { event: Partial<NormalizedEvent> }) {
  const { occurrence } = useMessages()
  const { view, turn, widen } = useFrameView()
  const { stacktrace } = event
  if (stacktrace == null) return null
  const text = () => framesAsText(stacktrace.frames ?? [])
  return (
    <Panel title={occurrence.stackTrace} aside={<TraceButtons view={view} onTurn={turn} onWiden={widen} text={text} />}>
      <div className="p-4">
        <FrameList stacktrace={stacktrace} platform={event.platform} view={view} />
      </div>
    </Panel>
  )
}

/** The threads that ran; the one that crashed is shown first. */
export function Threads({ event }: { event: Partial<NormalizedEvent> }) {
  const { occurrence } = useMessages()
  const threads = (event.threads?.values ?? []).filter((thread) => thread != null)
  const crashed = threads.findIndex((thread) => thread.crashed === true || thread.current === true)
  const [chosen, setChosen] = useState(Math.max(0, crashed))
  const thread = threads[chosen]
  if (thread === undefined) return null
  const options = threads.map((known, i): [string, string] => [String(i), nameOf(known)])
  return (
    <Panel
      title={`${occurrence.threads} (${threads.length})`}
      aside={
        <Select
          label={occurrence.thread}
          value={String(chosen)}
          options={options}
          onChange={(i) => setChosen(Number(i))}
        />
      }
    >
      <div className="grid gap-2 p-4">
        <p className="text-xs text-muted">
          {[thread.crashed === true && occurrence.crashed, thread.main === true && occurrence.mainThread, thread.state]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {thread.stacktrace == null ? (
          <p className="text-muted">{occurrence.noFrames}</p>
        ) : (
          <ThreadTrace key={chosen} stacktrace={thread.stacktrace} platform={event.platform} />
        )}
      </div>
    </Panel>
  )
}

const nameOf = (thread: Thread) =>
  [thread.name ?? 'thread', thread.id != null && `#${thread.id}`].filter(Boolean).join(' ')

function ThreadTrace({ stacktrace, platform }: TraceProps) {
  const { view } = useFrameView()
  return <FrameList stacktrace={stacktrace} platform={platform} view={view} />
}
