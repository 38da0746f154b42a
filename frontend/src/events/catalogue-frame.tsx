import { Link, Outlet } from '@tanstack/react-router'
import { tabStyle } from './tab-style.ts'
import { useEventWords } from './words.ts'

const TABS = [
  ['events', '/manage/events'],
  ['tours', '/manage/tours'],
  ['plans', '/manage/plans'],
  ['venues', '/manage/venues'],
] as const

/** What is sold and where, each under a tab with a URL of its own. */
export function CatalogueFrame() {
  const { pages } = useEventWords()
  return (
    <div className="mx-auto max-w-6xl px-3 py-4 md:px-6">
      <nav
        aria-label={pages.catalogue}
        className="-mx-3 mb-4 flex gap-1 overflow-x-auto border-b border-line px-3 [scrollbar-width:none] md:mx-0 md:px-0"
      >
        {TABS.map(([name, to]) => (
          <Link key={name} to={to} activeOptions={{ exact: true, includeSearch: false }} className={tabStyle}>
            {pages[name]}
          </Link>
        ))}
      </nav>
      <Outlet />
    </div>
  )
}
