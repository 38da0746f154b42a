import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { deliverySearch } from '../monitoring/search.ts'
import { shell } from './root.tsx'

/** Beside each page of it stands the list of all of them. */
const frame = createRoute({
  getParentRoute: () => shell,
  id: 'settings-frame',
  component: lazyRouteComponent(() => import('../account/settings-frame.tsx'), 'SettingsFrame'),
})

const start = createRoute({
  getParentRoute: () => frame,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile', replace: true })
  },
})

const profile = createRoute({
  getParentRoute: () => frame,
  path: '/settings/profile',
  component: lazyRouteComponent(() => import('../account/profile-page.tsx'), 'ProfilePage'),
})

const security = createRoute({
  getParentRoute: () => frame,
  path: '/settings/security',
  component: lazyRouteComponent(() => import('../account/security-page.tsx'), 'SecurityPage'),
})

const organization = createRoute({
  getParentRoute: () => frame,
  path: '/settings/organization',
  component: lazyRouteComponent(() => import('../organization/general-page.tsx'), 'GeneralPage'),
})

const members = createRoute({
  getParentRoute: () => frame,
  path: '/settings/members',
  component: lazyRouteComponent(() => import('../organization/members-page.tsx'), 'MembersPage'),
})

const apiKeys = createRoute({
  getParentRoute: () => frame,
  path: '/settings/api-keys',
  component: lazyRouteComponent(() => import('../organization/api-keys-page.tsx'), 'ApiKeysPage'),
})

const singleSignOn = createRoute({
  getParentRoute: () => frame,
  path: '/settings/single-sign-on',
  component: lazyRouteComponent(() => import('../organization/single-sign-on-page.tsx'), 'SingleSignOnPage'),
})

const users = createRoute({
  getParentRoute: () => frame,
  path: '/settings/users',
  component: lazyRouteComponent(() => import('../organization/users-page.tsx'), 'UsersPage'),
})

const deliveries = createRoute({
  getParentRoute: () => frame,
  path: '/monitoring/deliveries',
  validateSearch: deliverySearch,
  component: lazyRouteComponent(() => import('../monitoring/deliveries-page.tsx'), 'DeliveriesPage'),
})

export const settings = frame.addChildren([
  start,
  profile,
  security,
  organization,
  members,
  apiKeys,
  singleSignOn,
  users,
  deliveries,
])
