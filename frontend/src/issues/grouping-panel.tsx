import { ChevronRight } from 'lucide-react'
import type { Grouping, GroupingComponent, GroupingVariant } from '../../../contract/occurrences.ts'
import { Panel } from '../components/panel.tsx'
import { useMessages } from '../i18n/language.tsx'

/** Why these events are one issue: every part that was looked at, whether it counted, and why if not. */
export function GroupingPanel(props: { grouping: Record<string, unknown> }) {
  const { occurrence } = useMessages()
  const { variants = [], algorithm } = props.grouping as Partial<Grouping>
  return (
    <Panel
      title={occurrence.why}
      aside={algorithm && <code className="font-mono text-xs text-muted">{algorithm}</code>}
    >
      <div className="grid gap-3 p-4">
        {variants.map((variant, i) => (
          <Variant key={variant.name} variant={variant} open={i === 0} />
        ))}
      </div>
    </Panel>
  )
}

function Variant({ variant, open }: { variant: GroupingVariant; open: boolean }) {
  const { occurrence } = useMessages()
  const names: Record<string, string> = occurrence.variant
  return (
    <details open={open} className="group/variant">
      <summary className="flex min-h-7 flex-wrap items-center gap-2 rounded font-medium hover:bg-hover">
        <ChevronRight
          className="size-3.5 text-muted transition-transform group-open/variant:rotate-90"
          aria-hidden="true"
        />
        <h3 className="me-auto">{names[variant.name] ?? variant.name}</h3>
        <span
          className={`rounded-full px-2 text-xs ${variant.contributes ? 'bg-ok-soft text-ok' : 'bg-hover font-normal text-muted'}`}
        >
          {variant.contributes ? occurrence.contributes : occurrence.ignored}
        </span>
      </summary>
      {variant.hint != null && <p className="text-xs text-muted">{variant.hint}</p>}
      {variant.fingerprint != null && <p className="font-mono text-xs break-all">{variant.fingerprint.join(' · ')}</p>}
      {variant.hash != null && <p className="font-mono text-xs break-all text-muted">{variant.hash}</p>}
      {variant.component != null && (
        <ul>
          <Component component={variant.component} open={variant.contributes} />
        </ul>
      )}
    </details>
  )
}

/** What of a frame counted, so that a closed one still says which it is. */
const frameSummary = (frame: GroupingComponent) =>
  frame.values
    .flatMap((part) => (typeof part === 'object' && part.id !== 'context-line' && part.contributes ? part.values : []))
    .filter((value) => typeof value === 'string')
    .join(' ')

/** A part with parts of its own folds; frames beyond the first are closed, there may be hundreds. */
function Component({ component, open }: { component: GroupingComponent; open: boolean }) {
  const parts = component.values.filter((value) => typeof value === 'object')
  const texts = component.values.filter((value) => typeof value === 'string')
  const summary = component.id === 'frame' ? frameSummary(component) : texts.join(' ')
  const style = component.contributes ? '' : 'text-muted line-through decoration-edge'
  const label = (
    <>
      <span className={`font-mono text-xs ${style}`}>{component.id}</span>
      {summary !== '' && (
        <span className={`font-mono text-xs break-all ${component.contributes ? 'text-code-text' : 'text-muted'}`}>
          {summary}
        </span>
      )}
      {component.hint != null && <span className="text-xs text-muted italic">{component.hint}</span>}
    </>
  )
  if (parts.length === 0) return <li className="flex flex-wrap gap-x-2 ps-5">{label}</li>
  return (
    <li>
      <details open={open && component.contributes && component.id !== 'frame'} className="group/part">
        <summary className="flex min-h-6 flex-wrap items-center gap-x-2 rounded hover:bg-hover">
          <ChevronRight
            className="size-3.5 shrink-0 text-muted transition-transform group-open/part:rotate-90"
            aria-hidden="true"
          />
          {label}
        </summary>
        <ul className="ms-1.5 border-s border-line ps-2">
          {parts.map((part, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
            <Component key={i} component={part} open={open} />
          ))}
        </ul>
      </details>
    </li>
  )
}
