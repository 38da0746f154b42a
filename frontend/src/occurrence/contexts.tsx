import type { NormalizedEvent } from '../../../contract/occurrences.ts'
import { Panel } from '../components/panel.tsx'
import { useMessages } from '../i18n/language.tsx'
import { ValueTable } from './value-tree.tsx'

type Values = readonly (readonly [string, unknown])[]

const filled = (values: object | null | undefined): Values =>
  Object.entries(values ?? {}).filter(([key, value]) => value != null && value !== '' && key !== 'type')

/** Everything the SDK knew about where it ran, and what the app added. */
export function Contexts({ event }: { event: Partial<NormalizedEvent> }) {
  const { occurrence } = useMessages()
  const names: Record<string, string> = occurrence.contextNames
  const cards: [string, Values][] = Object.entries(event.contexts ?? {}).map(([key, values]) => [
    names[key] ?? key,
    filled(values),
  ])
  const shown = cards.filter(([, values]) => values.length > 0)
  const { sdk } = event
  return (
    <>
      {shown.length > 0 && (
        <Panel title={occurrence.contexts}>
          <div className="grid gap-4 p-4 lg:grid-cols-2">
            {shown.map(([name, values]) => (
              <section key={name} className="min-w-0">
                <h3 className="mb-1 text-xs font-medium text-muted">{name}</h3>
                <ValueTable values={values} />
              </section>
            ))}
          </div>
        </Panel>
      )}
      <Values title={occurrence.extra} values={filled(event.extra)} />
      <Values title={occurrence.modules} values={filled(event.modules)} folded />
      <Values
        title={occurrence.sdk}
        values={filled(sdk == null ? null : { name: sdk.name, version: sdk.version, integrations: sdk.integrations })}
        folded
      />
    </>
  )
}

export function Values(props: { title: string; values: Values; folded?: boolean }) {
  if (props.values.length === 0) return null
  return (
    <details open={props.folded !== true} className="min-w-0 rounded-xl border border-line bg-surface">
      <summary className="flex min-h-11 items-center gap-2 px-4 text-sm font-semibold hover:bg-hover">
        <h2>{props.title}</h2>
        <span className="text-xs font-normal text-muted">{props.values.length}</span>
      </summary>
      <div className="border-t border-line p-4">
        <ValueTable values={props.values} />
      </div>
    </details>
  )
}
