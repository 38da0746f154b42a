import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, type LinkProps, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { sessionQuery } from '../api/session.ts'
import type { Me } from '../api/shapes.ts'
import { type Messages, useMessages } from '../i18n/language.tsx'

type Words = Messages['account']
type Entry = [to: NonNullable<LinkProps['to']>, name: string]
type Group = [name: string, entries: Entry[]]

/** What someone of this role can use; the API refuses the rest anyhow. */
function groupsFor({ organization, user }: Me, { groups, pages }: Words): Group[] {
  const manages = organization.role === 'owner' || organization.role === 'admin'
  const forManagers: Entry[] = [
    ['/settings/api-keys', pages.apiKeys],
    ['/settings/single-sign-on', pages.singleSignOn],
  ]
  const all: Group[] = [
    [
      groups.account,
      [
        ['/settings/profile', pages.profile],
        ['/settings/security', pages.security],
      ],
    ],
    [
      groups.organization,
      [
        ['/settings/organization', pages.general],
        ['/settings/members', pages.members],
        ...(manages ? forManagers : []),
      ],
    ],
    [groups.monitoring, manages ? [['/monitoring/deliveries', pages.deliveries]] : []],
    [groups.deployment, user.platformRole === 'ADMIN' ? [['/settings/users', pages.users]] : []],
  ]
  return all.filter(([, entries]) => entries.length > 0)
}

export function SettingsFrame() {
  const { account } = useMessages()
  const me = useSuspenseQuery(sessionQuery).data
  const list = useChosenInView()
  return (
    <div className="mx-auto max-w-6xl px-3 py-4 md:px-6 lg:grid lg:grid-cols-[12rem_minmax(0,1fr)] lg:gap-8">
      <nav aria-label={account.settings} className="mb-4 lg:sticky lg:top-4 lg:mb-0 lg:self-start">
        <div
          ref={list}
          className="-mx-3 flex gap-5 overflow-x-auto px-3 pb-1 lg:mx-0 lg:grid lg:gap-4 lg:overflow-visible lg:px-0"
        >
          {groupsFor(me, account).map(([name, entries]) => (
            <section key={name} className="shrink-0">
              <h2 className="px-2 pb-1 text-xs font-semibold text-muted">{name}</h2>
              <ul className="flex gap-1 lg:grid lg:gap-0.5">
                {entries.map(([to, label]) => (
                  <li key={label}>
                    <Link to={to} className={entryStyle}>
                      {label}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </nav>
      <div className="min-w-0">
        <Outlet />
      </div>
    </div>
  )
}

/** On a phone the list is one line that scrolls; the page one is on must not lie beyond its edge. */
function useChosenInView() {
  const list = useRef<HTMLDivElement>(null)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is what calls for scrolling
  useEffect(() => {
    const chosen = list.current?.querySelector<HTMLElement>('[data-status=active]')
    if (chosen != null && list.current !== null)
      list.current.scrollLeft = chosen.offsetLeft - list.current.offsetLeft - 24
  }, [path])
  return list
}

const entryStyle =
  'block rounded-md px-2 py-1.5 text-muted whitespace-nowrap hover:bg-hover hover:text-ink data-[status=active]:bg-hover data-[status=active]:font-medium data-[status=active]:text-ink'
