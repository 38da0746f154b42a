import { Link } from '@tanstack/react-router'
import { CircleUser } from 'lucide-react'
import type { NormalizedEvent, UserInfo } from '../../../contract/occurrences.ts'
import { Panel } from '../components/panel.tsx'
import { useMessages } from '../i18n/language.tsx'
import { Values } from './contexts.tsx'

/** Each tag leads to the issues that carry it too. */
export function Tags({ tags }: { tags: Record<string, string> }) {
  const { occurrence } = useMessages()
  const pairs = Object.entries(tags)
  if (pairs.length === 0) return null
  return (
    <Panel title={occurrence.tags}>
      <ul className="flex flex-wrap gap-1.5 p-4">
        {pairs.map(([key, value]) => (
          <li key={key}>
            <Link
              to="/issues"
              search={{ status: 'all', query: searchFor(key, value) }}
              title={occurrence.searchTag}
              className="inline-flex max-w-80 items-stretch overflow-hidden rounded-md border border-line text-xs hover:border-edge"
            >
              <span className="max-w-40 truncate bg-sunken px-1.5 py-0.5 text-muted">{key}</span>
              <span className="truncate px-1.5 py-0.5 font-mono">{value}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

export const searchFor = (key: string, value: string) => `${key}:${/[\s"]/.test(value) ? JSON.stringify(value) : value}`

export function User({ user }: { user: UserInfo }) {
  const { occurrence } = useMessages()
  const { data, geo, ...rest } = user
  const all = { ...rest, ...geo, ...data }
  const values = Object.entries(all).filter(([, value]) => value != null && value !== '')
  return <Values title={occurrence.user} values={values} />
}

interface Fact {
  name: string
  value: string
}

/** The few facts that most often explain an error, on one line. */
export function Facts({ event }: { event: Partial<NormalizedEvent> }) {
  const { occurrence } = useMessages()
  const facts = factsOf(event)
  const who = event.user?.email ?? event.user?.username ?? event.user?.id ?? event.user?.ip_address
  const names: Record<string, string> = occurrence.facts
  return (
    <dl className="empty:hidden flex flex-wrap gap-x-6 gap-y-2">
      {who != null && (
        <div className="min-w-0">
          <dt className="text-xs text-muted">{occurrence.user}</dt>
          <dd className="flex items-center gap-1 font-medium">
            <CircleUser className="size-3.5 text-muted" aria-hidden="true" />
            <span className="truncate">{who}</span>
          </dd>
        </div>
      )}
      {facts.map(({ name, value }) => (
        <div key={name} className="min-w-0">
          <dt className="text-xs text-muted">{names[name] ?? name}</dt>
          <dd className="max-w-72 truncate font-medium" title={value}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function factsOf(event: Partial<NormalizedEvent>): Fact[] {
  const named = (key: string) => {
    const context = event.contexts?.[key]
    return context == null ? '' : [context.name, context.version].filter((part) => typeof part === 'string').join(' ')
  }
  const facts = {
    environment: event.environment,
    release: event.release,
    transaction: event.transaction,
    server: event.server_name,
    browser: named('browser'),
    runtime: named('runtime'),
    os: named('os') || named('client_os'),
  }
  return Object.entries(facts).flatMap(([name, value]) => (value == null || value === '' ? [] : [{ name, value }]))
}
