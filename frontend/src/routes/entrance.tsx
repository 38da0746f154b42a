import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { queryClient } from '../api/query-client.ts'
import { providersQuery } from '../api/session.ts'
import { root } from './root.tsx'

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

interface EntranceSearch {
  next?: string
  /** Id of an identity provider, for the members of the organisation that has it. */
  provider?: string
  /** Why an identity provider's sign-in came back without a session: a code of the API's problems. */
  problem?: string
}

function entranceSearch(raw: Record<string, unknown>): EntranceSearch {
  const known = ['next', 'provider', 'problem'].map((name) => [name, text(raw[name])])
  return Object.fromEntries(known.filter(([, value]) => value !== undefined))
}

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: entranceSearch,
  component: lazyRouteComponent(() => import('../session/login-page.tsx'), 'LoginPage'),
  // Waited for, so that no button appears under the pointer later; without an answer the page stands as well.
  loader: () => queryClient.prefetchQuery(providersQuery),
})

const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: entranceSearch,
  component: lazyRouteComponent(() => import('../session/register-page.tsx'), 'RegisterPage'),
})

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('../session/forgot-password-page.tsx'), 'ForgotPasswordPage'),
})

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('../session/reset-password-page.tsx'), 'ResetPasswordPage'),
})

const emailLinkPages = () => import('../session/email-link-pages.tsx')

const verifyEmail = createRoute({
  getParentRoute: () => root,
  path: '/verify-email',
  component: lazyRouteComponent(emailLinkPages, 'VerifyEmailPage'),
})

const changeEmail = createRoute({
  getParentRoute: () => root,
  path: '/change-email',
  component: lazyRouteComponent(emailLinkPages, 'ChangeEmailPage'),
})

const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('../session/join-page.tsx'), 'JoinPage'),
})

/** What is open without a session, and leads to one. */
export const entrance = [login, register, forgotPassword, resetPassword, verifyEmail, changeEmail, join]
