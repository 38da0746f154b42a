import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { issueListQuery, issueQuery, occurrenceQuery } from '../api/issues.ts'
import { projectsQuery } from '../api/projects.ts'
import { queryClient } from '../api/query-client.ts'
import { issuePageSearch } from '../issues/issue-search.ts'
import { filterOf, issueSearch } from '../issues/search.ts'
import { activity } from './activity.tsx'
import { entrance } from './entrance.tsx'
import { manage } from './manage.tsx'
import { PageFailure } from './page-failure.tsx'
import { root, shell } from './root.tsx'
import { settings } from './settings.tsx'

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/issues', search: {} })
  },
})

const issues = createRoute({
  getParentRoute: () => shell,
  path: '/issues',
  validateSearch: issueSearch,
  component: lazyRouteComponent(() => import('../issues/list-page.tsx'), 'ListPage'),
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => void queryClient.prefetchInfiniteQuery(issueListQuery(filterOf(deps))),
})

const issue = createRoute({
  getParentRoute: () => shell,
  path: '/issues/$id',
  validateSearch: issuePageSearch,
  component: lazyRouteComponent(() => import('../issues/issue-page.tsx'), 'IssuePage'),
  loaderDeps: ({ search }) => ({ event: search.event ?? 'latest' }),
  // Pointing at a row is enough to fetch what a click will show.
  loader: ({ params, deps }) => {
    void queryClient.prefetchQuery(issueQuery(params.id))
    void queryClient.prefetchQuery(occurrenceQuery(params.id, deps.event))
  },
})

const projects = createRoute({
  getParentRoute: () => shell,
  path: '/projects',
  component: lazyRouteComponent(() => import('../projects/project-list-page.tsx'), 'ProjectListPage'),
  loader: () => void queryClient.prefetchQuery(projectsQuery),
})

const newProject = createRoute({
  getParentRoute: () => shell,
  path: '/projects/new',
  component: lazyRouteComponent(() => import('../projects/new-project-page.tsx'), 'NewProjectPage'),
})

const project = createRoute({
  getParentRoute: () => shell,
  path: '/projects/$id',
  component: lazyRouteComponent(() => import('../projects/project-page.tsx'), 'ProjectPage'),
})

/** All values in our URLs are plain strings, so they are written as such. */
function searchString(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))
  const query = new URLSearchParams(pairs).toString()
  return query === '' ? '' : `?${query}`
}

export const router = createRouter({
  routeTree: root.addChildren([
    ...entrance,
    shell.addChildren([home, issues, issue, projects, newProject, project, ...manage, ...activity, settings]),
  ]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: PageFailure,
  scrollRestoration: true,
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: searchString,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
