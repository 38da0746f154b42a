import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../i18n/language.tsx'
import { callOf, hasDetails, type PlacedFrame, placeOf } from './frames.ts'
import { SourceContext } from './source-context.tsx'
import { ValueTable } from './value-tree.tsx'

export interface FrameRowProps extends PlacedFrame {
  platform: string | undefined
  /** The frame that failed. */
  innermost: boolean
}

export function FrameRow({ frame, platform, innermost }: FrameRowProps) {
  const { occurrence } = useMessages()
  const details = hasDetails(frame)
  const [open, setOpen] = useState(details && (frame.in_app === true || innermost))
  const own = frame.in_app === true
  const head = (
    <>
      <ChevronRight
        className={`size-3.5 shrink-0 text-muted transition-transform ${open ? 'rotate-90' : ''} ${details ? '' : 'invisible'}`}
      />
      <span className="min-w-0 flex-1 text-start font-mono text-xs">
        <span className={`break-all ${own ? 'font-semibold' : 'text-muted'}`}>{callOf(frame)}</span>
        <span className="text-muted"> {occurrence.inFile} </span>
        <span className="break-all text-muted" title={frame.abs_path}>
          {placeOf(frame)}
        </span>
      </span>
      {own && <span className="shrink-0 rounded bg-accent-soft px-1.5 text-xs text-accent">{occurrence.inApp}</span>}
    </>
  )
  const style = 'flex w-full items-center gap-2 px-3 py-2'
  return (
    <li className={own || innermost ? '' : 'bg-canvas'}>
      {details ? (
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className={`${style} hover:bg-hover`}>
          {head}
        </button>
      ) : (
        <div className={style}>{head}</div>
      )}
      {open && (
        <>
          <SourceContext frame={frame} platform={frame.platform ?? platform} />
          <Variables vars={frame.vars ?? {}} open={innermost} />
        </>
      )}
    </li>
  )
}

function Variables(props: { vars: Record<string, unknown>; open: boolean }) {
  const { occurrence } = useMessages()
  const values = Object.entries(props.vars)
  if (values.length === 0) return null
  return (
    <details open={props.open} className="group/vars border-t border-line px-4 py-2">
      <summary className="inline-flex min-h-6 items-center gap-1 text-xs font-medium text-muted hover:text-ink">
        <ChevronRight className="size-3.5 transition-transform group-open/vars:rotate-90" aria-hidden="true" />
        {occurrence.variables(values.length)}
      </summary>
      <div className="pt-1.5">
        <ValueTable values={values} />
      </div>
    </details>
  )
}
