import type { NormalizedEvent } from '../../../contract/occurrences.ts'
import { Panel } from '../components/panel.tsx'
import { useMessages } from '../i18n/language.tsx'
import { asText } from './payload.ts'
import { ValueTree } from './value-tree.tsx'

export function Message({ event }: { event: Partial<NormalizedEvent> }) {
  const { occurrence } = useMessages()
  const { formatted, message, params } = event.logentry ?? {}
  const text = formatted ?? message
  if (text == null) return null
  return (
    <Panel title={occurrence.message}>
      <div className="grid gap-2 p-4 font-mono text-xs">
        <p className="text-sm wrap-anywhere whitespace-pre-wrap">{asText(text)}</p>
        {message != null && message !== text && <p className="text-muted">{message}</p>}
        {params != null && <ValueTree value={params} />}
      </div>
    </Panel>
  )
}
