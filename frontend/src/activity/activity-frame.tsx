import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useMe } from '../account/use-me.ts'
import { usePageTitle } from '../components/page-title.ts'
import { useMessages } from '../i18n/language.tsx'
import { LiveBadge } from '../live/live-badge.tsx'
import { mayDo } from '../organization/access.ts'
import { NoAccess } from '../organization/no-access.tsx'

const TABS = [
  ['events', '/activity'],
  ['streams', '/activity/streams'],
  ['publish', '/activity/publish'],
  ['consumers', '/activity/consumers'],
  ['replay', '/activity/replay'],
  ['integrity', '/activity/integrity'],
] as const

/** The log and all that is done with it, each under a tab with a URL of its own. */
export function ActivityFrame() {
  const { activity } = useMessages()
  const may = mayDo(useMe(), 'log.read')
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const [page] = TABS.find(([, to]) => to === path.replace(/\/$/, '')) ?? TABS[0]
  usePageTitle(page === 'events' ? activity.title : `${activity.pages[page]} · ${activity.title}`)
  return (
    <div className="mx-auto max-w-7xl px-3 py-4 md:px-6">
      <div className="flex items-center justify-between gap-3 pb-1">
        <h1 className="text-xl font-semibold tracking-tight">{activity.title}</h1>
        <LiveBadge />
      </div>
      <Tabs current={page} />
      {may ? <Outlet /> : <NoAccess text={activity.noAccess} />}
    </div>
  )
}

/** On a phone the tabs scroll sideways. */
const intoView = (tab: HTMLAnchorElement | null) => tab?.scrollIntoView({ block: 'nearest', inline: 'center' })

/** Links, not buttons: each page has a URL of its own. */
function Tabs({ current }: { current: string }) {
  const { activity } = useMessages()
  return (
    <nav
      aria-label={activity.title}
      className="-mx-3 mb-4 flex gap-1 overflow-x-auto border-b border-line px-3 [scrollbar-width:none] md:mx-0 md:px-0"
    >
      {TABS.map(([name, to]) => (
        <Link
          key={name}
          to={to}
          search={{}}
          activeOptions={{ exact: true, includeSearch: false }}
          ref={name === current ? intoView : undefined}
          className="-mb-px border-b-2 border-transparent px-2.5 py-2 font-medium whitespace-nowrap text-muted hover:text-ink focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:text-ink"
        >
          {activity.pages[name]}
        </Link>
      ))}
    </nav>
  )
}
