import { ChevronsUpDown } from 'lucide-react'
import { useState } from 'react'
import type { Stacktrace } from '../../../contract/occurrences.ts'
import { useMessages } from '../i18n/language.tsx'
import { FrameRow } from './frame-row.tsx'
import { type FrameView, frameRows, type PlacedFrame, type FrameRow as Row } from './frames.ts'

interface FrameListProps {
  stacktrace: Stacktrace
  platform: string | undefined
  view: FrameView
}

export function FrameList({ stacktrace, platform, view }: FrameListProps) {
  const frames = stacktrace.frames ?? []
  const rows = frameRows(frames, { ...view, omitted: stacktrace.frames_omitted ?? undefined })
  return (
    <ol className="divide-y divide-line overflow-hidden rounded-lg border border-line">
      {rows.map((row) => (
        <AnyRow key={keyOf(row)} row={row} platform={platform} last={frames.length - 1} />
      ))}
    </ol>
  )
}

const keyOf = (row: Row) => {
  if (row.kind === 'omitted') return 'omitted'
  return row.kind === 'fold' ? `fold ${row.frames[0]?.index}` : row.index
}

function AnyRow({ row, platform, last }: { row: Row; platform: string | undefined; last: number }) {
  const { occurrence } = useMessages()
  if (row.kind === 'fold') return <Fold frames={row.frames} platform={platform} />
  if (row.kind === 'omitted')
    return <li className="px-3 py-2 text-xs text-muted">{occurrence.framesOmitted(row.count)}</li>
  return <FrameRow frame={row.frame} index={row.index} platform={platform} innermost={row.index === last} />
}

function Fold({ frames, platform }: { frames: readonly PlacedFrame[]; platform: string | undefined }) {
  const { occurrence } = useMessages()
  const [open, setOpen] = useState(false)
  if (open)
    return frames.map((placed) => <FrameRow key={placed.index} {...placed} platform={platform} innermost={false} />)
  return (
    <li className="bg-canvas">
      <button
        type="button"
        aria-expanded={false}
        onClick={() => setOpen(true)}
        className="flex w-full items-center gap-2 px-3 py-2 text-xs text-muted hover:bg-hover hover:text-ink"
      >
        <ChevronsUpDown className="size-3.5" aria-hidden="true" />
        {occurrence.moreFrames(frames.length)}
      </button>
    </li>
  )
}
