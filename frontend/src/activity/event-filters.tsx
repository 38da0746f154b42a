import { useQuery } from '@tanstack/react-query'
import { Download, ListFilter, Search, X } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { exportUrl, typesQuery } from '../api/log.ts'
import { queryClient } from '../api/query-client.ts'
import { sessionQuery } from '../api/session.ts'
import { Button, buttonStyle } from '../components/button.tsx'
import { inputStyle } from '../components/field.tsx'
import { Select } from '../components/select.tsx'
import { useShortcuts } from '../components/shortcuts.ts'
import { useMessages } from '../i18n/language.tsx'
import { type EventSearch, FILTERS, type Filter, RANGES, type Range } from './search.ts'
import { TextFilter } from './text-filter.tsx'
import { TimeSpan } from './time-span.tsx'

interface EventFiltersProps {
  search: EventSearch
  onChange(changed: Partial<Record<keyof EventSearch, string>>): void
}

/** Everything the list can be narrowed by; what is set is seen, and taken away with one press. */
export function EventFilters({ search, onChange }: EventFiltersProps) {
  const { activity } = useMessages()
  const { events } = activity
  const [open, setOpen] = useState(FILTERS.some((name) => name !== 'type' && search[name] !== undefined))
  useShortcuts({ '/': () => document.getElementById('event-search')?.focus() })
  return (
    <div className="grid gap-2 pb-3">
      <div className="flex flex-wrap gap-2">
        <TypeFilter type={search.type ?? ''} onType={(type) => onChange({ type })} />
        <TextFilter
          id="event-search"
          label={events.search}
          placeholder={events.searchHint}
          value={search.q ?? ''}
          onValue={(q) => onChange({ q })}
          icon={<Search />}
          className="min-w-44 flex-1"
        />
        <Select<Range | ''>
          label={events.range}
          value={search.range ?? ''}
          onChange={(range) => onChange({ range })}
          options={[['', events.anyRange], ...RANGES.map((range): [Range, string] => [range, events.ranges[range]])]}
        />
        <Button className="h-9" aria-expanded={open} onClick={() => setOpen(!open)}>
          <ListFilter aria-hidden="true" />
          {open ? events.fewer : events.more}
        </Button>
        <DownloadLink search={search} />
      </div>
      {search.range === 'custom' && <TimeSpan search={search} onChange={onChange} />}
      {open && <MoreFilters search={search} onChange={onChange} />}
      <Chips search={search} onChange={onChange} />
    </div>
  )
}

/** A type or a pattern of types, with those that there are to choose from. */
function TypeFilter({ type, onType }: { type: string; onType(type: string): void }) {
  const { activity } = useMessages()
  const types = useQuery(typesQuery).data ?? []
  const list = useId()
  const patterns = [...new Set(types.map((known) => `${known.type.split('.')[0]}.*`))]
  return (
    <>
      <TextFilter
        label={activity.attributes.type}
        placeholder={activity.events.anyType}
        value={type}
        onValue={onType}
        list={list}
        className="w-full sm:w-64"
      />
      <datalist id={list}>
        {[...patterns, ...types.map((known) => known.type)].map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
    </>
  )
}

const further = FILTERS.filter((name) => name !== 'type')

function MoreFilters({ search, onChange }: EventFiltersProps) {
  const { activity } = useMessages()
  return (
    <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-4">
      {further.map((name) => (
        <TextFilter
          key={name}
          label={activity.events.filter(activity.attributes[name].toLowerCase())}
          placeholder={activity.attributes[name]}
          value={search[name] ?? ''}
          onValue={(value) => onChange({ [name]: value })}
        />
      ))}
    </div>
  )
}

/** What narrows the list just now. */
function Chips({ search, onChange }: EventFiltersProps) {
  const { activity } = useMessages()
  const set = FILTERS.flatMap((name): [Filter, string][] => (search[name] === undefined ? [] : [[name, search[name]]]))
  if (set.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-1.5">
      {set.map(([name, value]) => (
        <li
          key={name}
          className="inline-flex max-w-full items-center gap-1 rounded-full bg-accent-soft ps-2.5 text-xs text-ink"
        >
          <span className="text-muted">{activity.attributes[name]}</span>
          <span className="truncate font-mono">{value}</span>
          <button
            type="button"
            aria-label={activity.events.remove(activity.attributes[name])}
            onClick={() => onChange({ [name]: '' })}
            className="grid size-6 place-items-center rounded-full text-muted hover:text-ink"
          >
            <X className="size-3.5" aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  )
}

/** The browser saves it as it comes, however long it is; the session is renewed first, since a download cannot. */
function DownloadLink({ search }: { search: EventSearch }) {
  const { activity } = useMessages()
  const download = async (event: FormEvent) => {
    event.preventDefault()
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })
    location.assign(exportUrl(search))
  }
  return (
    <a
      href={exportUrl(search)}
      download
      onClick={(event) => void download(event)}
      aria-label={activity.events.download}
      title={activity.events.download}
      className={buttonStyle({ look: 'outline', className: `${inputStyle} !h-9 !w-9 !px-0` })}
    >
      <Download aria-hidden="true" />
    </a>
  )
}
