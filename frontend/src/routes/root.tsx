import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { queryClient } from '../api/query-client.ts'
import { sessionQuery } from '../api/session.ts'
import { Shell } from '../shell/shell.tsx'
import { PageFailure } from './page-failure.tsx'
import { PageMissing } from './page-missing.tsx'

export const root = createRootRoute({ component: Outlet, notFoundComponent: PageMissing })

/** Everything behind the sign-in; who has no session is sent there and comes back. */
export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  errorComponent: PageFailure,
  beforeLoad: async ({ location }) => {
    await queryClient.ensureQueryData(sessionQuery).catch((error) => {
      if (error.problem?.status !== 401) throw error
      throw redirect({ to: '/login', search: { next: location.href } })
    })
  },
})
