import { Inbox, SearchX } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { CodeBlock } from '../components/code-block.tsx'
import { Notice } from '../components/notice.tsx'
import { useMessages } from '../i18n/language.tsx'
import { type EventSearch, isFiltered } from './search.ts'

const example = `curl -X POST '${location.origin}/api/v1/domain-events' \\
  -H 'authorization: Bearer <API key>' \\
  -H 'content-type: application/json' \\
  -d '{"type":"shop.opened","subject":"shop-1","data":{"hello":"world"}}'`

/** Why no event is shown: nothing matches, or nothing has happened. */
export function EmptyLog({ search, onClear }: { search: EventSearch; onClear(): void }) {
  const { events } = useMessages().activity
  if (isFiltered(search))
    return (
      <Notice icon={<SearchX />} title={events.noMatchTitle} text={events.noMatchText}>
        <Button onClick={onClear}>{events.clear}</Button>
      </Notice>
    )
  return (
    <>
      <Notice icon={<Inbox />} title={events.emptyTitle} text={events.emptyText} />
      <div className="mx-auto max-w-2xl">
        <CodeBlock code={example} />
      </div>
    </>
  )
}
