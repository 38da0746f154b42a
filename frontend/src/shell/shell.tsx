import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { Activity, CalendarDays, FolderKanban, ListTree, Settings } from 'lucide-react'
import { useState } from 'react'
import { sessionQuery } from '../api/session.ts'
import type { Me } from '../api/shapes.ts'
import { Brand } from '../components/brand.tsx'
import { useShortcuts } from '../components/shortcuts.ts'
import { useMessages } from '../i18n/language.tsx'
import { LiveProvider } from '../live/live.tsx'
import { mayDo } from '../organization/access.ts'
import { useSharedSession } from '../session/use-shared-session.ts'
import { AccountEntry } from './account-entry.tsx'
import { ShortcutHelp } from './shortcut-help.tsx'
import { UnverifiedBanner } from './unverified-banner.tsx'
import { useAccountLanguage } from './use-account-language.ts'

export function Shell() {
  const { shell } = useMessages()
  const me = useSuspenseQuery(sessionQuery).data
  const [help, setHelp] = useState(false)
  const navigate = useNavigate()
  useAccountLanguage(me)
  useSharedSession(me)
  useShortcuts({
    '?': () => setHelp(true),
    'g i': () => void navigate({ to: '/issues', search: {} }),
    'g p': () => void navigate({ to: '/projects' }),
    'g b': () => void navigate({ to: '/manage/events', search: {} }),
    'g e': () => void navigate({ to: '/activity', search: {} }),
    'g s': () => void navigate({ to: '/settings' }),
  })
  return (
    <LiveProvider>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-raised p-3 focus:not-sr-only focus:fixed focus:start-3 focus:top-3"
      >
        {shell.skip}
      </a>
      <div className="min-h-dvh md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
        <SideBar me={me} onShortcuts={() => setHelp(true)} />
        <main id="content" tabIndex={-1} className="min-w-0 pb-20 outline-none md:pb-8">
          <UnverifiedBanner me={me} />
          <Outlet />
        </main>
      </div>
      {help && <ShortcutHelp onClose={() => setHelp(false)} />}
    </LiveProvider>
  )
}

/** At the side on a desk, on top on a phone. */
function SideBar({ me, onShortcuts }: { me: Me; onShortcuts(): void }) {
  return (
    <header className="sticky top-0 z-30 flex items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:h-dvh md:flex-col md:items-stretch md:gap-4 md:border-e md:border-b-0 md:px-3 md:py-4">
      <div className="flex min-w-0 flex-1 items-center gap-2.5 md:flex-none md:px-2">
        <Brand className="size-7 shrink-0" />
        <span className="truncate font-semibold" title={me.organization.name}>
          {me.organization.name}
        </span>
      </div>
      <MainNavigation me={me} />
      <div className="md:mt-auto">
        <div className="md:hidden">
          <AccountEntry me={me} compact onShortcuts={onShortcuts} />
        </div>
        <div className="hidden md:grid">
          <AccountEntry me={me} onShortcuts={onShortcuts} />
        </div>
      </div>
    </header>
  )
}

/** Beside the page on a desk, under the thumb on a phone. */
function MainNavigation({ me }: { me: Me }) {
  const { shell } = useMessages()
  const monitoring = useRouterState({ select: ({ location }) => location.pathname.startsWith('/monitoring/') })
  const managing = useRouterState({ select: ({ location }) => location.pathname.startsWith('/manage/') })
  return (
    <nav
      aria-label={shell.navigation}
      className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:static md:grid md:gap-0.5 md:border-0 md:p-0"
    >
      <Link to="/issues" className={itemStyle}>
        <ListTree />
        {shell.issues}
      </Link>
      <Link to="/projects" className={itemStyle}>
        <FolderKanban />
        {shell.projects}
      </Link>
      <Link to="/manage/events" search={{}} className={itemStyle} {...(managing && { 'data-status': 'active' })}>
        <CalendarDays />
        {shell.events}
      </Link>
      {mayDo(me, 'log.read') && (
        <Link to="/activity" search={{}} activeOptions={{ includeSearch: false }} className={itemStyle}>
          <Activity />
          {shell.activity}
        </Link>
      )}
      <Link to="/settings" className={itemStyle} {...(monitoring && { 'data-status': 'active' })}>
        <Settings />
        {shell.settings}
      </Link>
    </nav>
  )
}

const itemStyle =
  'flex flex-1 flex-col items-center gap-0.5 rounded-md px-2 py-2 text-xs font-medium text-muted hover:bg-hover hover:text-ink data-[status=active]:text-accent md:flex-row md:gap-2.5 md:text-sm md:data-[status=active]:bg-hover md:data-[status=active]:text-ink [&_svg]:size-5 md:[&_svg]:size-4'
